import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import {
  bandOf,
  correlateInterests,
  interestCode,
  isDifferentiated,
} from '../../../src/features/occupations/interest-match.rules.ts';
import { INTEREST_TYPES, type Interests } from '../../../src/features/occupations/occupations.schema.ts';

interface Fixture {
  user: Interests;
  top10: { r: number; soc: string; title: string }[];
}
const fixture = JSON.parse(
  readFileSync('test/features/occupations/riasec-match.fixture.json', 'utf8'),
) as Fixture;
/** All 923 occupations that O*NET 29.3 has interests of. */
const onet = parse<Record<string, string>>(readFileSync('test/data/onet-interests.csv', 'utf8'), {
  columns: true,
}).map((row) => ({
  soc: row['soc'] ?? '',
  title: row['title'] ?? '',
  interests: Object.fromEntries(INTEREST_TYPES.map((type) => [type, Number(row[type])])) as Interests,
}));

const interests = fc
  .tuple(...INTEREST_TYPES.map(() => fc.integer({ min: 0, max: 40 })))
  .map((values) => Object.fromEntries(INTEREST_TYPES.map((type, at) => [type, values[at]])) as Interests);

describe('the likeness of interests', () => {
  it('gives the ten closest of 923 occupations exactly as computed outside', () => {
    const top = onet
      .map(({ soc, title, interests: own }) => ({
        soc,
        title,
        r: correlateInterests(fixture.user, own) ?? -1,
      }))
      .toSorted((a, b) => b.r - a.r)
      .slice(0, 10)
      .map((row) => ({ ...row, r: Number(row.r.toFixed(4)) }));
    expect(onet).toHaveLength(923);
    expect(top).toEqual(fixture.top10.map(({ r, soc, title }) => ({ soc, title, r })));
  });

  it('lies between −1 and 1, is the same both ways, and doesn’t care about level or spread', () => {
    fc.assert(
      fc.property(interests, interests, (one, other) => {
        const r = correlateInterests(one, other);
        if (r === null) return;
        expect(Math.abs(r)).toBeLessThanOrEqual(1 + 1e-9);
        expect(correlateInterests(other, one)).toBeCloseTo(r, 9);
        const moved = Object.fromEntries(
          INTEREST_TYPES.map((type) => [type, 3 + 2 * one[type]]),
        ) as Interests;
        expect(correlateInterests(moved, other)).toBeCloseTo(r, 9);
      }),
    );
  });

  it('says nothing of a profile that is flat', () => {
    expect(correlateInterests({ R: 3, I: 3, A: 3, S: 3, E: 3, C: 3 }, fixture.user)).toBeNull();
  });

  test.each([
    [0.729, 'close'],
    [0.7289, 'near'],
    [0.608, 'near'],
    [0.6079, 'far'],
    [-1, 'far'],
  ])('r = %d is %s', (r, band) => expect(bandOf(r)).toBe(band));

  test.each<[string, Interests, boolean, string]>([
    ['the fixture’s person', fixture.user, true, 'ICR'],
    ['five points apart', { R: 10, I: 15, A: 10, S: 10, E: 10, C: 10 }, false, 'IRASEC'],
    ['six points apart', { R: 10, I: 16, A: 12, S: 11, E: 10, C: 10 }, true, 'IAS'],
    ['a tie for the third place', { R: 20, I: 16, A: 12, S: 12, E: 0, C: 0 }, true, 'RIAS'],
  ])('of %s knows whether there is a profile, and its code', (_name, given, differentiated, code) => {
    expect(isDifferentiated(given)).toBe(differentiated);
    expect(interestCode(given).join('')).toBe(code);
  });
});
