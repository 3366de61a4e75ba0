import { join } from 'node:path';
import { aClient, type Answer } from '../../support/launch-client.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startChild, type Child } from '../child.ts';
import type { Outcome, Subject, SubjectBrowser } from '../row.ts';

const SERVER = join(import.meta.dirname, 'ltijs.server.ts');
/** Longer than anything that answers in time needs. */
const PATIENCE_MS = 12_000;
/** The browser drops the cookie of a login after so long; it is all that ltijs keeps of one. */
const STATE_COOKIE_MS = 60_000;

const silent: Outcome = { kind: 'silent', answer: null };
const ended: Outcome = { kind: 'ended', answer: null };

type Trusted = Pick<TestPlatform, 'issuer' | 'clientId' | 'jwksUrl'>;

/** ltijs 5.9.9 in a child process; started again, knowing what it knew, whenever a request has ended it. */
export async function anLtijs(databaseUrl?: string): Promise<Subject> {
  const start = () => startChild(SERVER, databaseUrl ? { DATABASE_URL: databaseUrl } : {});
  let child = await start();
  let offsetMs = 0;
  const told: ['trust' | 'distrust', Trusted][] = [];
  const browsers = new Set<SubjectBrowser>();

  async function tell(question: 'trust' | 'distrust', { issuer, clientId, jwksUrl }: Trusted): Promise<void> {
    const platform = { issuer, clientId, jwksUrl };
    told.push([question, platform]);
    await (await running()).ask(question, platform);
  }

  async function running(): Promise<Child> {
    if (!child.hasEnded()) return child;
    child = await start();
    await child.ask('setClock', offsetMs);
    for (const [question, platform] of told) await child.ask(question, platform);
    return child;
  }

  const subject: Subject = {
    name: 'ltijs 5.9.9',
    now: () => new Date(Date.now() + offsetMs),
    async advance(milliseconds) {
      offsetMs += milliseconds;
      await (await running()).ask('setClock', offsetMs);
      if (milliseconds < STATE_COOKIE_MS) return;
      for (const { cookies } of browsers)
        for (const name of cookies.keys()) if (name.startsWith('state')) cookies.delete(name);
    },
    trust: (platform) => tell('trust', platform),
    distrust: (platform) => tell('distrust', platform),
    browser() {
      const browser = aBrowser(running);
      browsers.add(browser);
      return browser;
    },
    close: () => child.stop(),
  };
  return subject;
}

function aBrowser(running: () => Promise<Child>): SubjectBrowser {
  const client = aClient('');

  /** What became of a request: an answer, or none in time, or the end of the process. */
  async function ask(work: (path: string) => Promise<Answer>, path: string): Promise<Answer | Outcome> {
    const child = await running();
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<Outcome>((resolve) => {
      timer = setTimeout(() => resolve(silent), PATIENCE_MS);
    });
    try {
      return await Promise.race([work(child.origin + path), patience, child.ended.then(() => ended)]);
    } catch (error) {
      // The connection breaks a moment before the process is seen to be gone.
      await Promise.race([child.ended, patience]);
      if (child.hasEnded()) return ended;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    cookies: client.cookies,
    async login(form, method = 'POST') {
      const query = new URLSearchParams(form).toString();
      const answer =
        method === 'POST'
          ? await ask((url) => client.post(url, form), '/login')
          : await ask((url) => client.get(url), `/login?${query}`);
      if ('kind' in answer) return answer;
      if (answer.status !== 302 || !answer.location) return { kind: 'refused', answer };
      const authenticationUrl = new URL(answer.location);
      const told = (name: string) => authenticationUrl.searchParams.get(name) ?? '';
      return { kind: 'started', state: told('state'), nonce: told('nonce'), authenticationUrl };
    },
    async launch(form, method = 'POST') {
      const answer =
        method === 'POST'
          ? await ask((url) => client.post(url, form), '/')
          : await ask((url) => client.get(url), '/');
      if ('kind' in answer) return answer;
      if (answer.status !== 302 || !answer.location?.includes('ltik=')) return { kind: 'refused', answer };
      const { location } = answer;
      const page = await ask((url) => client.get(url), location);
      if ('kind' in page) return page;
      return { kind: page.status === 200 ? 'accepted' : 'refused', answer: page };
    },
  };
}
