import { createServer } from 'node:http';
import {
  aPlatform,
  aSigningKey,
  closeServer,
  listenOnLoopback,
  type KeySetAnswer,
  type SigningKey,
} from '../../support/test-platform.ts';
import type { BadRow, GoodRow, Outcome } from '../row.ts';
import type { Stage } from '../stage.ts';

const usual = (body: unknown): KeySetAnswer => ({ status: 200, body: JSON.stringify(body), headers: {} });

/** A launch of a client whose key set lies elsewhere. */
async function launchWith(s: Stage, jwksUrl: string): Promise<Outcome> {
  const other = await s.another({ clientId: `keys at ${jwksUrl}`, jwksUrl });
  const { browser, state, nonce } = await s.logIn({ platform: other });
  return browser.launch({ id_token: await s.token(nonce, {}, { platform: other }), state });
}

/** The platform's key set address answers otherwise than it should. */
const answering =
  (name: string, answer: (key: SigningKey, foreign: SigningKey) => KeySetAnswer) => async (s: Stage) => {
    s.platform.answer = answer(s.platform.key, s.foreignKey);
    try {
      return await launchWith(s, `${s.platform.jwksUrl}?${encodeURIComponent(name)}`);
    } finally {
      s.platform.answer = null;
    }
  };

export const KEY_SETS: (BadRow | GoodRow)[] = [
  {
    name: 'an error',
    play: answering('error', () => ({ status: 500, body: 'oops', headers: {} })),
    reason: 'keys_unreachable',
    status: 502,
  },
  {
    name: 'no JSON',
    play: answering('no JSON', () => ({ status: 200, body: '<html>', headers: {} })),
    reason: 'keys_unreachable',
    status: 502,
  },
  {
    name: 'no answer in time',
    async play(s) {
      const mute = createServer(() => undefined);
      const outcome = await launchWith(s, `${await listenOnLoopback(mute)}/jwks`);
      await closeServer(mute);
      return outcome;
    },
    reason: 'keys_unreachable',
    status: 502,
  },
  {
    name: 'a redirect into the private network',
    async play(s) {
      const elsewhere = createServer((_req, res) =>
        res.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: s.platform.keys })),
      );
      const location = `${await listenOnLoopback(elsewhere)}/internal`;
      const outcome = await answering('redirect', () => ({ status: 302, body: '', headers: { location } }))(
        s,
      );
      await closeServer(elsewhere);
      return outcome;
    },
    reason: 'keys_unreachable',
    status: 502,
  },
  {
    name: 'at a private address that nobody allowed',
    // Reaches this machine wherever it is taken for an address.
    play: (s) => launchWith(s, s.platform.jwksUrl.replace('127.0.0.1', '0.0.0.0')),
    reason: 'keys_unreachable',
    status: 502,
  },
  { name: 'no keys', play: answering('no keys', () => usual({ keys: [] })), reason: 'kid_unknown' },
  {
    name: 'the kid twice',
    play: answering('twice', (key, foreign) => usual({ keys: [key.publicJwk, foreign.publicJwk] })),
    reason: 'key_ambiguous',
  },
  {
    name: 'a key for encryption',
    play: answering('enc', (key) => usual({ keys: [{ ...key.publicJwk, use: 'enc' }] })),
    reason: 'kid_unknown',
  },
  {
    name: 'a new key that the platform signs with since a moment ago',
    play: (s) => afterRotation(s, 'new'),
    as: { role: 'learner' },
  },
  {
    name: 'an old key that the platform has withdrawn',
    play: (s) => afterRotation(s, 'old'),
    reason: 'kid_unknown',
  },
];

/** A platform changes its key between two launches; the last launch is signed with the one or the other. */
async function afterRotation(s: Stage, last: 'new' | 'old'): Promise<Outcome> {
  const platform = await aPlatform({ issuer: `https://${last}-key.example.edu` });
  await s.subject.trust(platform);
  const launchSignedBy = async (key: SigningKey) => {
    const { browser, state, nonce } = await s.logIn({ platform });
    const header = { kid: key.kid };
    return browser.launch({ id_token: await s.token(nonce, {}, { platform, header, key }), state });
  };
  const newKey = await aSigningKey('platform-key-2');
  await launchSignedBy(platform.key);
  platform.keys = [newKey.publicJwk];
  await s.subject.advance(31_000);
  let outcome = await launchSignedBy(newKey);
  if (last === 'old') outcome = await launchSignedBy(platform.key);
  await platform.close();
  return outcome;
}
