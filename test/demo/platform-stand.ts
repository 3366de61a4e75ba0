import { SignJWT } from 'jose';
import { startPlatform, type RunningPlatform } from '../../src/demo/platform/start-platform.ts';
import type { FaceName, PlatformCourse, PlatformTool } from '../../src/demo/platform/platform.schema.ts';
import { addPeople, aTool, readForm, type FacePeople } from '../support/faces.ts';
import { aSigningKey, type SigningKey } from '../support/test-platform.ts';
import type { WantedMessage } from '../../src/demo/platform/message.schema.ts';

export const TOOL = 'https://tool.example';

/** A platform by itself, with a tool of which nothing but its key is there. */
export interface PlatformStand {
  platform: RunningPlatform;
  tool: PlatformTool;
  course: PlatformCourse;
  people: FacePeople;
  clock: { now: Date };
  key: SigningKey;
  /** A call with a token for these scopes (default: all the tool has). */
  call(method: string, path: string, given?: CallGiven): Promise<Called>;
  /** Signs as the tool. */
  sign(claims: Record<string, unknown>): Promise<string>;
  /** The claims of a message, as they come to the tool. */
  message(wanted: Partial<WantedMessage>): Promise<Record<string, unknown> | null>;
}

export interface CallGiven {
  scopes?: string[];
  accept?: string;
  type?: string;
  json?: unknown;
  form?: Record<string, string>;
  headers?: Record<string, string>;
}

export interface Called {
  status: number;
  type: string | null;
  headers: Headers;
  text: string;
  /** undefined where the body isn't JSON. */
  json: unknown;
}

const plainForm = (action: string, fields: Record<string, string>) =>
  `<form action="${action}">${Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${value.replaceAll('"', '&quot;')}">`)
    .join('')}</form>`;

export async function aPlatformStand(face: FaceName): Promise<PlatformStand> {
  const clock = { now: new Date('2026-09-07T01:00:00.500Z') };
  const key = await aSigningKey('tool-key-1');
  const platform = await startPlatform({
    face,
    port: 0,
    now: () => clock.now,
    siteName: 'Test LMS',
    pages: {
      carry: ({ action, fields }) => plainForm(action, fields),
      linked: (outcome) => JSON.stringify(outcome),
      refuse: () => 'refused',
    },
  });
  const { state, url } = platform;
  const tool = state.addTool({ ...aTool(face, TOOL), jwksUrl: keySetUrl(key) });
  const course = state.addCourse({ id: '11', title: 'First course', label: 'ONE' });
  state.addCourse({ id: '12', title: 'Second course', label: 'TWO' });
  const people = addPeople(state, face);
  const stand: PlatformStand = {
    platform,
    tool,
    course,
    people,
    clock,
    key,
    async call(method, path, { scopes, accept, type, json, form, headers } = {}) {
      const token = platform.accessTokens.issue({ clientId: tool.clientId, scopes: scopes ?? tool.scopes });
      const response = await fetch(path.startsWith('http') ? path : url + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(accept !== undefined && { accept }),
          ...(type !== undefined && { 'content-type': type }),
          ...headers,
        },
        ...(json !== undefined && { body: JSON.stringify(json) }),
        ...(form && { body: new URLSearchParams(form) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        type: response.headers.get('content-type'),
        headers: response.headers,
        text,
        json: parse(text),
      };
    },
    sign: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: stand.key.kid }).sign(stand.key.privateKey),
    async message(wanted) {
      const login = await platform.messages.begin({
        kind: 'resource',
        clientId: tool.clientId,
        userId: people.teacher.id,
        courseId: course.id,
        linkId: null,
        forUserId: null,
        lineItemId: null,
        placement: null,
        locale: 'en',
        ...wanted,
      });
      if (!login) return null;
      const query = new URLSearchParams({
        scope: 'openid',
        response_type: 'id_token',
        response_mode: 'form_post',
        prompt: 'none',
        client_id: tool.clientId,
        redirect_uri: `${TOOL}/lti/launch`,
        login_hint: login.fields['login_hint'] ?? '',
        lti_message_hint: login.fields['lti_message_hint'] ?? '',
        state: 's',
        nonce: 'n',
      });
      const page = await fetch(`${platform.addresses.authentication}?${query.toString()}`);
      const { id_token: token = '' } = readForm(await page.text()).fields;
      return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
        string,
        unknown
      >;
    },
  };
  return stand;
}

/** A key set that needs no server. */
export const keySetUrl = (...keys: SigningKey[]) =>
  `data:application/json,${encodeURIComponent(JSON.stringify({ keys: keys.map(({ publicJwk }) => publicJwk) }))}`;

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Seconds since 1970 on the stand's clock. */
export const secondsOf = ({ clock }: PlatformStand) => Math.floor(clock.now.getTime() / 1000);
