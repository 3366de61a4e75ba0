import { describe, expect, test } from '@jest/globals';
import { readScore } from '../../../src/features/xapi/learning-result.rules.ts';

describe('the share of the points', () => {
  test.each<[string, Parameters<typeof readScore>[0], boolean, number | undefined]>([
    ['raw between min and max, whatever scaled says', { raw: 5, min: 0, max: 10, scaled: 0 }, false, 0.5],
    ['a range that does not begin at zero', { raw: 3, min: 1, max: 5 }, false, 0.5],
    ['min = max says nothing', { raw: 0, min: 0, max: 0, scaled: 0 }, false, undefined],
    ['scaled alone', { scaled: 0.75 }, false, 0.75],
    ['scaled below zero', { scaled: -0.5 }, false, 0],
    ['scaled alone from Moodle: of unknown meaning', { scaled: 0.5 }, true, undefined],
    ['raw and max from Moodle SCORM', { raw: 80, max: 100 }, true, 0.8],
    ['raw alone', { raw: 80 }, false, undefined],
  ])('%s', (_sentence, score, isFromMoodle, expected) => {
    expect(readScore(score, isFromMoodle)).toBe(expected);
  });
});
