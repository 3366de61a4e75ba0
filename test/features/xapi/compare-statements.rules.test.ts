import { describe, expect, it, test } from '@jest/globals';
import { decideStorage, isSameStatement } from '../../../src/features/xapi/compare-statements.rules.ts';
import { prepareStatements } from '../../../src/features/xapi/prepare-statements.rules.ts';
import type { Statement } from '../../../src/features/xapi/statement.schema.ts';
import {
  ACTIVITY,
  LEARNER,
  STATEMENT_ID,
  VERB,
  sampleStatement,
  sampleSubStatement,
  withAttachment,
  withContext,
  withResult,
} from './statement-samples.ts';

const FIRST = { mbox: 'mailto:learner01@school.example' };
const SECOND = { account: { homePage: 'https://lms.school.example', name: '2' } };
const group = (...member: object[]) => sampleStatement({ actor: { objectType: 'Group', member } });
const same = (one: unknown, other: unknown) => isSameStatement(one as Statement, other as Statement);

test.each<[string, unknown, unknown]>([
  [
    'id, authority, stored and version',
    sampleStatement({ id: STATEMENT_ID, version: '1.0.0' }),
    sampleStatement({ authority: LEARNER, stored: '2026-03-01T00:00:00Z', version: '1.0.3' }),
  ],
  [
    'the time zone of the timestamp',
    sampleStatement({ timestamp: '2026-03-01T08:00:00+08:00' }),
    sampleStatement({ timestamp: '2026-03-01T00:00:00.000Z' }),
  ],
  ['the display of the verb', sampleStatement(), sampleStatement({ verb: { id: VERB.id } })],
  ['the definition of the activity', sampleStatement(), sampleStatement({ object: { id: ACTIVITY.id } })],
  [
    'the definition of an activity in the context',
    withContext({ contextActivities: { parent: [ACTIVITY] } }),
    withContext({ contextActivities: { parent: [{ id: ACTIVITY.id }] } }),
  ],
  [
    'a single context activity or a list of one',
    withContext({ contextActivities: { parent: ACTIVITY } }),
    withContext({ contextActivities: { parent: [ACTIVITY] } }),
  ],
  ['the order of a group', group(FIRST, SECOND), group(SECOND, FIRST)],
  [
    'the order of a group in a sub-statement',
    sampleStatement({ object: { ...sampleSubStatement(group(FIRST, SECOND)) } }),
    sampleStatement({ object: { ...sampleSubStatement(group(SECOND, FIRST)) } }),
  ],
  [
    'the case of a mail domain',
    sampleStatement({ actor: FIRST }),
    sampleStatement({ actor: { mbox: 'mailto:learner01@School.Example' } }),
  ],
  [
    'the case of a registration',
    withContext({ registration: STATEMENT_ID }),
    withContext({ registration: STATEMENT_ID.toUpperCase() }),
  ],
  ['a duration beyond 0.01 s', withResult({ duration: 'PT1.237S' }), withResult({ duration: 'PT1.23S' })],
  [
    'the order of properties',
    withResult({ success: true, completion: true }),
    withResult({ completion: true, success: true }),
  ],
])('Data 2.3.1: a difference in %s does not count', (_sentence, one, other) => {
  expect([same(one, other), same(other, one)]).toEqual([true, true]);
});

test.each<[string, unknown, unknown]>([
  ['the actor', sampleStatement(), sampleStatement({ actor: FIRST })],
  [
    'the name of the actor',
    sampleStatement(),
    sampleStatement({ actor: { ...LEARNER, name: 'Learner 02' } }),
  ],
  [
    'the local part of a mail address',
    sampleStatement({ actor: FIRST }),
    sampleStatement({ actor: { mbox: 'mailto:Learner01@school.example' } }),
  ],
  ['the verb', sampleStatement(), sampleStatement({ verb: { id: `${VERB.id}2` } })],
  ['the object', sampleStatement(), sampleStatement({ object: { id: `${ACTIVITY.id}2` } })],
  [
    'the kind of object',
    sampleStatement({ object: { objectType: 'StatementRef', id: STATEMENT_ID } }),
    sampleStatement({ object: { id: STATEMENT_ID } }),
  ],
  [
    'the timestamp',
    sampleStatement({ timestamp: '2026-03-01T00:00:00Z' }),
    sampleStatement({ timestamp: '2026-03-01T00:00:01Z' }),
  ],
  ['a result that was not there', sampleStatement(), withResult({ success: true })],
  ['the score', withResult({ score: { raw: 1 } }), withResult({ score: { raw: 2 } })],
  ['how a duration is written', withResult({ duration: 'PT60S' }), withResult({ duration: 'PT1M' })],
  [
    'an extension',
    withResult({ extensions: { 'https://s.example/x': [1, 2] } }),
    withResult({ extensions: { 'https://s.example/x': [2, 1] } }),
  ],
  [
    'null or nothing in an extension',
    withResult({ extensions: { 'https://s.example/x': null } }),
    withResult({ extensions: {} }),
  ],
  [
    'a parent',
    withContext({ contextActivities: { parent: [ACTIVITY] } }),
    withContext({ contextActivities: { grouping: [ACTIVITY] } }),
  ],
  ['the members of a group', group(FIRST), group(FIRST, SECOND)],
  ['the hash of an attachment', withAttachment({}), withAttachment({ sha2: 'b'.repeat(64) })],
])('Data 2.3.1: a difference in %s counts', (_sentence, one, other) => {
  expect([same(one, other), same(other, one)]).toEqual([false, false]);
});

describe('storing', () => {
  function decide(statement: unknown, existing: Statement | null) {
    const batch = prepareStatements([statement as Statement], {
      authority: LEARNER as Statement['actor'],
      storedAt: new Date('2026-03-02T00:00:00Z'),
      newId: () => STATEMENT_ID,
      defaultVersion: '1.0.0',
    });
    if (!batch.ok) throw new Error('refused');
    const stored = new Map(existing === null ? [] : [[STATEMENT_ID, existing]]);
    return decideStorage(batch.prepared, stored).map(({ kind }) => kind);
  }
  const stored = sampleStatement({
    id: STATEMENT_ID,
    timestamp: '2026-03-01T00:00:00.000Z',
    stored: '2026-03-01T00:00:00.000Z',
  }) as unknown as Statement;

  it('takes what it does not know', () => {
    expect(decide(sampleStatement({ id: STATEMENT_ID }), null)).toEqual(['new']);
  });

  it('skips a repeat, though the store had set the timestamp the first time', () => {
    expect(decide(sampleStatement({ id: STATEMENT_ID.toUpperCase() }), stored)).toEqual(['same']);
  });

  it('refuses another statement under the same id', () => {
    expect(decide(sampleStatement({ id: STATEMENT_ID, result: { success: true } }), stored)).toEqual([
      'conflict',
    ]);
  });

  it('refuses the same statement with another timestamp', () => {
    expect(decide(sampleStatement({ id: STATEMENT_ID, timestamp: '2026-03-01T00:00:01Z' }), stored)).toEqual([
      'conflict',
    ]);
  });
});
