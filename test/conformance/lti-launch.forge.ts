import { KeyObject, createHmac, createPublicKey, sign as signBytes } from 'node:crypto';
import type { Reason } from '../../src/features/lti/refusal.rules.ts';
import type { Claims, Header, TestPlatform } from '../support/test-platform.ts';

/** A token that must be refused, although state, nonce and browser are right. */
export interface BadToken {
  name: string;
  /** What differs from a good launch; `iat` is the good one's, in seconds. */
  claims?: (iat: number) => Claims;
  header?: Header;
  /** Signed by a key that isn't the platform's. */
  foreignKey?: true;
  /** Makes another token of the good one. */
  forge?: (token: string, platform: TestPlatform) => string;
  reason: Reason;
  status?: number;
}

export const without = (...names: string[]) => Object.fromEntries(names.map((name) => [name, undefined]));

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
export const payloadOf = (token: string): Claims =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Claims;

export function replacePayload(token: string, payload: Claims): string {
  const [header, , signature] = token.split('.');
  return [header, encode(payload), signature].join('.');
}

export function unsigned(token: string): string {
  return `${encode({ alg: 'none', kid: 'platform-key-1' })}.${token.split('.')[1]}.`;
}

export function signedWithPublicKey(token: string, platform: TestPlatform): string {
  const pem = createPublicKey({ key: platform.key.publicJwk, format: 'jwk' }).export({
    type: 'spki',
    format: 'pem',
  });
  const body = `${encode({ alg: 'HS256', kid: platform.key.kid })}.${token.split('.')[1]}`;
  return `${body}.${createHmac('sha256', pem).update(body).digest('base64url')}`;
}

export function signedWithSha512(token: string, platform: TestPlatform): string {
  const body = `${encode({ alg: 'RS512', kid: platform.key.kid })}.${token.split('.')[1]}`;
  const signature = signBytes('RSA-SHA512', Buffer.from(body), KeyObject.from(platform.key.privateKey));
  return `${body}.${signature.toString('base64url')}`;
}
