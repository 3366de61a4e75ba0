import { describe, expect, it, test } from '@jest/globals';
import { parseStatement } from '../../../src/features/xapi/statement.rules.ts';
import { withResult } from './statement-samples.ts';

const accepted: [sentence: string, statement: unknown][] = [
  ['empty extensions', withResult({ extensions: {} })],
  ['a score at its limits', withResult({ score: { scaled: -1, raw: 10, min: 0, max: 10 } })],
  ['content without points: min = max = raw = 0', withResult({ score: { raw: 0, min: 0, max: 0 } })],
  ['a duration with five decimals', withResult({ duration: 'P1DT12H36M0.12567S' })],
];

test.each(accepted)('accepts %s', (_sentence, statement) => {
  expect(parseStatement(statement)).toEqual({ ok: true, statement });
});

const refused: [requirement: string, sentence: string, pointer: string, statement: unknown][] = [
  ['XAPI-00001', 'null outside extensions', '/result/score/raw', withResult({ score: { raw: null } })],
  ['XAPI-00083', 'a scaled score above 1', '/result/score/scaled', withResult({ score: { scaled: 1.01 } })],
  ['XAPI-00083', 'a scaled score below -1', '/result/score/scaled', withResult({ score: { scaled: -1.01 } })],
  [
    'XAPI-00083',
    'a scaled score as text (XAPI-00006)',
    '/result/score/scaled',
    withResult({ score: { scaled: '0.5' } }),
  ],
  ['XAPI-00082', 'a raw score above max', '/result/score/raw', withResult({ score: { raw: 11, max: 10 } })],
  ['XAPI-00082', 'a raw score below min', '/result/score/raw', withResult({ score: { raw: -1, min: 0 } })],
  ['XAPI-00081', 'a min above max', '/result/score/min', withResult({ score: { min: 2, max: 1 } })],
  [
    'XAPI-00080',
    'a number too large for JSON to carry',
    '/result/score/max',
    JSON.parse(JSON.stringify(withResult({ score: { max: 'BIG' } })).replace('"BIG"', '1e999')),
  ],
  ['XAPI-00074', 'success as text', '/result/success', withResult({ success: 'true' })],
  ['XAPI-00075', 'completion as number', '/result/completion', withResult({ completion: 1 })],
  ['XAPI-00076', 'a response that is no text', '/result/response', withResult({ response: ['a'] })],
  ['XAPI-00077', 'weeks mixed with days (XAPI-00124)', '/result/duration', withResult({ duration: 'P4W1D' })],
  [
    'XAPI-00118',
    'an extension key that is no IRI',
    '/result/extensions/time',
    withResult({ extensions: { time: 1 } }),
  ],
  ['Waymark-text', 'U+0000 in a text', '/result/response', withResult({ response: 'a\0b' })],
  [
    'Waymark-text',
    'half a surrogate pair in an extension',
    '/result/extensions/https:~1~1s.example~1x',
    withResult({ extensions: { 'https://s.example/x': ['\ud800'] } }),
  ],
];

test.each(refused)('%s: refuses %s', (requirement, _sentence, pointer, statement) => {
  expect(parseStatement(statement)).toMatchObject({ ok: false, problem: { requirement, pointer } });
});

describe('extensions', () => {
  const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown;

  it.each([
    [100, true],
    [101, false],
    [100_000, false],
  ])('nested %i levels deep: accepted %s', (levels, ok) => {
    expect(parseStatement(withResult({ extensions: { 'https://s.example/x': nested(levels) } })).ok).toBe(ok);
  });
});
