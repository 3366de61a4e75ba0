import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { Saved, orNothing } from '../../infra/forms.ts';
import { file, page, redirect, route, type Route } from '../../infra/http.ts';
import { fromWallTime, requireRole } from '../roster/index.ts';
import { assignInstrument, closeAssignment } from './assign-instrument.ts';
import { AUDIENCES } from './assignment.schema.ts';
import { findVersion } from './instruments.queries.ts';
import { MOST_LINKS } from './link.rules.ts';
import { loadAssignment, loadLibrary, loadPreview, readResult } from './load-library.ts';
import { MANAGERS, PUBLISHERS } from './manage.rules.ts';
import { publishInstrument } from './publish-instrument.ts';

const VersionParams = z.object({
  instrumentId: z.string().max(80),
  version: z.coerce.number().int().min(1).max(1e6),
});
const AssignmentParams = z.object({ assignmentId: z.uuid() });
const Assign = z.object({
  instrumentId: z.string().max(80),
  audience: z.enum(AUDIENCES),
  classId: orNothing(z.uuid()).default(null),
  entryYear: orNothing(z.coerce.number().int()).default(null),
  personId: orNothing(z.uuid()).default(null),
  links: orNothing(z.coerce.number().int().min(1).max(MOST_LINKS)).default(null),
  dueOn: orNothing(z.iso.date()).default(null),
});

/** Giving instruments to others, who has answered, and publishing one's own. */
export function manageRoutes(deps: Deps): Route[] {
  const requireManager = requireRole(...MANAGERS);
  const requirePublisher = requireRole(...PUBLISHERS);
  return [
    route({
      method: 'get',
      path: '/s/:sessionId/instruments/library',
      guard: requireManager,
      query: Saved,
      handle: async ({ who, query }) =>
        page('instruments/library', await loadLibrary(deps, who, query.saved)),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/instruments/upload',
      guard: requirePublisher,
      handle: () => page('instruments/upload', { written: '', problems: [] }),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/instruments/upload',
      guard: requirePublisher,
      body: z.object({ file: z.string().default(''), text: z.string().default('') }),
      async handle({ who, body }) {
        const text = body.file === '' ? body.text : body.file;
        const published = await publishInstrument(deps, who, text);
        return published.kind === 'published'
          ? redirect(`/instruments/library/${published.instrumentId}/${published.version}`)
          : page('instruments/upload', { written: text, problems: published.problems }, { status: 422 });
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/instruments/library/:instrumentId/:version',
      guard: requireManager,
      params: VersionParams,
      handle: async ({ who, params }) => page('instruments/preview', await loadPreview(deps, who, params)),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/instruments/library/:instrumentId/:version/definition',
      guard: requireManager,
      params: VersionParams,
      async handle({ who: { schoolId }, params }) {
        const definition = await findVersion(deps.db, { schoolId, ...params });
        if (!definition) throw notFound();
        const text = `${JSON.stringify(definition, null, 2)}\n`;
        return file(`${definition.id}-${definition.version}.json`, 'application/json', text);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/instruments/assignments',
      guard: requireManager,
      body: Assign,
      async handle({ who, body }) {
        const dueAt = body.dueOn === null ? null : fromWallTime(`${body.dueOn}T23:59`, who.timeZone);
        const wish = { ...body, links: body.links ?? 0, dueAt };
        const { assignmentId, tokens } = await assignInstrument(deps, who, wish);
        if (tokens.length === 0) return redirect(`/instruments/assignments/${assignmentId}`);
        const links = tokens.map((token) => `${deps.config.publicUrl}/forms/${token}`);
        // Told once: only their hashes are kept.
        return page('instruments/links', { assignmentId, links: links.join('\n'), count: links.length });
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/instruments/assignments/:assignmentId',
      guard: requireManager,
      params: AssignmentParams,
      handle: async ({ who, params }) =>
        page('instruments/assignment', await loadAssignment(deps, who, params.assignmentId)),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/instruments/assignments/:assignmentId/close',
      guard: requireManager,
      params: AssignmentParams,
      async handle({ who, params }) {
        await closeAssignment(deps, who, params.assignmentId);
        return redirect(`/instruments/assignments/${params.assignmentId}`);
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/instruments/results/:attemptId',
      guard: requireManager,
      params: z.object({ attemptId: z.uuid() }),
      handle: async ({ who, params }) =>
        page('instruments/result', await readResult(deps, who, params.attemptId)),
    }),
  ];
}
