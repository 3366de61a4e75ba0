import { randomBytes } from 'node:crypto';
import { SignJWT, exportJWK, generateKeyPair, type JWK } from 'jose';

export interface Signer {
  publicJwk: JWK;
  sign(claims: Record<string, unknown>): Promise<string>;
}

/** A key of this run's own; the tool asks for it when it sees the new kid. */
export async function createSigner(): Promise<Signer> {
  const kid = randomBytes(15).toString('base64url');
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  return {
    publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' },
    sign: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid }).sign(privateKey),
  };
}
