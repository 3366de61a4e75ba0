/** The form of multipart bodies (RFC 2046 §5.1), as octets: contents are taken as they are. */

export interface Part {
  /** By lower-case name. */
  headers: ReadonlyMap<string, string>;
  content: Buffer;
}

/** A boundary is 1 to 70 of these characters and doesn't end with a space (RFC 2046 §5.1.1). */
const BOUNDARY =
  /;\s*boundary=(?:"([\w'()+,\-./:=? ]{0,69}[\w'()+,\-./:=?])"|([\w'()+,\-./:=?]{1,70}))\s*(?:;|$)/i;

/** The boundary that a Content-Type header names, or null. */
export function readBoundary(contentType: string): string | null {
  const found = BOUNDARY.exec(contentType);
  return found?.[1] ?? found?.[2] ?? null;
}

const LINE_END = Buffer.from('\r\n');
const HEADERS_END = Buffer.from('\r\n\r\n');
const LARGEST_HEADERS = 8192;

/**
 * The parts between the delimiter lines, or null when the body isn't in the form. What stands before the first and
 * after the last delimiter is ignored, as the standard asks. Contents are views of `body`, not copies.
 */
export function parseMultipart(body: Buffer, boundary: string): Part[] | null {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const opening = delimiter.subarray(LINE_END.length);
  const opensAtOnce = body.subarray(0, opening.length).equals(opening);
  // Where the line end before a delimiter stands, or would.
  let at = opensAtOnce ? -LINE_END.length : body.indexOf(delimiter);
  if (at === -1) return null;
  const parts: Part[] = [];
  for (;;) {
    const rest = at + delimiter.length;
    if (body.toString('latin1', rest, rest + 2) === '--') return parts;
    const lineEnd = body.indexOf(LINE_END, rest);
    if (lineEnd < 0 || !/^[ \t]*$/.test(body.toString('latin1', rest, lineEnd))) return null;
    at = body.indexOf(delimiter, lineEnd);
    if (at < 0) return null;
    const part = parsePart(body.subarray(lineEnd + LINE_END.length, at));
    if (!part) return null;
    parts.push(part);
  }
}

/** A part without headers starts with the empty line that ends them. */
function parsePart(bytes: Buffer): Part | null {
  if (bytes.indexOf(LINE_END) === 0) return { headers: new Map(), content: bytes.subarray(LINE_END.length) };
  const end = bytes.indexOf(HEADERS_END);
  if (end < 0 || end > LARGEST_HEADERS) return null;
  const headers = parseHeaders(bytes.toString('utf8', 0, end));
  return headers && { headers, content: bytes.subarray(end + HEADERS_END.length) };
}

function parseHeaders(text: string): Map<string, string> | null {
  const headers = new Map<string, string>();
  // A line that starts with a space goes on with the one before it.
  for (const line of text.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const [, name, value] = /^([\w-]+):([^\p{Cc}]*)$/u.exec(line.replaceAll('\t', ' ')) ?? [];
    if (name === undefined || value === undefined || headers.has(name.toLowerCase())) return null;
    headers.set(name.toLowerCase(), value.trim());
  }
  return headers;
}
