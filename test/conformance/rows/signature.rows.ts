import { aPlatform, aSigningKey } from '../../support/test-platform.ts';
import type { BadRow } from '../row.ts';
import {
  payloadOf,
  replacePayload,
  signedWithEllipticKey,
  signedWithPublicKey,
  signedWithSha512,
  unsigned,
} from './forge.ts';

export const BAD_SIGNATURES: BadRow[] = [
  { name: 'alg none', forge: (token) => unsigned(token), reason: 'alg_refused' },
  {
    name: 'HS256 keyed with the public key',
    forge: (token, platform) => signedWithPublicKey(token, platform),
    reason: 'alg_refused',
  },
  { name: 'RS512', forge: (token, platform) => signedWithSha512(token, platform), reason: 'alg_refused' },
  {
    name: 'ES256',
    forge: (token, platform) => signedWithEllipticKey(token, platform),
    reason: 'alg_refused',
  },
  {
    name: 'signed by another registered platform, under its own kid',
    async play(s) {
      const other = await aPlatform({ issuer: 'https://other-lms.example.edu' });
      const key = await aSigningKey('other-key');
      other.keys = [key.publicJwk];
      await s.subject.trust(other);
      const { browser, state, nonce } = await s.logIn();
      const token = await s.token(nonce, {}, { header: { kid: key.kid }, key });
      const outcome = await browser.launch({ id_token: token, state });
      await other.close();
      return outcome;
    },
    reason: 'kid_unknown',
  },
  { name: 'signed by somebody else under our kid', foreignKey: true, reason: 'signature_invalid' },
  {
    name: 'a payload changed after signing',
    forge: (token) => replacePayload(token, { ...payloadOf(token), sub: '2' }),
    reason: 'signature_invalid',
  },
  {
    name: 'two parts only',
    forge: (token) => token.split('.').slice(0, 2).join('.'),
    reason: 'token_malformed',
  },
  { name: 'garbage', forge: () => 'not a token', reason: 'token_malformed' },
  {
    name: 'a token of 70 kB',
    house: true,
    claims: () => ({ padding: 'x'.repeat(70_000) }),
    reason: 'token_too_long',
    status: 400,
  },
];
