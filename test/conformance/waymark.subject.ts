import { and, eq } from 'drizzle-orm';
import { ltiRegistrations } from '../../src/features/lti/lti.tables.ts';
import { createLog } from '../../src/infra/log.ts';
import { createTestApp, type TestApp } from '../support/app.ts';
import { aSchool } from '../support/builders.ts';
import { aClient, serve, type Answer } from '../support/launch-client.ts';
import { register } from '../support/test-platform.ts';
import type { Outcome, Subject, SubjectBrowser } from './row.ts';

/** So long a deactivation may go unnoticed. */
const REGISTRATION_CACHE_MS = 60_000;

export interface WaymarkSubject extends Subject {
  t: TestApp;
  origin: string;
  schoolId: string;
  /** What was logged since it was last emptied. */
  lines: string[];
}

/** The whole application, served over HTTP, on the suite's database. */
export async function aWaymark(): Promise<WaymarkSubject> {
  const t = await createTestApp();
  const lines: string[] = [];
  t.deps.log = createLog('info', { write: (line: string) => void lines.push(line) });
  const { origin, close } = await serve(t.app.express);
  const { schoolId } = await aSchool(t.deps);
  const known = new Set<string>();

  return {
    name: 'Waymark',
    t,
    origin,
    schoolId,
    lines,
    now: () => t.clock.now,
    advance: (milliseconds) => Promise.resolve(t.clock.advance(milliseconds)),
    async trust(platform) {
      const { issuer, clientId } = platform;
      // A row may be played more than once.
      if (known.has(`${issuer} ${clientId}`)) return;
      known.add(`${issuer} ${clientId}`);
      await register(t.deps, schoolId, platform);
    },
    async distrust({ issuer, clientId }) {
      const it = and(eq(ltiRegistrations.issuer, issuer), eq(ltiRegistrations.clientId, clientId));
      await t.deps.db.update(ltiRegistrations).set({ active: false }).where(it);
      t.clock.advance(REGISTRATION_CACHE_MS + 1000);
    },
    browser: () => aBrowser(origin),
    async close() {
      await close();
      await t.close();
    },
  };
}

function aBrowser(origin: string): SubjectBrowser {
  const client = aClient(origin);
  const judge = (answer: Answer): Outcome => ({
    kind: answer.status === 303 && answer.location?.startsWith('/s/') ? 'accepted' : 'refused',
    answer,
  });
  return {
    cookies: client.cookies,
    async login(form, method = 'POST') {
      let answer =
        method === 'POST'
          ? await client.post('/lti/login', form)
          : await client.get(`/lti/login?${new URLSearchParams(form).toString()}`);
      // By way of the cookie check.
      if (answer.location?.startsWith('/')) answer = await client.get(answer.location);
      if (answer.status !== 303 || !answer.location) return { kind: 'refused', answer };
      const authenticationUrl = new URL(answer.location);
      const told = (name: string) => authenticationUrl.searchParams.get(name) ?? '';
      return { kind: 'started', state: told('state'), nonce: told('nonce'), authenticationUrl };
    },
    launch: async (form, method = 'POST') =>
      judge(method === 'POST' ? await client.post('/lti/launch', form) : await client.get('/lti/launch')),
  };
}
