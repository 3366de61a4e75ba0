import { loginForm, type Answer } from './launch-client.ts';
import type { TestPlatform } from './test-platform.ts';

export interface Begun {
  key: string;
  binding: string;
  state: string;
  nonce: string;
}

export interface Held {
  continue: string;
  code: string;
  key: string;
  store: object;
}

export interface Continued {
  /** Of the visit. */
  base: string;
  path: string;
  key: string;
}

/** A browser that keeps no cookie and whose scripts run here. */
export interface CookielessClient {
  send(path: string, init?: RequestInit): Promise<Answer>;
  begin(platform: TestPlatform, given?: { store?: string; fields?: Record<string, string> }): Promise<Begun>;
  launch(token: string, state: string): Promise<Answer>;
  continue(body: { code: string; binding: string | null }): Promise<Answer>;
  /** As a link or script of our own pages asks for a page. */
  open(path: string, headers?: Record<string, string>): Promise<Answer>;
}

export function aCookielessClient(origin: string): CookielessClient {
  async function send(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(origin + path, {
      redirect: 'manual',
      ...init,
      headers: { accept: 'text/html', 'accept-language': 'en', ...(init.headers as Record<string, string>) },
    });
    return {
      status: response.status,
      location: response.headers.get('location'),
      body: await response.text(),
      headers: response.headers,
      cookies: {},
      setCookies: response.headers.getSetCookie(),
    };
  }
  const postJson = (path: string, body: object) =>
    send(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  return {
    send,
    async begin(platform, { store = 'web', fields = {} } = {}) {
      const body = { store, fields: { ...loginForm(platform), ...fields } };
      const answer = await postJson('/lti/login/begin', body);
      if (answer.status !== 200) throw new Error(`The login answered ${answer.status}: ${answer.body}`);
      const begun = JSON.parse(answer.body) as { authenticationUrl: string; key: string; binding: string };
      const { searchParams } = new URL(begun.authenticationUrl);
      return {
        ...begun,
        state: searchParams.get('state') ?? '',
        nonce: searchParams.get('nonce') ?? '',
      };
    },
    launch: (token, state) =>
      send('/lti/launch', { method: 'POST', body: new URLSearchParams({ id_token: token, state }) }),
    continue: (body) => postJson('/lti/launch/continue', body),
    open: (path, headers = {}) => send(path, { headers: { 'sec-fetch-site': 'same-origin', ...headers } }),
  };
}

/** What a page gives its script: JSON in an attribute. */
export function readData(body: string, name: string): unknown {
  const value = new RegExp(` data-${name}="([^"]*)"`).exec(body)?.[1];
  if (value === undefined) throw new Error(`There is no data-${name} in: ${body}`);
  return JSON.parse(value.replaceAll('&quot;', '"').replaceAll('&#x3D;', '=').replaceAll('&amp;', '&'));
}
