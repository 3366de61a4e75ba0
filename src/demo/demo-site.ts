import express, { type Express } from 'express';
import { COURSE_ID } from './demo-people.rules.ts';
import { presentSite } from './demo-platform.pages.ts';
import type { DemoLms } from './demo-lms.schema.ts';

/** What an administrator of the LMS does: opens the tool above the courses, registers it anew, activates it. */
export function mountSitePages(app: Express, { face, names, platform, show, toolOrigin }: DemoLms): void {
  const { state, registrations } = platform;
  const readForm = express.urlencoded({ extended: false, limit: '20kb' });
  app.get('/site', (req, res) => {
    res.type('html').send(show(req, 'demo/site', presentSite(face, names.users, state)));
  });
  app.post('/site/register', readForm, async (req, res) => {
    const address = readField(req.body, 'url');
    // A page of the tool, not just any: it gets a token for this LMS.
    if (!URL.canParse(address) || new URL(address).origin !== toolOrigin) return res.redirect(303, '/site');
    const updates = readField(req.body, 'client');
    const frameUrl = await registrations.begin(address, state.tools.has(updates) ? updates : undefined);
    return res.type('html').send(show(req, 'demo/register', { frameUrl, toolOrigin }));
  });
  app.post('/site/activate', readForm, (req, res) => {
    const tool = registrations.activate(readField(req.body, 'client'));
    const courseId = String(COURSE_ID);
    const isThere = [...state.links.values()].some(({ clientId }) => clientId === tool?.clientId);
    // On Canvas the course's navigation shows it by itself.
    if (tool && face === 'moodle' && !isThere)
      state.addLink({ clientId: tool.clientId, courseId, title: tool.title });
    res.redirect(303, '/site');
  });
}

function readField(body: unknown, name: string): string {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : '';
  return typeof value === 'string' ? value.trim() : '';
}
