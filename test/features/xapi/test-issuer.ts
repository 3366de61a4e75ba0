import { createServer } from 'node:http';
import { SignJWT, type JWK } from 'jose';
import { aSigningKey, closeServer, listenOnLoopback, type SigningKey } from '../../support/test-platform.ts';

/** An identity provider on a loopback port: its configuration, its keys, and tokens with whatever claims. */
export interface TestIssuer {
  issuer: string;
  key: SigningKey;
  keys: JWK[];
  /** In place of the usual configuration; undefined: the usual. */
  configuration: unknown;
  /** How often its keys were asked for. */
  keyFetches: number;
  sign(claims: Record<string, unknown>, now: Date, by?: SigningKey, header?: object): Promise<string>;
  close(): Promise<void>;
}

export async function anIssuer(): Promise<TestIssuer> {
  const key = await aSigningKey('issuer-key-1');
  const server = createServer((req, res) => {
    const answer = (body: unknown) =>
      res.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    if (req.url === '/.well-known/openid-configuration')
      return answer(made.configuration ?? { issuer: made.issuer, jwks_uri: `${made.issuer}/keys` });
    if (req.url !== '/keys') return res.writeHead(404).end();
    made.keyFetches += 1;
    return answer({ keys: made.keys });
  });
  const made: TestIssuer = {
    issuer: await listenOnLoopback(server),
    key,
    keys: [key.publicJwk],
    configuration: undefined,
    keyFetches: 0,
    sign(claims, now, by = key, header = {}) {
      const seconds = Math.floor(now.getTime() / 1000);
      const usual = { iss: made.issuer, iat: seconds, exp: seconds + 300, ...claims };
      return new SignJWT(usual)
        .setProtectedHeader({ alg: 'RS256', kid: by.kid, ...header })
        .sign(by.privateKey);
    },
    close: () => closeServer(server),
  };
  return made;
}
