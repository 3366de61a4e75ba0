/** What the body of a request to store statements holds (Communication 1.5). */
import { readAttachmentPart, type ReceivedAttachment } from './attachment.rules.ts';
import { parseMultipart, readBoundary } from './multipart.rules.ts';
import { isJsonType, refuse, type RequestProblem } from './statement-request.rules.ts';

export type StatementBody =
  | {
      readonly kind: 'read';
      /** Unchecked JSON. */
      readonly value: unknown;
      readonly attachments: readonly ReceivedAttachment[];
    }
  | RequestProblem;

/** JSON alone, or `multipart/mixed` with the JSON first and the contents of attachments after it. */
export function readStatementBody(contentType: string | undefined, body: Buffer): StatementBody {
  if (isJsonType(contentType)) return readJson(body);
  return /^multipart\/mixed\s*(?:;|$)/i.test(contentType ?? '')
    ? readMultipart(contentType ?? '', body)
    : refuse('xapi.contentType', { requirement: 'XAPI-00127' });
}

function readMultipart(contentType: string, body: Buffer): StatementBody {
  const boundary = readBoundary(contentType);
  if (boundary === null) return refuse('xapi.boundaryMissing', { requirement: 'XAPI-00131' });
  const [first, ...others] = parseMultipart(body, boundary) ?? [];
  if (!first) return refuse('xapi.multipartMalformed', { requirement: 'XAPI-00130' });
  if (!isJsonType(first.headers.get('content-type')))
    return refuse('xapi.firstPartNotJson', { requirement: 'XAPI-00134' });
  const json = readJson(first.content);
  if (json.kind === 'refused') return json;
  const attachments: ReceivedAttachment[] = [];
  for (const [index, part] of others.entries()) {
    const attachment = readAttachmentPart(part, index + 2);
    if ('kind' in attachment) return attachment;
    attachments.push(attachment);
  }
  return { ...json, attachments };
}

function readJson(bytes: Buffer): StatementBody {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { kind: 'read', value: JSON.parse(text) as unknown, attachments: [] };
  } catch {
    return refuse('badJson');
  }
}
