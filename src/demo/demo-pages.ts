import { join } from 'node:path';
import express, { type Express, type Request } from 'express';
import { VIEWS } from '../infra/views.ts';
import { presentGradebook } from './gradebook.pages.ts';
import { presentCourse, presentView, type Label } from './demo-platform.pages.ts';
import type { DemoLms } from './demo-lms.schema.ts';
import { readLocale } from './reader-locale.ts';

/** The course as its people see it: contents, the tool in its frame, grades. */
export function mountDemoPages(app: Express, lms: DemoLms): void {
  const { given, names, platform, show, toolOrigin, face } = lms;
  const { users } = names;
  const { state } = platform;
  const labelFor =
    (req: Request): Label =>
    ({ kind, number, name }) => {
      const translated = given.views.t(readLocale(req.headers), `demo.person.${kind}`, { number });
      return translated === name ? name : `${translated} (${name})`;
    };
  app.use('/assets', express.static(join(VIEWS, 'demo', 'assets'), { index: false }));
  app.get('/', (req, res) => {
    const page = presentCourse({ face, users, label: labelFor(req), course: given.course, state });
    res.type('html').send(show(req, 'demo/course', page));
  });
  app.get('/grades', (req, res) => {
    res.type('html').send(show(req, 'demo/grades', presentGradebook(state, users, labelFor(req))));
  });
  app.get('/view', (req, res) => {
    const user = users.find(({ userId }) => String(userId) === req.query['as']);
    if (!user) return res.redirect(303, '/');
    const page = presentView({ face, users, label: labelFor(req), user, query: req.query, toolOrigin });
    return res.type('html').send(show(req, 'demo/view', page));
  });
  // Keeps values for the tool, in a frame of its own.
  app.get('/post_message_forwarding', (req, res) => {
    res.type('html').send(show(req, 'demo/forwarding', { toolOrigin }, 'fragment'));
  });
  app.get('/progress', (_req, res) => void res.json(given.progress()));
  let turns = 0;
  // Whoever looks as a student acts as that one; for staff the class takes turns.
  app.post('/play', async (req, res) => {
    const learners = users.filter(({ kind }) => kind === 'learner');
    const asked = learners.find(({ userId }) => String(userId) === req.query['as']);
    const learner = asked ?? learners[(turns += 1) % learners.length];
    res.json({ name: learner?.name, played: learner !== undefined && (await given.play(learner.userId)) });
  });
  app.get('/language', (req, res) => {
    res.cookie('demo_language', req.query['to'] === 'en' ? 'en' : 'zh-CN', { path: '/', sameSite: 'lax' });
    const { back } = req.query;
    res.redirect(303, typeof back === 'string' && /^\/(?![/\\])/.test(back) ? back : '/');
  });
  // Tasks in the tool link to their activity in the LMS.
  app.get('/mod/:kind/view.php', (req, res) => {
    const task = given.course.units
      .flatMap(({ tasks }) => tasks)
      .find(({ module }) => String(module) === req.query['id']);
    if (!task) return res.redirect(303, '/');
    return res.type('html').send(show(req, 'demo/stand-in', { title: task.title[readLocale(req.headers)] }));
  });
}
