/** Contents of attachments beside their statements (Data 2.4.11, Communication 1.5.2). */
import { createHash } from 'node:crypto';
import type { Part } from './multipart.rules.ts';
import { problem, under, type StatementProblem } from './statement-problem.rules.ts';
import { refuse, type RequestProblem } from './statement-request.rules.ts';
import type { Attachment, Statement } from './statement.schema.ts';

/** The content of an attachment as a part of a request. */
export interface ReceivedAttachment {
  /** Lower case. */
  readonly sha2: string;
  /** As the part's header says; null when it says nothing. */
  readonly contentType: string | null;
  readonly content: Buffer;
}

/** The content of an attachment as it is stored: one per school and hash. */
export interface AttachmentContent {
  readonly sha2: string;
  readonly contentType: string;
  readonly content: Buffer;
}

const ALGORITHMS: ReadonlyMap<number, string> = new Map([
  [56, 'sha224'],
  [64, 'sha256'],
  [96, 'sha384'],
  [128, 'sha512'],
]);

/** @param position of the part in the request, from 1: the first holds the statements */
export function readAttachmentPart(
  { headers, content }: Part,
  position: number,
): ReceivedAttachment | RequestProblem {
  if (headers.get('content-transfer-encoding')?.toLowerCase() !== 'binary')
    return refuse('xapi.partNotBinary', { position, requirement: 'XAPI-00135' });
  const sha2 = headers.get('x-experience-api-hash')?.toLowerCase() ?? '';
  const algorithm = ALGORITHMS.get(sha2.length);
  if (algorithm === undefined || createHash(algorithm).update(content).digest('hex') !== sha2)
    return refuse('xapi.partHashWrong', { position, requirement: 'XAPI-00132' });
  return { sha2, contentType: headers.get('content-type') ?? null, content };
}

export type MatchedAttachments =
  | { readonly ok: true; readonly contents: readonly AttachmentContent[] }
  | { readonly ok: false; readonly index: number; readonly problem: StatementProblem };

/**
 * Each attachment without a `fileUrl` has its content in the request, and the request holds nothing else. The length
 * that a sender states isn't compared: the hash tells more, and the conformance suite itself states a wrong one.
 */
export function matchAttachments(
  statements: readonly Statement[],
  received: readonly ReceivedAttachment[],
): MatchedAttachments {
  const partBySha2 = new Map(received.map((part) => [part.sha2, part]));
  const contents = new Map<string, AttachmentContent>();
  for (const [index, statement] of statements.entries()) {
    for (const { attachment, at } of listAttachments(statement)) {
      const sha2 = attachment.sha2.toLowerCase();
      const part = partBySha2.get(sha2);
      const found = part ? judgeType(attachment, part) : judgeAbsence(attachment);
      if (found) return { ok: false, index, problem: at(found) };
      if (part && !contents.has(sha2))
        contents.set(sha2, { sha2, contentType: attachment.contentType, content: part.content });
    }
  }
  const surplus = received.find(({ sha2 }) => !contents.has(sha2));
  return surplus
    ? { ok: false, index: 0, problem: problem('attachmentSurplus', 'XAPI-00128', { sha2: surplus.sha2 }) }
    : { ok: true, contents: [...contents.values()] };
}

const judgeAbsence = ({ fileUrl }: Attachment): StatementProblem | null =>
  fileUrl === undefined ? problem('attachmentMissing', 'XAPI-00129') : null;

/** Parameters (a charset) may differ: senders leave them out of one of the two. */
function judgeType(declared: Attachment, { contentType }: ReceivedAttachment): StatementProblem | null {
  const essence = (type: string) => type.split(';', 1)[0]?.trim().toLowerCase();
  return contentType === null || essence(contentType) === essence(declared.contentType)
    ? null
    : under(
        'contentType',
        problem('attachmentType', 'Communication-1.5.2', { given: contentType.slice(0, 200) }),
      );
}

interface PlacedAttachment {
  attachment: Attachment;
  /** The same problem, seen from the statement. */
  at: (found: StatementProblem) => StatementProblem;
}

/** The attachments of a statement and of the statement within it. */
export function listAttachments(statement: Statement): PlacedAttachment[] {
  const place = (
    attachments: readonly Attachment[] | undefined,
    outer: (p: StatementProblem) => StatementProblem,
  ) =>
    (attachments ?? []).map((attachment, index) => ({
      attachment,
      at: (found: StatementProblem) => outer(under('attachments', under(index, found))),
    }));
  const own = place(statement.attachments, (found) => found);
  return statement.object.objectType === 'SubStatement'
    ? [...own, ...place(statement.object.attachments, (found) => under('object', found))]
    : own;
}

/** The most that the contents of one page may take together; the first statement's come along in any case. */
const LARGEST_PAGE_BYTES = 32 * 1024 * 1024;

/**
 * How many statements fit on a page with their contents; each content counts once.
 *
 * @param hashesOf the hashes of each statement's attachments, lower case
 * @param lengths octets by hash, of contents that are stored
 */
export function fitAttachments(
  hashesOf: readonly (readonly string[])[],
  lengths: ReadonlyMap<string, number>,
): number {
  const counted = new Set<string>();
  let total = 0;
  for (const [index, hashes] of hashesOf.entries()) {
    for (const hash of hashes) {
      if (!counted.has(hash)) total += lengths.get(hash) ?? 0;
      counted.add(hash);
    }
    if (total > LARGEST_PAGE_BYTES) return Math.max(1, index);
  }
  return hashesOf.length;
}

/**
 * The answer to a request for statements with `attachments=true`: the statements, then each content once.
 * The boundary is a hash over all of it, so that nothing that is sent can hold it.
 */
export function composeMultipart(
  statementsJson: string,
  attachments: readonly AttachmentContent[],
): { type: string; content: Buffer } {
  const hash = createHash('sha256').update(statementsJson);
  for (const { sha2 } of attachments) hash.update(sha2);
  const boundary = hash.digest('hex');
  const opening = (...headers: string[]) =>
    Buffer.from(
      [`--${boundary}`, ...headers.map((line) => line.replace(/[\r\n]+/g, ' ')), '', ''].join('\r\n'),
    );
  const lineEnd = Buffer.from('\r\n');
  const content = Buffer.concat([
    opening('Content-Type: application/json'),
    Buffer.from(statementsJson),
    lineEnd,
    ...attachments.flatMap(({ sha2, contentType, content: octets }) => [
      opening(
        `Content-Type: ${contentType}`,
        'Content-Transfer-Encoding: binary',
        `X-Experience-API-Hash: ${sha2}`,
      ),
      octets,
      lineEnd,
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  return { type: `multipart/mixed; boundary=${boundary}`, content };
}
