import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createTestApp, type TestApp } from './support/app.ts';
import { aCourse, aMember, aSchool, aSession, anAppointment } from './support/builders.ts';
import type { Route } from '../src/infra/http.ts';

/** What may be asked for without a session; each of these authenticates by other means or holds nothing. */
const PUBLIC = [
  /^get \/$/,
  /^(get|post) \/lti\/(login|launch|jwks)$/,
  /^(get|post|put|delete) \/xapi\//,
  /^(get|post) \/invitations\/:token$/,
  /^(get|post) \/lti\/register\/:token$/,
  /^get \/lti\/config\/canvas\.json$/,
  /^(get|post) \/forms\/:token(\/(fill|fill\/answers|result))?$/,
  /^get \/resumes\/:token$/,
  /^(get|post) \/employer\/:token(\/(new|postings\/:postingId\/(edit|skills|close|candidates)))?$/,
  /^(get|post) \/mail\/stop\/:token$/,
  /^get \/cmi5\/closed$/,
  /^post \/cmi5\/fetch\/:fetchKey$/,
  /^post \/lti\/(login\/begin|launch\/continue)$/,
];
const SECRET = 'Learner of the other school';

let test: TestApp;
let routes: Route[];
/** Ids of the other school's rows by the name a route's parameter has. */
let foreign: Record<string, string>;
/** Someone with every role in their own school. */
let stranger: { base: string; cookie: string };
/** Someone of the same school without any role but learner. */
let learner: { base: string; cookie: string };

beforeAll(async () => {
  test = await createTestApp();
  routes = test.app.routes;
  const { deps } = test;
  const victim = await aSchool(deps, { name: 'The other school' });
  const victimCourse = await aCourse(deps, { ...victim, title: 'The other course' });
  const victimLearner = await aMember(deps, { ...victim, ...victimCourse, role: 'learner', name: SECRET });
  foreign = Object.fromEntries(
    routes.flatMap(({ path }) => [...path.matchAll(/:(\w+)/g)].map(([, name]) => [name ?? '', deps.newId()])),
  );
  Object.assign(foreign, { personId: victimLearner.personId, courseId: victimCourse.courseId });

  const own = await aSchool(deps);
  const course = await aCourse(deps, own);
  const admin = await aMember(deps, { ...own, ...course, role: 'administrator', name: 'Stranger' });
  for (const role of ['career_teacher', 'enterprise_mentor', 'expert', 'supervisor'] as const)
    await anAppointment(deps, { ...own, ...admin, role });
  stranger = await aSession(deps, { ...own, ...admin, ...course });
  const student = await aMember(deps, { ...own, ...course, role: 'learner', name: 'Learner 02' });
  learner = await aSession(deps, { ...own, ...student, ...course });
});
afterAll(() => test.close());

const isSession = ({ path }: Route) => path.startsWith('/s/:sessionId');
const named = (route: Route) => `${route.method} ${route.path}`;
const ask = (route: Route, base: string, cookie: string) => {
  const url = route.path
    .replace('/s/:sessionId', base)
    .replace(/:(\w+)/g, (_whole, name: string) => foreign[name] ?? 'missing');
  const agent = request(test.app.express);
  return agent[route.method](url).set('cookie', cookie).set('accept', 'text/html').redirects(0);
};

describe('a stranger', () => {
  it('finds no way in but those that are meant', () => {
    const unexpected = routes
      .filter((route) => !isSession(route))
      .map(named)
      .filter((name) => !PUBLIC.some((allowed) => allowed.test(name)));
    expect(unexpected).toEqual([]);
    expect(routes.filter(isSession).length).toBeGreaterThan(15);
  });

  it('without a cookie gets nothing of any session', async () => {
    for (const route of routes.filter(isSession)) {
      const { status } = await ask(route, stranger.base, '');
      expect(`${named(route)} → ${status}`).toBe(`${named(route)} → 401`);
    }
  });

  it('can’t use one session’s cookie for another', async () => {
    for (const route of routes.filter(isSession)) {
      const { status } = await ask(route, learner.base, stranger.cookie);
      expect(`${named(route)} → ${status}`).toBe(`${named(route)} → 401`);
    }
  });

  it('with every role in their own school sees and changes nothing of another school', async () => {
    for (const route of routes.filter((each) => isSession(each) && /:(?!sessionId)\w+/.test(each.path))) {
      const answer = await ask(route, stranger.base, stranger.cookie);
      expect(`${named(route)} → ${answer.status}`).toMatch(/→ 40[0-9]$/);
      expect(answer.text).not.toContain(SECRET);
    }
  });

  it('never meets the other school’s people on a list', async () => {
    for (const route of routes.filter((each) => isSession(each) && each.method === 'get')) {
      expect((await ask(route, stranger.base, stranger.cookie)).text).not.toContain(SECRET);
    }
  });
});
