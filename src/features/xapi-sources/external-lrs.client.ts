import xapi from '@xapi/xapi';
import type { Outbound } from '../../infra/outbound.ts';
import type { LrsAnswer } from './lrs-answer.rules.ts';
import type { LrsAccess } from './lrs.schema.ts';

export interface StatementQuery {
  since: Date | null;
  verb: string | null;
  limit: number;
}

/**
 * An LRS outside, spoken to with @xapi/xapi. Answers of any status are answers; a WaymarkError `outbound.…` is thrown
 * where none came.
 */
export interface ExternalLrs {
  about(): Promise<LrsAnswer>;
  /** The first page of the statements, in the order in which the LRS stored them. */
  selectStatements(query: StatementQuery): Promise<LrsAnswer>;
  /** A further page; the caller has made sure that the address is on the LRS's own site. */
  follow(url: string): Promise<LrsAnswer>;
  sendStatements(statements: readonly object[]): Promise<LrsAnswer>;
}

const TIMEOUT_MS = 30_000;
/** Fifty statements with room for long texts in each. */
const LARGEST_PAGE = 25_000_000;

export function createExternalLrs(outbound: Outbound, access: LrsAccess): ExternalLrs {
  const { endpoint, version } = access;
  const library = new FollowingXapi({
    endpoint,
    // Not the library's own, which refuses what isn't Latin-1.
    auth: `Basic ${Buffer.from(`${access.key}:${access.secret}`, 'utf8').toString('base64')}`,
    // Its types stop at 1.0.3; it sends whatever it is given.
    version: version as '1.0.3',
    adapter: (request) => call(outbound, request),
  });
  return {
    about: async () => toAnswer(await library.getAbout()),
    async selectStatements({ since, verb, limit }) {
      const answer = await library.getStatements({
        ascending: true,
        // Without attachments: the library's reading of multipart bodies isn't safe for binary ones.
        attachments: false,
        limit,
        ...(since && { since: since.toISOString() }),
        ...(verb !== null && { verb }),
      });
      return toAnswer(answer);
    },
    follow: async (url) => toAnswer(await library.follow(url)),
    sendStatements: async (statements) =>
      toAnswer(await library.sendStatements({ statements: statements as XapiStatements })),
  };
}

type XapiStatements = Parameters<InstanceType<typeof xapi.default>['sendStatements']>[0]['statements'];

/** Its own way to further pages puts an absolute `more` behind the host. */
class FollowingXapi extends xapi.default {
  follow(url: string) {
    return this.requestURL<unknown>(url);
  }
}

interface LibraryRequest {
  url: string;
  method: string;
  headers?: Record<string, unknown>;
  data?: unknown;
}

interface LibraryAnswer<T> {
  status: number;
  headers: Record<string, string>;
  data: T;
}

/** Takes the place of axios: the one guarded way out of the house (time, size, no redirects, no private addresses). */
async function call<T>(outbound: Outbound, request: LibraryRequest): Promise<LibraryAnswer<T>> {
  const { url, method, headers = {}, data } = request;
  const answer = await outbound({
    url,
    method: method === 'POST' ? 'POST' : 'GET',
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    ...(data !== undefined && { body: JSON.stringify(data) }),
    timeoutMs: TIMEOUT_MS,
    maxBytes: LARGEST_PAGE,
  });
  const { 'content-type': type = '', ...others } = Object.fromEntries(answer.headers);
  // Of a multipart body, which was not asked for, the library would be told nothing.
  const told = type.startsWith('multipart/') ? others : { ...others, 'content-type': type };
  return { status: answer.status, headers: told, data: parseJson(answer.text) as T };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const toAnswer = ({ status, headers, data }: LibraryAnswer<unknown>): LrsAnswer => ({
  status,
  headers,
  body: data,
});
