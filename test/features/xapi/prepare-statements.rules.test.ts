import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import {
  listContextActivities,
  prepareStatements,
} from '../../../src/features/xapi/prepare-statements.rules.ts';
import { parseStatement } from '../../../src/features/xapi/statement.rules.ts';
import type { Statement } from '../../../src/features/xapi/statement.schema.ts';
import type { JsonObject } from '../../../src/features/xapi/statement-check.rules.ts';
import {
  ACTIVITY,
  LEARNER,
  STATEMENT_ID,
  sampleStatement,
  sampleSubStatement,
  withContext,
} from './statement-samples.ts';

const STORED = '2026-03-02T01:02:03.004Z';
const AUTHORITY = { account: { homePage: 'https://waymark.school.example', name: 'moodle' } };

function parse(value: unknown): Statement {
  const result = parseStatement(value);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.statement;
}

function prepare(values: readonly unknown[], defaultVersion: '1.0.0' | '2.0.0' = '1.0.0') {
  let last = 0;
  return prepareStatements(values.map(parse), {
    authority: AUTHORITY,
    storedAt: new Date(STORED),
    newId: () => `00000000-0000-4000-8000-${String((last += 1)).padStart(12, '0')}`,
    defaultVersion,
  });
}

function prepareOne(value: unknown, defaultVersion: '1.0.0' | '2.0.0' = '1.0.0') {
  const batch = prepare([value], defaultVersion);
  const first = batch.ok ? batch.prepared[0] : undefined;
  if (first === undefined) throw new Error('refused');
  return first;
}

describe('what the store sets', () => {
  test.each<[string, JsonObject, JsonObject]>([
    ['XAPI-00026: an id when there is none', {}, { id: '00000000-0000-4000-8000-000000000001' }],
    ['XAPI-00026: no id when there is one', { id: STATEMENT_ID }, { id: STATEMENT_ID }],
    ['XAPI-00097: the time of storing', { stored: '2001-01-01T00:00:00Z' }, { stored: STORED }],
    ['XAPI-00099: the authority of the credential', {}, { authority: AUTHORITY }],
    [
      'Data 2.4.9: the authority of the credential, whatever the statement says',
      { authority: LEARNER },
      { authority: AUTHORITY },
    ],
    ['Data 2.4.7: the time of storing as timestamp when there is none', {}, { timestamp: STORED }],
    [
      'Data 4.5: a timestamp in UTC',
      { timestamp: '2026-03-01T08:00:00+08:00' },
      { timestamp: '2026-03-01T00:00:00.000Z' },
    ],
    ['XAPI-00332: the version it came with', { version: '1.0.9' }, { version: '1.0.9' }],
    ['Data 2.4.10: version 1.0.0 when there is none', {}, { version: '1.0.0' }],
  ])('%s', (_sentence, given, expected) => {
    expect(prepareOne(sampleStatement(given)).statement).toMatchObject(expected);
  });

  it('is version 2.0.0 in a request of that version', () => {
    expect(prepareOne(sampleStatement(), '2.0.0').statement.version).toBe('2.0.0');
  });

  it('says what was assigned, because assigned values count in no comparison', () => {
    const bare = prepareOne(sampleStatement());
    const full = prepareOne(sampleStatement({ id: STATEMENT_ID, timestamp: STORED }));
    expect([bare.isIdAssigned, bare.isTimestampAssigned]).toEqual([true, true]);
    expect([full.isIdAssigned, full.isTimestampAssigned]).toEqual([false, false]);
  });
});

describe('XAPI-00096: a single context activity', () => {
  const single = { contextActivities: { parent: ACTIVITY, grouping: [ACTIVITY] } };
  const listed = { contextActivities: { parent: [ACTIVITY], grouping: [ACTIVITY] } };

  it('becomes a list of one, in the statement and in its sub-statement', () => {
    expect(prepareOne(withContext(single)).statement.context).toEqual(listed);
    const outer = prepareOne(sampleStatement({ object: sampleSubStatement({ context: single }) }));
    expect(outer.statement.object).toMatchObject({ context: listed });
  });

  it('leaves the parsed statement as it was', () => {
    const given = withContext(single);
    const before = structuredClone(given);
    prepareOne(given);
    expect(given).toEqual(before);
  });

  it.each([
    ['parent', 1],
    ['other', 0],
  ] as const)('is listed under %s: %i', (role, count) => {
    expect(listContextActivities(parse(withContext(single)).context, role)).toHaveLength(count);
  });
});

describe('a batch', () => {
  it('is refused when an id occurs twice, in whatever case', () => {
    const batch = prepare([
      sampleStatement({ id: STATEMENT_ID }),
      sampleStatement(),
      sampleStatement({ id: STATEMENT_ID.toUpperCase() }),
    ]);
    expect(batch).toMatchObject({
      ok: false,
      index: 2,
      problem: { pointer: '/id', messageId: 'xapi.repeatedId' },
    });
  });

  it('keeps its order', () => {
    const batch = prepare([sampleStatement(), sampleStatement({ id: STATEMENT_ID }), sampleStatement()]);
    expect(batch.ok && batch.prepared.map(({ id }) => id.slice(-4))).toEqual(['0001', '4e5f', '0002']);
  });
});

describe('properties', () => {
  const instant = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
  const offset = fc.constantFrom('Z', '+08:00', '-05:30', '+0000');
  const statement = fc.record(
    {
      id: fc.uuid(),
      timestamp: fc.tuple(instant, offset).map(([date, zone]) => date.toISOString().replace('Z', zone)),
      version: fc.constantFrom('1.0', '1.0.3', '2.0.0'),
      actor: fc.constantFrom(LEARNER, { objectType: 'Group', member: [LEARNER] }),
      object: fc.constantFrom(ACTIVITY, LEARNER, sampleSubStatement(), {
        objectType: 'StatementRef',
        id: STATEMENT_ID,
      }),
      result: fc.record(
        {
          success: fc.boolean(),
          response: fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
          score: fc.record({
            raw: fc.integer({ min: 0, max: 10 }),
            min: fc.constant(0),
            max: fc.constant(10),
          }),
          extensions: fc.dictionary(fc.webUrl({ validSchemes: ['https'] }), fc.integer()),
        },
        { requiredKeys: [] },
      ),
      context: fc.record(
        {
          registration: fc.uuid(),
          language: fc.constantFrom('zh-CN', 'en'),
          contextActivities: fc.record(
            { parent: fc.constantFrom(ACTIVITY, [ACTIVITY]), category: fc.constant([]) },
            { requiredKeys: [] },
          ),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  );

  it('every prepared statement parses again, and preparing it again changes nothing but the time of storing', () => {
    fc.assert(
      fc.property(statement, (changes) => {
        const { statement: first } = prepareOne(sampleStatement(changes));
        const again = prepareOne(JSON.parse(JSON.stringify(first)));
        expect(again.statement).toEqual(first);
      }),
    );
  });
});
