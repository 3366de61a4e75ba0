import type { BadRow } from '../row.ts';
import { without } from './forge.ts';

/** OpenID Connect Core 3.1.3.7 and what protects a launch beyond it. */
export const BAD_OIDC: BadRow[] = [
  { name: 'iss unknown', claims: () => ({ iss: 'https://evil.example.net' }), reason: 'iss_unknown' },
  {
    name: 'iss with a slash more',
    claims: () => ({ iss: 'https://lms.example.edu/' }),
    reason: 'iss_unknown',
  },
  { name: 'iss not text', claims: () => ({ iss: 7 }), reason: 'iss_missing' },
  { name: 'aud of another client', claims: () => ({ aud: 'other' }), reason: 'aud_unknown' },
  { name: 'aud missing', claims: () => without('aud'), reason: 'aud_missing' },
  { name: 'aud a list without us', claims: () => ({ aud: ['other'] }), reason: 'aud_unknown' },
  {
    name: 'aud a list with a stranger, azp ours',
    claims: () => ({ aud: ['waymark-client', 'stranger'], azp: 'waymark-client' }),
    reason: 'aud_untrusted',
  },
  {
    name: 'aud a list with a stranger, no azp',
    claims: () => ({ aud: ['waymark-client', 'stranger'] }),
    reason: 'aud_untrusted',
  },
  {
    name: 'aud a list with a stranger, azp the stranger’s',
    claims: () => ({ aud: ['waymark-client', 'stranger'], azp: 'stranger' }),
    reason: 'aud_untrusted',
  },
  { name: 'azp of another with a single aud', claims: () => ({ azp: 'stranger' }), reason: 'azp_wrong' },
  { name: 'exp missing', claims: () => without('exp'), reason: 'exp_missing' },
  { name: 'exp as text', claims: (iat) => ({ exp: String(iat + 60) }), reason: 'exp_missing' },
  { name: 'exp past', claims: (iat) => ({ iat: iat - 300, exp: iat - 240 }), reason: 'exp_past' },
  { name: 'exp past by more than the skew', claims: (iat) => ({ exp: iat - 61 }), reason: 'exp_past' },
  {
    name: 'exp in two days',
    house: true,
    claims: (iat) => ({ exp: iat + 2 * 86_400 }),
    reason: 'exp_too_far',
  },
  { name: 'iat missing', claims: () => without('iat'), reason: 'iat_missing' },
  { name: 'iat in an hour', claims: (iat) => ({ iat: iat + 3600, exp: iat + 7200 }), reason: 'iat_future' },
  { name: 'iat an hour ago', house: true, claims: (iat) => ({ iat: iat - 3600 }), reason: 'iat_too_old' },
  { name: 'nbf in an hour', claims: (iat) => ({ nbf: iat + 3600 }), reason: 'nbf_future' },
  { name: 'nonce missing', claims: () => without('nonce'), reason: 'nonce_missing' },
  { name: 'nonce empty', claims: () => ({ nonce: '' }), reason: 'nonce_missing' },
  { name: 'nonce never given out', claims: () => ({ nonce: 'made-up' }), reason: 'nonce_wrong' },
  { name: 'nonce a number', claims: () => ({ nonce: 7 }), reason: 'nonce_missing' },
  { name: 'aud an object', claims: () => ({ aud: { id: 'waymark-client' } }), reason: 'aud_missing' },
  { name: 'sub empty', claims: () => ({ sub: '' }), reason: 'sub_invalid' },
  { name: 'sub a number', claims: () => ({ sub: 101 }), reason: 'sub_invalid' },
  { name: 'sub of 256 letters', claims: () => ({ sub: 's'.repeat(256) }), reason: 'sub_invalid' },
];
