import { createServer, type Server } from 'node:http';
import type { Express } from 'express';
import { PUBLIC_URL } from './app.ts';
import { closeServer, listenOnLoopback, type TestPlatform } from './test-platform.ts';

export interface Answer {
  status: number;
  location: string | null;
  body: string;
  headers: Headers;
  /** Values of the cookies set, by name. */
  cookies: Record<string, string>;
  setCookies: string[];
}

export interface Login {
  state: string;
  nonce: string;
  authenticationUrl: URL;
}

/** A browser without a screen: keeps cookies, follows nothing. One per person and profile. */
export interface LaunchClient {
  cookies: Map<string, string>;
  get(path: string): Promise<Answer>;
  post(path: string, form: Record<string, string> | URLSearchParams): Promise<Answer>;
  /** Walks a login up to the platform, by way of the cookie check. */
  login(platform: TestPlatform, overrides?: Record<string, string>): Promise<Login>;
  launch(idToken: string, state: string): Promise<Answer>;
}

export async function serve(app: Express): Promise<{ origin: string; close: () => Promise<void> }> {
  const server: Server = createServer(app);
  return { origin: await listenOnLoopback(server), close: () => closeServer(server) };
}

export function aClient(origin: string): LaunchClient {
  const cookies = new Map<string, string>();

  async function send(path: string, init: RequestInit): Promise<Answer> {
    const header = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(origin + path, {
      redirect: 'manual',
      ...init,
      headers: { accept: 'text/html', 'accept-language': 'en', ...(header ? { cookie: header } : {}) },
    });
    const setCookies = response.headers.getSetCookie();
    const set = Object.fromEntries(
      setCookies.map((line) => {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
        return [name, value];
      }),
    );
    for (const [name, value] of Object.entries(set)) {
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return {
      status: response.status,
      location: response.headers.get('location'),
      body: await response.text(),
      headers: response.headers,
      cookies: set,
      setCookies,
    };
  }

  const get = (path: string) => send(path, { method: 'GET' });
  const post = (path: string, form: Record<string, string> | URLSearchParams) =>
    send(path, { method: 'POST', body: new URLSearchParams(form) });

  return {
    cookies,
    get,
    post,
    async login(platform, overrides = {}) {
      let answer = await post('/lti/login', { ...loginForm(platform), ...overrides });
      if (answer.location?.startsWith('/')) answer = await get(answer.location);
      if (answer.status !== 303 || !answer.location)
        throw new Error(`The login answered ${answer.status}: ${answer.body}`);
      const authenticationUrl = new URL(answer.location);
      return {
        state: authenticationUrl.searchParams.get('state') ?? '',
        nonce: authenticationUrl.searchParams.get('nonce') ?? '',
        authenticationUrl,
      };
    },
    launch: (idToken, state) => post('/lti/launch', { id_token: idToken, state }),
  };
}

/** A login initiation as Moodle posts it. */
export function loginForm(platform: TestPlatform): Record<string, string> {
  return {
    iss: platform.issuer,
    login_hint: '101',
    target_link_uri: `${PUBLIC_URL}/`,
    lti_message_hint: JSON.stringify({ cmid: '7', launchid: 'ltilaunch7_1' }),
    client_id: platform.clientId,
    lti_deployment_id: platform.deploymentId,
  };
}
