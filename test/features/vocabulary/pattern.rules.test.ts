import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { followPattern, type PatternVerdict } from '../../../src/features/vocabulary/pattern.rules.ts';
import type { Pattern } from '../../../src/features/vocabulary/profile.schema.ts';

const patterns = new Map(
  Object.entries<Partial<Pattern>>({
    life: { sequence: ['start', 'middle', 'end?'] },
    middle: { zeroOrMore: 'answer' },
    'end?': { optional: 'end' },
    end: { alternates: ['passed', 'failed'] },
    many: { oneOrMore: 'answer' },
    twice: { sequence: ['answer', 'answer'] },
    empties: { zeroOrMore: 'end?' },
    manyEmpties: { oneOrMore: 'end?' },
  }).map(([id, pattern]): [string, Pattern] => [id, { id, type: 'Pattern', primary: false, ...pattern }]),
);
const follow = (pattern: string, said: string) =>
  followPattern(pattern, patterns, said === '' ? [] : said.split(' ').map((word) => word.split('+')));
const broken = (at: number): PatternVerdict => ({ kind: 'broken', at });

describe('a pattern', () => {
  test.each<[string, string, string, PatternVerdict]>([
    ['is only begun before anything came', 'life', '', { kind: 'begun' }],
    ['is whole when what may be missing is missing', 'life', 'start', { kind: 'whole' }],
    ['takes any number of what may repeat', 'life', 'start answer answer answer', { kind: 'whole' }],
    ['takes one of the alternatives at its end', 'life', 'start answer failed', { kind: 'whole' }],
    ['takes nothing after its end', 'life', 'start passed answer', broken(2)],
    ['takes nothing in another’s place', 'life', 'answer start', broken(0)],
    ['that repeats at least once wants one', 'many', '', { kind: 'begun' }],
    ['that repeats at least once takes more', 'many', 'answer answer', { kind: 'whole' }],
    ['may name the same template twice', 'twice', 'answer', { kind: 'begun' }],
    ['that names a template twice takes no third', 'twice', 'answer answer answer', broken(2)],
    ['of repeated nothing ends', 'empties', '', { kind: 'whole' }],
    ['of repeated nothing takes something', 'manyEmpties', 'passed failed', { kind: 'whole' }],
    [
      'goes both ways where a statement follows two templates',
      'life',
      'start answer+passed',
      { kind: 'whole' },
    ],
    ['may be a single template', 'answer', 'answer', { kind: 'whole' }],
  ])('%s', (_sentence, pattern, said, verdict) => {
    expect(follow(pattern, said)).toEqual(verdict);
  });

  test('follows exactly the words of the regular expression it stands for', () => {
    const letters = { start: 's', answer: 'a', passed: 'p', failed: 'f' };
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...(Object.keys(letters) as (keyof typeof letters)[])), { maxLength: 7 }),
        (words) => {
          const text = words.map((word) => letters[word]).join('');
          expect(follow('life', words.join(' ')).kind === 'whole').toBe(/^sa*[pf]?$/.test(text));
        },
      ),
    );
  });

  test('that grows beyond reading is refused', () => {
    const wild = new Map(
      Array.from({ length: 24 }, (_, depth): [string, Pattern] => [
        `p${depth}`,
        {
          id: `p${depth}`,
          type: 'Pattern',
          primary: false,
          sequence: [`o${depth}`, `o${depth}`, `t${depth}`],
        },
      ]),
    );
    for (let depth = 0; depth < 24; depth += 1)
      wild.set(`o${depth}`, { id: `o${depth}`, type: 'Pattern', primary: false, optional: `p${depth + 1}` });
    expect(() => followPattern('p0', wild, [])).toThrow('patternTooComplex');
  });
});
