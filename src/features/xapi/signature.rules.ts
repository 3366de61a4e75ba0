/** Signed statements (Data 2.6): what a store has to make sure of before it keeps a signature. */
import { X509Certificate, verify } from 'node:crypto';
import { listAttachments, type AttachmentContent } from './attachment.rules.ts';
import { isSameStatement } from './compare-statements.rules.ts';
import { isJsonObject, type JsonObject } from './statement-check.rules.ts';
import { problem, type StatementProblem } from './statement-problem.rules.ts';
import { parseStatement } from './statement.rules.ts';
import { SIGNATURE_USAGE, type Statement } from './statement.schema.ts';

/** JWS name → digest. No others are allowed (XAPI-00117), so nobody can choose a weaker one. */
const DIGESTS: ReadonlyMap<unknown, string> = new Map([
  ['RS256', 'sha256'],
  ['RS384', 'sha384'],
  ['RS512', 'sha512'],
]);
/** RFC 7518 §3.3. */
const SMALLEST_KEY_BITS = 2048;

/**
 * The first thing wrong with the signatures of a statement, or null. Signatures behind a `fileUrl` aren't looked at.
 * Without a certificate in the signature only its form and payload can be judged: nobody said whose key it is.
 */
export function checkSignatures(
  statement: Statement,
  contents: readonly AttachmentContent[],
): StatementProblem | null {
  for (const { attachment, at } of listAttachments(statement)) {
    if (attachment.usageType !== SIGNATURE_USAGE) continue;
    const signature = contents.find(({ sha2 }) => sha2 === attachment.sha2.toLowerCase());
    const found = signature && checkSignature(statement, signature.content.toString('latin1'));
    if (found) return at(found);
  }
  return null;
}

function checkSignature(statement: Statement, jws: string): StatementProblem | null {
  const [, head, body, mac] = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(jws) ?? [];
  const header = readJson(head);
  if (!isJsonObject(header) || body === undefined || mac === undefined)
    return problem('signatureMalformed', 'XAPI-00115');
  const digest = DIGESTS.get(header['alg']);
  if (digest === undefined) return problem('signatureAlgorithm', 'XAPI-00117');
  const signed = parseStatement(readJson(body));
  if (!signed.ok) return problem('signaturePayload', 'XAPI-00116');
  if (!isSigned(statement, signed.statement)) return problem('signatureDiffers', 'XAPI-00116');
  return 'x5c' in header && !isVerified(header, digest, `${head}.${body}`, mac)
    ? problem('signatureWrong', 'XAPI-00117')
    : null;
}

/** The payload is the statement before the signature was added; a signature can't be carried over to another id. */
function isSigned(statement: Statement, signed: Statement): boolean {
  return (
    (signed.id === undefined || signed.id.toLowerCase() === statement.id?.toLowerCase()) &&
    isSameStatement(withoutSignatures(statement), withoutSignatures(signed))
  );
}

function withoutSignatures({ attachments, ...statement }: Statement): Statement {
  const others = attachments?.filter(({ usageType }) => usageType !== SIGNATURE_USAGE) ?? [];
  return others.length > 0 ? { ...statement, attachments: others } : statement;
}

/** Verified with the first certificate of the chain (RFC 7515 §4.1.6); whether to trust it is the reader's to decide. */
function isVerified(header: JsonObject, digest: string, text: string, mac: string): boolean {
  const [first] = Array.isArray(header['x5c']) ? (header['x5c'] as unknown[]) : [];
  if (typeof first !== 'string') return false;
  try {
    const { publicKey } = new X509Certificate(Buffer.from(first, 'base64'));
    const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
    return (
      publicKey.asymmetricKeyType === 'rsa' &&
      bits >= SMALLEST_KEY_BITS &&
      verify(digest, Buffer.from(text), publicKey, Buffer.from(mac, 'base64url'))
    );
  } catch {
    return false;
  }
}

/** Undefined when it is no JSON. */
function readJson(encoded: string | undefined): unknown {
  try {
    const octets = Buffer.from(encoded ?? '', 'base64url');
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(octets));
  } catch {
    return undefined;
  }
}
