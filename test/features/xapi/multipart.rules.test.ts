import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { composeMultipart } from '../../../src/features/xapi/attachment.rules.ts';
import { parseMultipart, readBoundary } from '../../../src/features/xapi/multipart.rules.ts';

const parse = (text: string, boundary = 'b') =>
  parseMultipart(Buffer.from(text, 'latin1'), boundary)?.map(({ headers, content }) => ({
    headers: Object.fromEntries(headers),
    content: content.toString('latin1'),
  })) ?? null;

const read: [sentence: string, body: string, contents: string[]][] = [
  [
    'parts between delimiter lines',
    '--b\r\nA: 1\r\n\r\none\r\n--b\r\nA: 2\r\n\r\ntwo\r\n--b--\r\n',
    ['one', 'two'],
  ],
  ['a body that opens with a line end', '\r\n--b\r\n\r\none\r\n--b--', ['one']],
  ['nothing of what stands before and after', 'hello\r\n--b\r\n\r\none\r\n--b--\r\nbye --b', ['one']],
  ['spaces after a boundary', '--b \t\r\n\r\none\r\n--b--', ['one']],
  ['an empty content', '--b\r\nA: 1\r\n\r\n\r\n--b--', ['']],
  ['line ends and dashes as content', '--b\r\n\r\n\r\n--\n--b\r\r\n--b--', ['\r\n--\n--b\r']],
  ['no part at all', '--b--', []],
];
test.each(read)('reads %s', (_sentence, body, contents) => {
  expect(parse(body)?.map(({ content }) => content)).toEqual(contents);
});

const refused: [sentence: string, body: string][] = [
  ['an empty body', ''],
  ['a body without the boundary', 'one\r\ntwo'],
  ['a body that breaks off', '--b\r\n\r\none'],
  ['a boundary that is longer than announced', '--bc\r\n\r\none\r\n--bc--'],
  ['lines that end with LF alone', '--b\nA: 1\n\none\n--b--\n'],
  ['headers without an end', '--b\r\nA: 1\r\n--b--'],
  ['a line among the headers that is none', '--b\r\nnothing\r\n\r\none\r\n--b--'],
  ['a header with U+0000 in it', '--b\r\nA: \0\r\n\r\none\r\n--b--'],
  ['a header given twice', '--b\r\nA: 1\r\na: 2\r\n\r\none\r\n--b--'],
  ['endless headers', `--b\r\nA: ${'x'.repeat(9000)}\r\n\r\none\r\n--b--`],
];
test.each(refused)('refuses %s', (_sentence, body) => {
  expect(parse(body)).toBeNull();
});

test('joins a header that goes on in the next line, whatever its case', () => {
  expect(parse('--b\r\nCONTENT-Type: text/plain;\r\n charset=utf-8\r\n\r\none\r\n--b--')).toEqual([
    { headers: { 'content-type': 'text/plain; charset=utf-8' }, content: 'one' },
  ]);
});

const boundaries: [contentType: string, boundary: string | null][] = [
  ['multipart/mixed; boundary=abc', 'abc'],
  ['multipart/mixed; boundary="a b\'()+_,-./:=?"', "a b'()+_,-./:=?"],
  ["multipart/mixed; charset=utf-8; BOUNDARY=abcABC0123'()+_,-./:=?", "abcABC0123'()+_,-./:=?"],
  ['multipart/mixed', null],
  ['multipart/mixed;', null],
  ['multipart/mixed; boundary=', null],
  ['multipart/mixed; boundary="a "', null],
  [`multipart/mixed; boundary=${'a'.repeat(71)}`, null],
];
test.each(boundaries)('of %s takes the boundary %s', (contentType, boundary) => {
  expect(readBoundary(contentType)).toBe(boundary);
});

describe('whatever is attached', () => {
  const octets = fc
    .oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom('\r\n--', '--b--', '\r\n\r\n').map((one) => Buffer.from(one)),
    )
    .map((bytes) => Buffer.from(bytes));

  it('comes out of an answer as it went in', () => {
    fc.assert(
      fc.property(fc.json(), fc.array(octets, { maxLength: 5 }), (json, contents) => {
        const sent = contents.map((content, index) => ({ sha2: `${index}`, contentType: 'a/b', content }));
        const { type, content } = composeMultipart(json, sent);
        const [first, ...parts] = parseMultipart(content, readBoundary(type) ?? '') ?? [];
        expect(first?.content.toString()).toBe(json);
        expect(parts.map((part) => part.content)).toEqual(contents);
        expect(parts.map(({ headers }) => headers.get('x-experience-api-hash'))).toEqual(
          sent.map(({ sha2 }) => sha2),
        );
      }),
    );
  });

  it('is read or refused, and reading again changes nothing', () => {
    const pieces = fc.array(
      fc.oneof(fc.constantFrom('--b', '\r\n', '--', '\r', '\n', ': ', 'A', ' '), fc.string({ maxLength: 3 })),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(pieces, (given) => {
        const body = Buffer.from(given.join(''));
        const parts = parseMultipart(body, 'b');
        expect(parts).toEqual(parseMultipart(body, 'b'));
        for (const { content } of parts ?? []) expect(content.includes('\r\n--b')).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
