import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { parseStatement } from '../../../src/features/xapi/statement.rules.ts';
import {
  ACTIVITY,
  LEARNER,
  STATEMENT_ID,
  VERB,
  sampleStatement,
  sampleSubStatement,
} from './statement-samples.ts';

const VOIDED = { id: 'http://adlnet.gov/expapi/verbs/voided' };
const REFERENCE = { objectType: 'StatementRef', id: STATEMENT_ID };
const GROUP = { objectType: 'Group', account: { homePage: 'https://lms.school.example', name: 'class-1' } };
const MEMBER = { mbox: 'mailto:learner01@school.example' };

const accepted: [sentence: string, statement: unknown][] = [
  ['the three required properties', sampleStatement()],
  ['an object without objectType is an activity', sampleStatement({ object: { id: ACTIVITY.id } })],
  ['a UUID of any version, in upper case', sampleStatement({ id: '018F2C4A-7B1D-7C3E-8F00-AABBCCDDEEFF' })],
  ['an agent as object', sampleStatement({ object: LEARNER })],
  ['a group as object', sampleStatement({ object: GROUP })],
  ['a voiding statement with a reference', sampleStatement({ verb: VOIDED, object: REFERENCE })],
  ['a sub-statement', sampleStatement({ object: sampleSubStatement() })],
  ['an anonymous group with members', sampleStatement({ actor: { objectType: 'Group', member: [MEMBER] } })],
  ['an identified group with an empty member list', sampleStatement({ actor: { ...GROUP, member: [] } })],
  [
    'an authority of two agents',
    sampleStatement({ authority: { objectType: 'Group', member: [LEARNER, MEMBER] } }),
  ],
  ['version 1.0 (XAPI-00101)', sampleStatement({ version: '1.0' })],
  ['version 1.0.9 (XAPI-00101)', sampleStatement({ version: '1.0.9' })],
  ['version 2.0.0', sampleStatement({ version: '2.0.0' })],
  ['an IRI outside ASCII', sampleStatement({ object: { id: 'https://school.example/课程/一' } })],
];

test.each(accepted)('accepts %s', (_sentence, statement) => {
  expect(parseStatement(statement)).toEqual({ ok: true, statement });
});

const refused: [requirement: string, sentence: string, pointer: string, statement: unknown][] = [
  ['XAPI-00014', 'a list where a statement is due', '', []],
  ['XAPI-00014', 'a text where a statement is due', '', 'statement'],
  ['XAPI-00003', 'no actor', '', sampleStatement({ actor: undefined })],
  ['XAPI-00004', 'no verb', '', sampleStatement({ verb: undefined })],
  ['XAPI-00005', 'no object', '', sampleStatement({ object: undefined })],
  ['XAPI-00001', 'null in a list', '/attachments/0', sampleStatement({ attachments: [null] })],
  [
    'XAPI-00001',
    'null as object type',
    '/object/objectType',
    sampleStatement({ object: { ...ACTIVITY, objectType: null } }),
  ],
  [
    'XAPI-00001',
    'null in a language map',
    '/verb/display/en',
    sampleStatement({ verb: { ...VERB, display: { en: null } } }),
  ],
  ['XAPI-00010', 'a property no one knows', '/iDoNotExist', sampleStatement({ iDoNotExist: 1 })],
  ['XAPI-00010', 'the property __proto__', '/__proto__', JSON.parse('{"__proto__":{}}')],
  ['XAPI-00008', 'a property in the wrong case', '/Result', sampleStatement({ Result: {} })],
  ['XAPI-00027', 'an id with a digit too many', '/id', sampleStatement({ id: `${STATEMENT_ID}8` })],
  [
    'XAPI-00027',
    'an id with a letter that is no hexadecimal digit',
    '/id',
    sampleStatement({ id: STATEMENT_ID.replace('7', 'm') }),
  ],
  ['XAPI-00027', 'a number as id', '/id', sampleStatement({ id: 12345 })],
  ['XAPI-00044', 'a verb without id', '/verb', sampleStatement({ verb: { display: { en: 'did' } } })],
  [
    'XAPI-00044',
    'a verb id without scheme (XAPI-00011)',
    '/verb/id',
    sampleStatement({ verb: { id: 'answered' } }),
  ],
  [
    'XAPI-00044',
    'a verb id with a bad scheme',
    '/verb/id',
    sampleStatement({ verb: { id: 'ab=c://verbs/x' } }),
  ],
  [
    'XAPI-00121',
    'a language tag with a subtag too long',
    '/verb/display/a12345678',
    sampleStatement({ verb: { ...VERB, display: { a12345678: 'x' } } }),
  ],
  [
    'XAPI-00045',
    'a display that is no language map',
    '/verb/display',
    sampleStatement({ verb: { ...VERB, display: 'did' } }),
  ],
  [
    'XAPI-00046',
    'an object type no one knows',
    '/object/objectType',
    sampleStatement({ object: { ...ACTIVITY, objectType: 'activity' } }),
  ],
  [
    'XAPI-00047',
    'an activity without id',
    '/object',
    sampleStatement({ object: { objectType: 'Activity' } }),
  ],
  ['XAPI-00065', 'an agent as object that does not say so', '/object', sampleStatement({ object: MEMBER })],
  [
    'XAPI-00073',
    'a sub-statement that does not say so',
    '/object',
    sampleStatement({ object: sampleStatement() }),
  ],
  [
    'XAPI-00072',
    'a reference with a bad id',
    '/object/id',
    sampleStatement({ object: { ...REFERENCE, id: 'x' } }),
  ],
  [
    'XAPI-00071',
    'a sub-statement in a sub-statement',
    '/object/object/objectType',
    sampleStatement({ object: sampleSubStatement({ object: sampleSubStatement() }) }),
  ],
  [
    'XAPI-00070',
    'a sub-statement with an id',
    '/object/id',
    sampleStatement({ object: sampleSubStatement({ id: STATEMENT_ID }) }),
  ],
  [
    'XAPI-00069',
    'a sub-statement with "stored"',
    '/object/stored',
    sampleStatement({ object: sampleSubStatement({ stored: '2026-03-01T00:00:00Z' }) }),
  ],
  [
    'XAPI-00068',
    'a sub-statement with a version',
    '/object/version',
    sampleStatement({ object: sampleSubStatement({ version: '1.0.0' }) }),
  ],
  [
    'XAPI-00067',
    'a sub-statement with an authority',
    '/object/authority',
    sampleStatement({ object: sampleSubStatement({ authority: LEARNER }) }),
  ],
  ['XAPI-00017', 'a voiding statement about an activity', '/object', sampleStatement({ verb: VOIDED })],
  [
    'XAPI-00022',
    'a timestamp with the offset -00:00',
    '/timestamp',
    sampleStatement({ timestamp: '2026-03-01T08:00:00-00:00' }),
  ],
  ['XAPI-00023', 'a "stored" that is no timestamp', '/stored', sampleStatement({ stored: 'now' })],
  ['XAPI-00101', 'version 0.9.9', '/version', sampleStatement({ version: '0.9.9' })],
  ['XAPI-00101', 'version 1.1.0', '/version', sampleStatement({ version: '1.1.0' })],
  [
    'XAPI-00098',
    'an authority of three agents (XAPI-00100)',
    '/authority',
    sampleStatement({ authority: { objectType: 'Group', member: [MEMBER, MEMBER, MEMBER] } }),
  ],
];

test.each(refused)('%s: refuses %s', (requirement, _sentence, pointer, statement) => {
  expect(parseStatement(statement)).toMatchObject({ ok: false, problem: { requirement, pointer } });
});

describe('a problem', () => {
  it('names a sentence and its replacements, and gives the reason in English', () => {
    expect(parseStatement(sampleStatement({ verb: { Id: VERB.id } }))).toEqual({
      ok: false,
      problem: {
        pointer: '/verb/Id',
        requirement: 'XAPI-00008',
        messageId: 'xapi.wrongCase',
        replacements: { expected: 'id' },
        reason: 'must be written "id": property names are case sensitive',
      },
    });
  });

  it('escapes pointers by RFC 6901 and cuts endless keys', () => {
    const pointerOf = (key: string) => {
      const result = parseStatement(sampleStatement({ [key]: 1 }));
      return result.ok ? null : result.problem.pointer;
    };
    expect(pointerOf('a/b~c')).toBe('/a~1b~0c');
    expect(pointerOf('x'.repeat(5000))).toHaveLength(201);
  });
});

describe('properties', () => {
  it('never throws on any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(typeof parseStatement(value).ok).toBe('boolean');
      }),
    );
  });

  it('never throws on a statement with any JSON value in any of its places', () => {
    const keys = [
      'id',
      'actor',
      'verb',
      'object',
      'result',
      'context',
      'timestamp',
      'authority',
      'version',
      'attachments',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
        expect(typeof parseStatement(sampleStatement({ [key]: value })).ok).toBe('boolean');
      }),
    );
  });
});
