import { KeyObject, createHmac, createPublicKey, generateKeyPairSync, sign as signBytes } from 'node:crypto';
import type { Claims, TestPlatform } from '../../support/test-platform.ts';

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

/** With an elliptic key nobody published: what counts is that the algorithm is not taken. */
export function signedWithEllipticKey(token: string, platform: TestPlatform): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const body = `${encode({ alg: 'ES256', kid: platform.key.kid })}.${token.split('.')[1]}`;
  const signature = signBytes('SHA256', Buffer.from(body), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${body}.${signature.toString('base64url')}`;
}
