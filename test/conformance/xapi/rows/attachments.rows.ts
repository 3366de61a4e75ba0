import { createHash, sign } from 'node:crypto';
import { expect } from '@jest/globals';
import { v7 } from 'uuid';
import { SIGNATURE_USAGE } from '../../../../src/features/xapi/statement.schema.ts';
import { createSigner } from '../../../features/xapi/certificate.ts';
import { sampleStatement } from '../../../features/xapi/statement-samples.ts';
import type { Row } from '../row.ts';
import type { Speaker } from '../speaker.ts';

const BOUNDARY = 'between-the-parts';
const hashOf = (content: string) => createHash('sha256').update(content).digest('hex');

interface Part {
  headers: Record<string, string>;
  content: string;
}

const part = (content: string, headers: Record<string, string> = {}): Part => ({
  content,
  headers: {
    'Content-Type': 'text/plain',
    'Content-Transfer-Encoding': 'binary',
    'X-Experience-API-Hash': hashOf(content),
    ...headers,
  },
});
const jsonPart = (value: unknown): Part => ({
  headers: { 'Content-Type': 'application/json' },
  content: JSON.stringify(value),
});
const without = ({ headers, content }: Part, name: string): Part => ({
  content,
  headers: Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name)),
});

const compose = (parts: Part[]) =>
  parts
    .map(({ headers, content }) => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      return `--${BOUNDARY}\r\n${lines.join('')}\r\n${content}\r\n`;
    })
    .join('') + `--${BOUNDARY}--\r\n`;

const post = (s: Speaker, status: number, body: string, type = `multipart/mixed; boundary=${BOUNDARY}`) =>
  s.expects(status, 'POST', '/statements', { body, headers: { 'content-type': type } });

const withAttachment = (content: string, changes: object = {}) =>
  sampleStatement({
    id: v7(),
    attachments: [
      {
        usageType: 'https://school.example/attachments/essay',
        display: { en: 'An essay' },
        contentType: 'text/plain',
        length: Buffer.byteLength(content),
        sha2: hashOf(content),
        ...changes,
      },
    ],
  });

const ESSAY = 'An essay,\r\nin two lines.';
const statement = () => withAttachment(ESSAY);
const refusedParts = (id: string, says: string, parts: () => Part[], type?: string): Row => ({
  id,
  says,
  play: async (s) => void (await post(s, 400, compose(parts()), type)),
});

const PARTS: Row[] = [
  {
    id: 'XAPI-00127',
    says: 'a statement comes with its attachment, octet for octet, to who asks for it',
    async play(s) {
      const sent = statement();
      await post(s, 200, compose([jsonPart(sent), part(ESSAY)]));
      const query = { statementId: sent['id'], attachments: 'true' };
      const answer = await s.expects(200, 'GET', '/statements', { query });
      expect(answer.headers.get('content-type')).toMatch(/^multipart\/mixed; *boundary=/);
      expect(answer.text).toContain(`\r\n\r\n${ESSAY}\r\n--`);
      expect(answer.text).toMatch(new RegExp(`X-Experience-API-Hash: ${hashOf(ESSAY)}`, 'i'));
    },
  },
  {
    id: 'XAPI-00161',
    says: 'who doesn’t ask for attachments gets JSON',
    async play(s) {
      const sent = statement();
      await post(s, 200, compose([jsonPart(sent), part(ESSAY)]));
      for (const attachments of [{}, { attachments: 'false' }]) {
        const query = { statementId: sent['id'], ...attachments };
        const answer = await s.expects(200, 'GET', '/statements', { query });
        expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      }
    },
  },
  {
    id: 'XAPI-00167',
    says: 'a list comes with the attachments of its statements',
    async play(s) {
      const registration = v7();
      const sent = { ...statement(), context: { registration } };
      await post(s, 200, compose([jsonPart([sent]), part(ESSAY)]));
      const answer = await s.expects(200, 'GET', '/statements', {
        query: { registration, attachments: 'true' },
      });
      expect(answer.text).toContain(ESSAY);
    },
  },
  refusedParts('XAPI-00128', 'a part that no statement names is refused', () => [
    jsonPart(sampleStatement()),
    part(ESSAY),
  ]),
  refusedParts('XAPI-00129', 'an attachment that neither came nor lies elsewhere is refused', () => [
    jsonPart(statement()),
  ]),
  {
    id: 'XAPI-00129',
    says: 'such an attachment is refused in JSON as well',
    play: async (s) => void (await s.expects(400, 'POST', '/statements', { body: statement() })),
  },
  refusedParts(
    'XAPI-00131',
    'parts without a boundary are refused',
    () => [jsonPart(statement()), part(ESSAY)],
    'multipart/mixed',
  ),
  {
    id: 'XAPI-00130',
    says: 'each part begins with the boundary',
    play: async (s) =>
      void (await post(
        s,
        400,
        compose([jsonPart(statement()), part(ESSAY)]).replaceAll(`--${BOUNDARY}\r\n`, ''),
      )),
  },
  refusedParts('XAPI-00133', 'all statements stand in the first part', () => [
    part(ESSAY),
    jsonPart(statement()),
  ]),
  refusedParts('XAPI-00134', 'the first part is JSON', () => [
    { ...jsonPart(statement()), headers: { 'Content-Type': 'text/plain' } },
    part(ESSAY),
  ]),
  refusedParts('XAPI-00135', 'the other parts are sent as they are', () => [
    jsonPart(statement()),
    without(part(ESSAY), 'Content-Transfer-Encoding'),
  ]),
  refusedParts('XAPI-00132', 'the other parts have their hash', () => [
    jsonPart(statement()),
    without(part(ESSAY), 'X-Experience-API-Hash'),
  ]),
  refusedParts('XAPI-00132', 'the other parts have the right hash', () => [
    jsonPart(statement()),
    part(ESSAY, { 'X-Experience-API-Hash': hashOf('something else') }),
  ]),
];

/** Made when first needed: a key takes a moment. */
let signer: ReturnType<typeof createSigner> | undefined;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A statement with its signature as an attachment; `changes` are made to the statement after it was signed. */
function signed(alg: string, { payload, changes = {} }: { payload?: string; changes?: object } = {}): Part[] {
  signer ??= createSigner();
  const plain = sampleStatement({ id: v7() });
  const input = `${encode({ alg, x5c: [signer.certificate] })}.${payload ?? encode(plain)}`;
  const signature = sign(`sha${alg.slice(-3)}`, Buffer.from(input), signer.privateKey).toString('base64url');
  const jws = `${input}.${signature}`;
  const attachment = {
    usageType: SIGNATURE_USAGE,
    display: { en: 'Signature' },
    contentType: 'application/octet-stream',
    length: jws.length,
    sha2: hashOf(jws),
  };
  return [
    jsonPart({ ...plain, ...changes, attachments: [attachment] }),
    part(jws, { 'Content-Type': 'application/octet-stream' }),
  ];
}

const SIGNATURES: Row[] = [
  ...['RS256', 'RS384', 'RS512'].map((alg): Row => ({
    id: 'XAPI-00117',
    says: `a statement may be signed with ${alg}`,
    play: async (s) => void (await post(s, 200, compose(signed(alg)))),
  })),
  refusedParts('XAPI-00117', 'a statement isn’t signed with HS256', () => signed('HS256')),
  refusedParts('XAPI-00116', 'what is signed is a statement', () =>
    signed('RS256', { payload: encode('no statement') }),
  ),
  refusedParts('XAPI-00116', 'what is signed is this statement', () =>
    signed('RS256', { changes: { result: { success: true } } }),
  ),
  {
    id: 'XAPI-00115',
    says: 'a signature is a JSON web signature',
    async play(s) {
      const text = 'signed: me';
      const body = withAttachment(text, {
        usageType: SIGNATURE_USAGE,
        contentType: 'application/octet-stream',
      });
      await post(
        s,
        400,
        compose([jsonPart(body), part(text, { 'Content-Type': 'application/octet-stream' })]),
      );
    },
  },
  {
    id: 'XAPI-00115',
    says: 'a signature is sent as octets',
    async play(s) {
      const [json, jws] = signed('RS256');
      const body = JSON.parse(json?.content ?? '') as { attachments: object[] };
      const wrong = {
        ...body,
        attachments: body.attachments.map((each) => ({ ...each, contentType: 'text/plain' })),
      };
      await post(s, 400, compose([jsonPart(wrong), part(jws?.content ?? '')]));
    },
  },
];

export const ATTACHMENTS: Row[] = [...PARTS, ...SIGNATURES];
