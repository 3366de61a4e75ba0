import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** Encryption at rest (R108): one key per person, wrapped by the installation's master key, so that erasing a person is deleting a key. */
export interface Vault {
  /** A fresh data key, wrapped for storage. */
  newWrappedKey(): string;
  /** Encrypts text with a wrapped data key → `v1.<iv>.<tag>.<ciphertext>`. */
  seal(wrappedKey: string, text: string): string;
  /** Throws when the key or the text was tampered with. */
  open(wrappedKey: string, sealed: string): string;
  /** Encrypts installation secrets (signing keys) with the master key itself. */
  sealWithMaster(text: string): string;
  openWithMaster(sealed: string): string;
  /** Keyed hash for look-ups of secrets that are never stored in the clear. */
  fingerprint(purpose: string, value: string): string;
}

export function createVault(master: Buffer): Vault {
  const wrapping = createHmac('sha256', master).update('waymark/wrap').digest();
  const hashing = createHmac('sha256', master).update('waymark/fingerprint').digest();
  return {
    newWrappedKey: () => encrypt(wrapping, randomBytes(32)),
    seal: (wrappedKey, text) => encrypt(decrypt(wrapping, wrappedKey), Buffer.from(text, 'utf8')),
    open: (wrappedKey, sealed) => decrypt(decrypt(wrapping, wrappedKey), sealed).toString('utf8'),
    sealWithMaster: (text) => encrypt(wrapping, Buffer.from(text, 'utf8')),
    openWithMaster: (sealed) => decrypt(wrapping, sealed).toString('utf8'),
    fingerprint: (purpose, value) =>
      createHmac('sha256', hashing).update(`${purpose}\0${value}`).digest('base64url'),
  };
}

function encrypt(key: Buffer, plain: Buffer): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return ['v1', iv, cipher.getAuthTag(), body]
    .map((part) => (typeof part === 'string' ? part : part.toString('base64url')))
    .join('.');
}

function decrypt(key: Buffer, sealed: string): Buffer {
  const [version, iv, tag, body] = sealed.split('.');
  if (version !== 'v1' || !iv || !tag || body === undefined)
    throw new Error('Sealed text has an unknown form.');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: 16 });
  decipher.setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]);
}

/** 256 random bits, fit for a URL or a header. */
export const newToken = (): string => randomBytes(32).toString('base64url');

export const sha256 = (value: string): string => createHash('sha256').update(value).digest('base64url');

/** Compares secrets without telling by its duration where they differ. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
