import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';
import { createRegistration } from '../../src/features/lti/index.ts';
import type { Deps } from '../../src/infra/deps.ts';
import { PUBLIC_URL } from './app.ts';

export const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
export const ROLE = 'http://purl.imsglobal.org/vocab/lis/v2/';
export const LEARNER = `${ROLE}membership#Learner`;
export const INSTRUCTOR = `${ROLE}membership#Instructor`;

export interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  publicJwk: JWK;
}

/** How a platform's key set address behaves; a test changes it as it goes. */
export interface KeySetAnswer {
  status: number;
  body: string;
  headers: Record<string, string>;
}

export interface TestPlatform {
  issuer: string;
  clientId: string;
  deploymentId: string;
  jwksUrl: string;
  key: SigningKey;
  /** Null: the usual key set with `keys`. */
  answer: KeySetAnswer | null;
  keys: JWK[];
  /** How often the key set was asked for. */
  fetches: number;
  close(): Promise<void>;
}

export async function aSigningKey(kid: string): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
}

/** An LMS that signs whatever it is told to and serves its keys on a loopback port. */
export async function aPlatform(
  given: { issuer?: string; clientId?: string; deploymentId?: string } = {},
): Promise<TestPlatform> {
  const key = await aSigningKey('platform-key-1');
  const server = createServer((_req, res) => {
    platform.fetches += 1;
    const usual = { status: 200, body: JSON.stringify({ keys: platform.keys }), headers: {} };
    const { status, body, headers } = platform.answer ?? usual;
    res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  });
  const platform: TestPlatform = {
    issuer: given.issuer ?? 'https://lms.example.edu',
    clientId: given.clientId ?? 'waymark-client',
    deploymentId: given.deploymentId ?? '1',
    jwksUrl: `${await listenOnLoopback(server)}/jwks`,
    key,
    answer: null,
    keys: [key.publicJwk],
    fetches: 0,
    close: () => closeServer(server),
  };
  return platform;
}

/** The platform's registration with a school, its deployment approved. */
export async function register(
  deps: Deps,
  schoolId: string,
  platform: TestPlatform,
): Promise<{ registrationId: string }> {
  return createRegistration(deps.db, deps, {
    schoolId,
    issuer: platform.issuer,
    clientId: platform.clientId,
    authLoginUrl: `${platform.issuer}/mod/lti/auth.php`,
    tokenUrl: `${platform.issuer}/mod/lti/token.php`,
    jwksUrl: platform.jwksUrl,
    family: 'moodle',
    deploymentId: platform.deploymentId,
  });
}

export type Claims = Record<string, unknown>;

/** A learner's launch as Moodle words it. A claim set to undefined is left out. */
export function claimsOf(platform: TestPlatform, now: Date, nonce: string, overrides: Claims = {}): Claims {
  const iat = Math.floor(now.getTime() / 1000);
  return {
    iss: platform.issuer,
    aud: platform.clientId,
    sub: '101',
    iat,
    exp: iat + 60,
    nonce,
    name: 'Learner 01',
    given_name: 'Learner',
    family_name: '01',
    email: 'learner01@lms.example.edu',
    [`${LTI}message_type`]: 'LtiResourceLinkRequest',
    [`${LTI}version`]: '1.3.0',
    [`${LTI}deployment_id`]: platform.deploymentId,
    [`${LTI}target_link_uri`]: `${PUBLIC_URL}/`,
    [`${LTI}resource_link`]: { id: '7', title: 'Waymark', description: '' },
    [`${LTI}roles`]: [LEARNER],
    [`${LTI}context`]: { id: '2', label: 'DSP', title: 'Digital skills practicum', type: ['CourseSection'] },
    [`${LTI}ext`]: { user_username: 'learner01', lms: 'moodle-2' },
    [`${LTI}launch_presentation`]: {
      locale: 'en',
      document_target: 'iframe',
      return_url: `${platform.issuer}/mod/lti/return.php?course=2&sesskey=secret`,
    },
    [`${LTI}tool_platform`]: {
      product_family_code: 'moodle',
      version: '2024100706',
      guid: 'lms.example.edu',
    },
    ...overrides,
  };
}

export interface Header {
  alg?: string;
  kid?: string | undefined;
}

/** Signs with the platform's key, or another; the header can lie. */
export function sign(
  platform: TestPlatform,
  claims: Claims,
  header: Header = {},
  key: Parameters<SignJWT['sign']>[0] = platform.key.privateKey,
): Promise<string> {
  const { alg = 'RS256', kid } = { kid: platform.key.kid, ...header };
  return new SignJWT(claims)
    .setProtectedHeader({ alg, typ: 'JWT', ...(kid === undefined ? {} : { kid }) })
    .sign(key);
}

/** Starts a server on a free loopback port; returns its origin. */
export async function listenOnLoopback(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A test that fails half-way must not keep the run from ending.
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
