import { createHash, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, test as rule } from '@jest/globals';
import fc from 'fast-check';
import request from 'supertest';
import { v7 } from 'uuid';
import { createCredential, storeStatements, type NewCredential } from '../../../src/features/xapi/index.ts';
import { selectAttachments } from '../../../src/features/xapi/attachment.queries.ts';
import { fitAttachments } from '../../../src/features/xapi/attachment.rules.ts';
import { parseMultipart, readBoundary } from '../../../src/features/xapi/multipart.rules.ts';
import type { JsonObject } from '../../../src/features/xapi/statement-check.rules.ts';
import { SIGNATURE_USAGE } from '../../../src/features/xapi/statement.schema.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aSchool } from '../../support/builders.ts';
import { createSigner } from './certificate.ts';
import { sampleStatement, sampleSubStatement } from './statement-samples.ts';

let test: TestApp;
let schoolId: string;
let credential: NewCredential;
beforeAll(async () => {
  test = await createTestApp();
  ({ schoolId } = await aSchool(test.deps));
  credential = await createCredential(test.deps.db, test.deps, {
    schoolId,
    label: 'sender',
    scopes: ['all'],
  });
});
afterAll(() => test.close());

const hashOf = (content: Buffer | string, algorithm = 'sha256') =>
  createHash(algorithm).update(content).digest('hex');
const attachmentOf = (content: Buffer | string, changes: JsonObject = {}) => ({
  usageType: 'https://school.example/attachments/essay',
  display: { en: 'An essay' },
  contentType: 'text/plain; charset=utf-8',
  length: Buffer.byteLength(content),
  sha2: hashOf(content),
  ...changes,
});
const withAttachments = (...attachments: object[]) => sampleStatement({ id: v7(), attachments });

interface SentPart {
  content: Buffer | string;
  headers?: Record<string, string | undefined>;
}
const BOUNDARY = 'part-of-the-test';

/** The body as a sender would write it; a header that is undefined is left out. */
function multipart(statements: unknown, parts: SentPart[], first = 'application/json'): Buffer {
  const lines = parts.flatMap(({ content, headers }) => {
    const all = {
      'Content-Type': 'text/plain',
      'Content-Transfer-Encoding': 'binary',
      'X-Experience-API-Hash': hashOf(content),
      ...headers,
    };
    const given = Object.entries(all).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}: ${value}`],
    );
    return [`\r\n--${BOUNDARY}\r\n${given.join('\r\n')}\r\n\r\n`, content];
  });
  const head = `--${BOUNDARY}\r\nContent-Type: ${first}\r\n\r\n${JSON.stringify(statements)}`;
  return Buffer.concat([head, ...lines, `\r\n--${BOUNDARY}--\r\n`].map((piece) => Buffer.from(piece)));
}

const ask = (method: 'post' | 'put', url: string, who = credential) =>
  request(test.app.express)[method](url).auth(who.key, who.secret).set('x-experience-api-version', '2.0.0');
const post = (body: Buffer, type = `multipart/mixed; boundary=${BOUNDARY}`) =>
  ask('post', '/xapi/statements')
    .set('content-type', type)
    .serialize((value: unknown) => value as string)
    .send(body);
const stored = (content: Buffer | string, ofSchool = schoolId) =>
  selectAttachments(test.deps.db, ofSchool, [hashOf(content)]);

describe('a statement with attachments', () => {
  it('is stored with their contents, octet for octet', async () => {
    const picture = Buffer.from([0x89, 0, 0xff, 13, 10, 45, 45, 13, 10]);
    const statement = withAttachments(
      attachmentOf('an essay'),
      attachmentOf(picture, { contentType: 'image/png' }),
    );
    const parts = [{ content: 'an essay' }, { content: picture, headers: { 'Content-Type': 'image/png' } }];
    await post(multipart(statement, parts)).expect(200, [statement['id']]);
    expect(await stored(picture)).toEqual([
      { sha2: hashOf(picture), contentType: 'image/png', content: picture },
    ]);
    expect(await stored('an essay')).toMatchObject([{ contentType: 'text/plain; charset=utf-8' }]);
  });

  it('may be put, sent again, and share its content with others; the content is kept once', async () => {
    const statement = withAttachments(attachmentOf('shared'));
    const put = () =>
      ask('put', `/xapi/statements?statementId=${String(statement['id'])}`)
        .set('content-type', `multipart/mixed; boundary="${BOUNDARY}"`)
        .serialize((value: unknown) => value as string)
        .send(multipart(statement, [{ content: 'shared' }]));
    await put().expect(204);
    await put().expect(204);
    const others = [withAttachments(attachmentOf('shared')), withAttachments(attachmentOf('shared'))];
    await post(multipart(others, [{ content: 'shared' }, { content: 'shared' }])).expect(200);
    expect(await stored('shared')).toHaveLength(1);
  });

  it('keeps contents to its school', async () => {
    await post(multipart(withAttachments(attachmentOf('ours')), [{ content: 'ours' }])).expect(200);
    const other = await aSchool(test.deps);
    expect(await stored('ours', other.schoolId)).toEqual([]);
  });

  it('may point to content elsewhere', async () => {
    const statement = withAttachments(attachmentOf('far', { fileUrl: 'https://school.example/far.txt' }));
    await post(multipart(statement, [])).expect(200);
    await ask('post', '/xapi/statements').send(statement).expect(200);
  });

  it.each(['sha224', 'sha384', 'sha512'])('may be hashed with %s', async (algorithm) => {
    const sha2 = hashOf('other hash', algorithm);
    const part = { content: 'other hash', headers: { 'X-Experience-API-Hash': sha2.toUpperCase() } };
    await post(multipart(withAttachments(attachmentOf('other hash', { sha2 })), [part])).expect(200);
  });

  it('has what the statement within it names as well', async () => {
    const { id: _id, ...sub } = sampleSubStatement({ attachments: [attachmentOf('inside')] }) as JsonObject;
    const statement = sampleStatement({ id: v7(), object: sub });
    await post(multipart(statement, [{ content: 'inside' }])).expect(200);
    const answer = await ask('post', '/xapi/statements').send(statement).expect(400);
    expect(answer.body).toMatchObject({
      error: { requirement: 'XAPI-00129', pointer: '/object/attachments/0' },
    });
  });

  it('comes from another store without its contents', async () => {
    const source = { schoolId, credentialId: null, authority: { mbox: 'mailto:lrs@school.example' } };
    const outcome = await storeStatements(test.deps, source, [
      withAttachments(attachmentOf('not handed over')),
    ]);
    expect(outcome).toMatchObject({ ok: true });
  });
});

const essay = attachmentOf('essay');
const part = (headers: Record<string, string | undefined>): SentPart[] => [{ content: 'essay', headers }];
const refused: [requirement: string, id: string, sentence: string, body: () => Buffer][] = [
  [
    'XAPI-00129',
    'attachmentMissing',
    'a content that is missing',
    () => multipart(withAttachments(essay), []),
  ],
  [
    'XAPI-00128',
    'attachmentSurplus',
    'a part that no statement names',
    () => multipart(withAttachments(essay), [{ content: 'essay' }, { content: 'stray' }]),
  ],
  [
    'XAPI-00128',
    'attachmentSurplus',
    'a part beside a statement without attachments',
    () => multipart(sampleStatement(), [{ content: 'essay' }]),
  ],
  [
    'XAPI-00132',
    'partHashWrong',
    'a part without a hash',
    () => multipart(withAttachments(essay), part({ 'X-Experience-API-Hash': undefined })),
  ],
  [
    'XAPI-00132',
    'partHashWrong',
    'a hash that isn’t the content’s',
    () => multipart(withAttachments(essay), part({ 'X-Experience-API-Hash': hashOf('other') })),
  ],
  [
    'XAPI-00135',
    'partNotBinary',
    'a part without its encoding',
    () => multipart(withAttachments(essay), part({ 'Content-Transfer-Encoding': undefined })),
  ],
  [
    'XAPI-00135',
    'partNotBinary',
    'a part in base64',
    () => multipart(withAttachments(essay), part({ 'Content-Transfer-Encoding': 'base64' })),
  ],
  [
    'Communication-1.5.2',
    'attachmentType',
    'a part of another type',
    () => multipart(withAttachments(essay), part({ 'Content-Type': 'image/png' })),
  ],
  [
    'XAPI-00134',
    'firstPartNotJson',
    'a first part that isn’t JSON',
    () => multipart(withAttachments(essay), [{ content: 'essay' }], 'text/plain'),
  ],
  ['XAPI-00130', 'multipartMalformed', 'a body without any part', () => Buffer.from(`--${BOUNDARY}--`)],
];
rule.each(refused)('%s: refuses %s (%s)', async (requirement, id, _sentence, body) => {
  const answer = await post(body()).expect(400);
  expect(answer.body).toMatchObject({ error: { id: `xapi.${id}`, requirement } });
});

describe('reading with attachments=true', () => {
  const get = (url: string, who = credential) =>
    request(test.app.express)
      .get(url)
      .auth(who.key, who.secret)
      .set('x-experience-api-version', '2.0.0')
      .buffer(true)
      .parse((res, done) => {
        const pieces: Buffer[] = [];
        res.on('data', (piece: Buffer) => pieces.push(piece));
        res.on('end', () => done(null, Buffer.concat(pieces)));
      });
  const read = async (url: string, who = credential) => {
    const answer = await get(url, who).expect(200);
    const boundary = readBoundary(String(answer.headers['content-type'])) ?? '';
    const parts = parseMultipart(answer.body as Buffer, boundary) ?? [];
    const [first, ...others] = parts;
    return { json: JSON.parse(first?.content.toString() ?? '') as JsonObject, parts: others };
  };

  it('XAPI-00167: brings each content once, after its statements', async () => {
    const reader = await createCredential(test.deps.db, test.deps, {
      ...(await aSchool(test.deps)),
      label: 'reader',
      scopes: ['all'],
    });
    const octets = Buffer.from([0, 255, 13, 10, 13, 10, 45, 45]);
    const binary = { contentType: 'application/x-test' };
    const statements = [
      withAttachments(attachmentOf(octets, binary)),
      withAttachments(
        attachmentOf(octets, binary),
        attachmentOf('far', { fileUrl: 'https://a.example/far' }),
      ),
      sampleStatement(),
    ];
    await ask('post', '/xapi/statements', reader)
      .set('content-type', `multipart/mixed; boundary=${BOUNDARY}`)
      .serialize((value: unknown) => value as string)
      .send(multipart(statements, [{ content: octets, headers: { 'Content-Type': 'application/x-test' } }]))
      .expect(200);
    const page = await read('/xapi/statements?attachments=true', reader);
    expect(page.json['statements']).toHaveLength(3);
    expect(page.parts.map(({ content }) => content)).toEqual([octets]);
    expect(Object.fromEntries(page.parts[0]?.headers ?? [])).toEqual({
      'content-type': 'application/x-test',
      'content-transfer-encoding': 'binary',
      'x-experience-api-hash': hashOf(octets),
    });
    const one = await read(
      `/xapi/statements?statementId=${String(statements[0]?.['id'])}&attachments=true`,
      reader,
    );
    expect(one.json['id']).toBe(statements[0]?.['id']);
    expect(one.parts).toHaveLength(1);
    await get('/xapi/statements?attachments=false', reader).expect('content-type', /json/);
  });
});

rule('a page with contents ends before they are too much, but shows one statement at least', () => {
  const megabytes = (count: number) => count * 1024 * 1024;
  const lengths = new Map([
    ['a', megabytes(20)],
    ['b', megabytes(12)],
    ['c', 1],
    ['d', megabytes(90)],
  ]);
  const cases: [hashes: string[][], count: number][] = [
    [[], 0],
    [[[], [], []], 3],
    [[['a'], ['a', 'b'], ['unknown']], 3],
    [[['a'], ['b'], ['c'], []], 2],
    [[['d'], []], 1],
  ];
  for (const [hashes, count] of cases) expect(fitAttachments(hashes, lengths)).toBe(count);
});

describe('a refused request', () => {
  it('leaves no content behind', async () => {
    const good = withAttachments(attachmentOf('left alone'));
    const parts = [{ content: 'left alone' }];
    await post(multipart([good, sampleStatement({ verb: 1 })], parts)).expect(400);
    expect(await stored('left alone')).toEqual([]);
    await ask('post', '/xapi/statements')
      .send(sampleStatement({ id: good['id'] }))
      .expect(200);
    await post(multipart(good, parts)).expect(409);
    expect(await stored('left alone')).toEqual([]);
  });

  it('may be of another type than the two, or lack the boundary', async () => {
    const body = multipart(withAttachments(essay), [{ content: 'essay' }]);
    for (const [type, requirement] of [
      [`multipart/form-data; boundary=${BOUNDARY}`, 'XAPI-00127'],
      ['multipart/mixed;', 'XAPI-00131'],
    ] as const)
      expect((await post(body, type).expect(400)).body).toMatchObject({ error: { requirement } });
  });

  it('whatever its parts hold, is never a failure of ours', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        `--${BOUNDARY}`,
        `--${BOUNDARY}--`,
        '\r\n',
        '\r\n\r\n',
        'Content-Type: application/json',
        'Content-Transfer-Encoding: binary',
        `X-Experience-API-Hash: ${hashOf('')}`,
        'Content-Type: a/\0',
        JSON.stringify(withAttachments(attachmentOf(''))),
      ),
      fc.uint8Array({ maxLength: 20 }).map((octets) => Buffer.from(octets)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 25 }), async (pieces) => {
        const body = Buffer.concat([`--${BOUNDARY}\r\n`, ...pieces].map((one) => Buffer.from(one)));
        expect((await post(body)).status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a signed statement', () => {
  const signer = createSigner();
  const encode = (value: unknown) =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  const jwsOf = (payload: unknown, header: object = { alg: 'RS256' }, by = signer, digest = 'sha256') => {
    const text = `${encode(header)}.${encode(payload)}`;
    return `${text}.${sign(digest, Buffer.from(text), by.privateKey).toString('base64url')}`;
  };
  const send = (statement: JsonObject, jws: string, contentType = 'application/octet-stream') => {
    const signature = attachmentOf(jws, { usageType: SIGNATURE_USAGE, contentType });
    const others = (statement['attachments'] ?? []) as object[];
    const signed = { ...statement, attachments: [...others, signature] };
    return post(multipart(signed, [{ content: jws, headers: { 'Content-Type': contentType } }]));
  };
  const unsigned = (changes: JsonObject = {}) => sampleStatement({ id: v7(), ...changes });
  const withCertificate = { alg: 'RS256', x5c: [signer.certificate] };

  it.each([
    ['RS256', 'sha256'],
    ['RS384', 'sha384'],
    ['RS512', 'sha512'],
  ])('is kept when it is signed with %s', async (alg, digest) => {
    const statement = unsigned();
    await send(statement, jwsOf(statement, { alg, x5c: [signer.certificate] }, signer, digest)).expect(200);
    await send(unsigned(), 'x').expect(400);
  });

  it('may differ from what was signed where statements may differ', async () => {
    const statement = unsigned({ timestamp: '2026-09-07T09:00:00+08:00' });
    const signed = {
      ...statement,
      timestamp: '2026-09-07T01:00:00.000Z',
      verb: { id: (statement['verb'] as { id: string }).id },
    };
    await send(statement, jwsOf(signed)).expect(200);
  });

  it('may have other attachments, which are signed with it', async () => {
    const far = attachmentOf('far', { fileUrl: 'https://school.example/far.txt' });
    const statement = unsigned({ attachments: [far] });
    await send(statement, jwsOf(statement)).expect(200);
    const { attachments: _attachments, ...without } = statement;
    await send(statement, jwsOf(without)).expect(400);
  });

  const bad: [requirement: string, sentence: string, (statement: JsonObject) => string][] = [
    ['XAPI-00115', 'something that is no signature', () => 'not a signature'],
    ['XAPI-00115', 'a header that is no JSON', (one) => `${encode('{')}.${encode(one)}.AA`],
    ['XAPI-00116', 'a payload that is no JSON', () => jwsOf('{"actor')],
    ['XAPI-00116', 'a payload that is no statement', () => jwsOf({ actor: 1 })],
    ['XAPI-00116', 'another statement', (one) => jwsOf({ ...one, result: { success: true } })],
    ['XAPI-00116', 'the same statement under another id', (one) => jwsOf({ ...one, id: v7() })],
    ['XAPI-00117', 'a shared key', (one) => jwsOf(one, { alg: 'HS256' })],
    ['XAPI-00117', 'no key at all', (one) => jwsOf(one, { alg: 'none' })],
    ['XAPI-00117', 'the key of another certificate', (one) => jwsOf(one, withCertificate, createSigner())],
    ['XAPI-00117', 'another digest than it names', (one) => jwsOf(one, withCertificate, signer, 'sha512')],
    ['XAPI-00117', 'a certificate that is none', (one) => jwsOf(one, { alg: 'RS256', x5c: ['AAAA'] })],
    ['XAPI-00117', 'certificates in no list', (one) => jwsOf(one, { alg: 'RS256', x5c: 'AAAA' })],
    [
      'XAPI-00117',
      'a key that is too short',
      (one) => {
        const weak = createSigner(1024);
        return jwsOf(one, { alg: 'RS256', x5c: [weak.certificate] }, weak);
      },
    ],
  ];
  it.each(bad)('%s: is refused with %s', async (requirement, _sentence, jws) => {
    const statement = unsigned();
    const answer = await send(statement, jws(statement)).expect(400);
    expect(answer.body).toMatchObject({ error: { requirement, pointer: '/attachments/0' } });
  });

  it('XAPI-00115: is refused when its signature is of another type', async () => {
    const statement = unsigned();
    const answer = await send(statement, jwsOf(statement), 'text/plain').expect(400);
    expect(answer.body).toMatchObject({ error: { requirement: 'XAPI-00115' } });
  });
});
