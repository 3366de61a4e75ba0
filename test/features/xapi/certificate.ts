import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** An RSA key with a certificate it signed itself, made on the spot: no private key lies in the repository. */
export interface Signer {
  privateKey: KeyObject;
  /** As a JWS header's `x5c` holds it: DER in base64. */
  certificate: string;
}

export function createSigner(bits = 2048): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from('Test signer')))));
  const body = sequence(
    der(0x02, Buffer.from([1])),
    SHA256_WITH_RSA,
    name,
    sequence(der(0x17, Buffer.from('250101000000Z')), der(0x17, Buffer.from('450101000000Z'))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(
    body,
    SHA256_WITH_RSA,
    der(0x03, Buffer.concat([Buffer.from([0]), signature])),
  );
  return { privateKey, certificate: certificate.toString('base64') };
}

/** One value in DER: tag, length, octets. */
function der(tag: number, octets: Buffer): Buffer {
  const { length } = octets;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), octets]);
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

const COMMON_NAME = Buffer.from('0603550403', 'hex');
const SHA256_WITH_RSA = Buffer.from('300d06092a864886f70d01010b0500', 'hex');
