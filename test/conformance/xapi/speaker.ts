import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@jest/globals';
import { v7 } from 'uuid';
import { createCredential, type NewCredential, type Scope } from '../../../src/features/xapi/index.ts';
import type { XapiVersion } from '../../../src/features/xapi/xapi-version.rules.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aSchool } from '../../support/builders.ts';
import { sampleStatement } from '../../features/xapi/statement-samples.ts';

type JsonObject = Record<string, unknown>;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; throws where it is no JSON. */
  json: () => unknown;
}

export interface Asking {
  /** Texts as they are, all else as JSON. */
  query?: JsonObject;
  headers?: Record<string, string>;
  /** Objects go as JSON, texts and octets as they are. */
  body?: unknown;
  /** null: nobody. */
  by?: Pick<NewCredential, 'key' | 'secret'> | null;
}

type Method = 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE' | 'PATCH' | 'OPTIONS';

/** A client of a running store that speaks one version of xAPI. */
export interface Speaker {
  version: XapiVersion;
  credential: NewCredential;
  test: TestApp;
  ask(method: Method, path: string, asking?: Asking): Promise<Answer>;
  /** The same, where another status fails the row. */
  expects(status: number, method: Method, path: string, asking?: Asking): Promise<Answer>;
  /** Another credential of the same school. */
  credentialFor(...scopes: Scope[]): Promise<NewCredential>;
  /** Stores statements; returns their ids. */
  store(...changes: JsonObject[]): Promise<string[]>;
  read(statementId: string): Promise<JsonObject>;
}

export interface Store {
  speakers: Record<XapiVersion, Speaker>;
  close(): Promise<void>;
}

/** One store on a port of its own, with a credential for each version. */
export async function openStore(): Promise<Store> {
  const test = await createTestApp();
  const { schoolId } = await aSchool(test.deps);
  const server = createServer(test.app.express);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const speaker = async (version: XapiVersion) =>
    createSpeaker(test, server, version, (scopes) =>
      createCredential(test.deps.db, test.deps, {
        schoolId,
        label: version,
        scopes,
        defaultVersion: version,
      }),
    );
  return {
    speakers: { '1.0.3': await speaker('1.0.3'), '2.0.0': await speaker('2.0.0') },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await test.close();
    },
  };
}

async function createSpeaker(
  test: TestApp,
  server: Server,
  version: XapiVersion,
  credentialOf: (scopes: Scope[]) => Promise<NewCredential>,
): Promise<Speaker> {
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/xapi`;
  const credential = await credentialOf(['all']);

  const ask: Speaker['ask'] = async (
    method,
    path,
    { query = {}, headers = {}, body, by = credential } = {},
  ) => {
    const url = `${endpoint}${path}${encodeQuery(query)}`;
    const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
    const answer = await fetch(url, {
      method,
      headers: {
        'x-experience-api-version': version,
        ...(by && { authorization: basic(by) }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw ? (body as string) : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, json: () => JSON.parse(text) as unknown };
  };

  const expects: Speaker['expects'] = async (status, method, path, asking) => {
    const answer = await ask(method, path, asking);
    expect({ status: answer.status, ...(answer.status === status ? {} : { told: answer.text }) }).toEqual({
      status,
    });
    return answer;
  };

  return {
    version,
    credential,
    test,
    ask,
    expects,
    credentialFor: (...scopes) => credentialOf(scopes),
    async store(...changes) {
      const body = changes.map((change) => sampleStatement({ id: v7(), ...change }));
      return (await expects(200, 'POST', '/statements', { body })).json() as string[];
    },
    async read(statementId) {
      return (await expects(200, 'GET', '/statements', { query: { statementId } })).json() as JsonObject;
    },
  };
}

export const basic = ({ key, secret }: Pick<NewCredential, 'key' | 'secret'>): string =>
  `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;

export function encodeQuery(query: JsonObject): string {
  const parameters = Object.entries(query).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return parameters.length === 0 ? '' : `?${new URLSearchParams(parameters).toString()}`;
}
