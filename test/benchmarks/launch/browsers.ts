import { Agent, request } from 'node:http';
import type { Child } from '../../conformance/child.ts';

interface Cookie {
  value: string;
  path: string;
}

export interface Answer {
  status: number;
  location: string;
  body: string;
}

/** One person's browser, as far as launches need it: keeps cookies by name and path, follows nothing by itself. */
export interface Browser {
  cookies: Map<string, Cookie>;
  get(path: string): Promise<Answer>;
  post(path: string, form: Record<string, string>): Promise<Answer>;
}

/** Browsers share connections to their subject, as they would those of its proxy. */
export function createBrowsers(subject: Child, connections: number): () => Browser {
  const { hostname, port } = new URL(subject.origin);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });

  function send(
    cookies: Map<string, Cookie>,
    method: string,
    path: string,
    form?: Record<string, string>,
  ): Promise<Answer> {
    const body = form && new URLSearchParams(form).toString();
    const cookie = [...cookies]
      .filter(([, { path: below }]) => path.startsWith(below))
      .map(([name, { value }]) => `${name.split(' ')[0]}=${value}`)
      .join('; ');
    const headers = {
      accept: 'text/html',
      'accept-language': 'en',
      ...(cookie ? { cookie } : {}),
      ...(body === undefined
        ? {}
        : {
            'content-type': 'application/x-www-form-urlencoded',
            'content-length': Buffer.byteLength(body),
          }),
    };
    return new Promise((resolve, reject) => {
      const sent = request({ hostname, port, agent, method, path, headers }, (answer) => {
        keep(cookies, answer.headers['set-cookie'] ?? []);
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            location: answer.headers.location ?? '',
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      });
      sent.once('error', reject);
      sent.end(body);
    });
  }

  return () => {
    const cookies = new Map<string, Cookie>();
    return {
      cookies,
      get: (path) => send(cookies, 'GET', path),
      post: (path, form) => send(cookies, 'POST', path, form),
    };
  };
}

function keep(cookies: Map<string, Cookie>, lines: string[]): void {
  for (const line of lines) {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice('path='.length) ?? '/';
    // Browsers tell cookies apart by name and path.
    const key = `${name} ${path}`;
    if (value === '' || attributes.some((attribute) => /^max-age=0$/i.test(attribute))) cookies.delete(key);
    else cookies.set(key, { value, path });
  }
}
