import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { v4 } from 'uuid';

export type Json = Record<string, unknown>;

/** How the fake behaves; a test changes what it needs, at any time. */
export interface Manners {
  /** Largest page it gives; lrsql's is 50. */
  cap: number;
  more: 'relative' | 'absolute' | 'foreign' | 'same';
  /** Some give the newest first whatever they are asked. */
  knowsAscending: boolean;
  /** What X-Experience-API-Consistent-Through says; null: nothing. */
  consistentThrough: string | null;
  /** Answers the next requests, one each, instead of the fake. */
  next: ((req: IncomingMessage, res: ServerResponse) => void)[];
  /** A statement it doesn't take: with this status. */
  refuses: (statement: Json) => number | null;
  versions: string[];
}

export interface FakeLrs {
  endpoint: string;
  key: string;
  secret: string;
  manners: Manners;
  /** In the order of storing. */
  statements: Json[];
  /** Method and path with query of all requests. */
  requests: string[];
  add(statement: Json, storedAt: Date | string): Json;
  close(): void;
}

/** An LRS on the loopback: statements with paging, `since`, `verb`, storing by id; and the bad manners LRSs have. */
export async function aFakeLrs(given: Partial<Manners> = {}): Promise<FakeLrs> {
  const manners: Manners = {
    cap: 50,
    more: 'relative',
    knowsAscending: true,
    consistentThrough: null,
    next: [],
    refuses: () => null,
    versions: ['1.0.3', '2.0.0'],
    ...given,
  };
  const statements: Json[] = [];
  const requests: string[] = [];
  const [key, secret] = ['reader', '密码 secret'];
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? '/', 'http://lrs');
    requests.push(`${req.method} ${req.url}`);
    const special = manners.next.shift();
    if (special) return special(req, res);
    if (url.pathname === '/xapi/about') return answer(res, 200, { version: manners.versions });
    if (req.headers.authorization !== `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`)
      return answer(res, 401, { error: 'who?' });
    if (url.pathname !== '/xapi/statements') return answer(res, 404, '<html>not here</html>');
    if (!manners.versions.includes(String(req.headers['x-experience-api-version'])))
      return answer(res, 400, { error: 'Unknown X-Experience-API-Version' });
    if (req.method === 'GET') return answer(res, 200, page(url), throughHeader());
    void readBody(req).then((body) => store(body, res));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const throughHeader = () =>
    manners.consistentThrough === null
      ? {}
      : { 'x-experience-api-consistent-through': manners.consistentThrough };

  function page(url: URL): Json {
    const at = (name: string) => url.searchParams.get(name);
    const since = at('since');
    const found = statements
      .filter(({ stored }) => since === null || String(stored) > since)
      .filter(({ verb }) => at('verb') === null || (verb as { id: string }).id === at('verb'));
    const ordered = at('ascending') === 'true' && manners.knowsAscending ? found : found.toReversed();
    const from = Number(at('from') ?? 0);
    const size = Math.min(Number(at('limit') ?? manners.cap) || manners.cap, manners.cap);
    const given = ordered.slice(from, from + size);
    if (from + size >= ordered.length) return { statements: given, more: '' };
    const next = new URL(url);
    next.searchParams.set('from', String(manners.more === 'same' ? 0 : from + size));
    const path = next.pathname + next.search;
    const start = { relative: '', same: '', absolute: origin, foreign: 'http://127.0.0.1:1' }[manners.more];
    return { statements: given, more: start + path };
  }

  function store(body: unknown, res: ServerResponse): void {
    const batch = (Array.isArray(body) ? body : [body]) as Json[];
    const refusal = batch.map(manners.refuses).find((status) => status !== null);
    if (refusal !== undefined) return answer(res, refusal, { error: 'A statement is not as I like it.' });
    const known = new Map(statements.map((one) => [one['id'], one]));
    const same = (one: Json) =>
      isDeepStrictEqual({ ...one, stored: 0 }, { ...known.get(one['id']), stored: 0 });
    if (batch.some((one) => known.has(one['id']) && !same(one)))
      return answer(res, 409, { error: 'conflict' });
    for (const one of batch)
      if (!known.has(one['id'])) statements.push({ ...one, stored: new Date(0).toISOString() });
    answer(
      res,
      200,
      batch.map(({ id }) => id),
    );
  }

  return {
    endpoint: `${origin}/xapi`,
    key,
    secret,
    manners,
    statements,
    requests,
    add(statement, storedAt) {
      const stored = new Date(storedAt).toISOString();
      const authority = { objectType: 'Agent', account: { homePage: 'https://lrs.example', name: 'moodle' } };
      const added = { id: v4(), timestamp: stored, authority, version: '1.0.0', ...statement, stored };
      statements.push(added);
      return added;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export function answer(
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const type = typeof body === 'string' ? 'text/html' : 'application/json';
  res.writeHead(status, { 'content-type': type, ...headers });
  res.end(typeof body === 'string' ? body : JSON.stringify(body));
}

async function readBody(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
