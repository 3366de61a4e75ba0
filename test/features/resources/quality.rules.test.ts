import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  errorRate,
  judgeQuality,
  mayPublish,
  type CheckId,
  type Measured,
} from '../../../src/features/resources/quality.rules.ts';
import {
  judgeReviews,
  openSeats,
  refuseReview,
  isApproved,
} from '../../../src/features/resources/review.rules.ts';
import {
  RESOURCE_SEATS,
  UPDATE_SEATS,
  type ReviewRow,
} from '../../../src/features/resources/resources.schema.ts';

const said = (given: Partial<ReviewRow>): ReviewRow => ({
  seat: 'political',
  personId: 'p1',
  personName: 'Expert 01',
  verdict: 'approved',
  comment: '',
  at: new Date('2026-09-01T00:00:00Z'),
  ...given,
});
const BOTH = judgeReviews([said({}), said({ seat: 'scientific', personId: 'p2' })], RESOURCE_SEATS);
const GOOD: Measured = {
  medium: 'document',
  practical: false,
  historical: false,
  characters: 40_000,
  errors: 1,
  durationSeconds: null,
  width: null,
  height: null,
  skills: 1,
  targets: ['certificate'],
  reviews: BOTH,
};

describe('Table 2', () => {
  it.each<[string, Partial<Measured>, CheckId, string]>([
    ['one error in 40,000 characters passes', {}, 'text', 'passed'],
    ['one error in 39,999 doesn’t', { characters: 39_999 }, 'text', 'failed'],
    ['no errors pass however short the text', { characters: 10, errors: 0 }, 'text', 'passed'],
    ['a text that nobody read isn’t checked', { characters: null, errors: null }, 'text', 'missing'],
    ['what holds no text needs no reading', { characters: 0, errors: 0 }, 'text', 'not_needed'],
    [
      'thirty minutes of practical work pass',
      { medium: 'video', practical: true, durationSeconds: 1800 },
      'video',
      'passed',
    ],
    ['a second more doesn’t', { medium: 'video', practical: true, durationSeconds: 1801 }, 'video', 'failed'],
    ['an unknown length has to be looked at', { medium: 'video', practical: true }, 'video', 'missing'],
    ['a lecture on film may be longer', { medium: 'video', durationSeconds: 3600 }, 'video', 'not_needed'],
    ['720 at the shorter side passes', { medium: 'image', width: 1280, height: 720 }, 'image', 'passed'],
    ['also upright', { medium: 'image', width: 720, height: 1280 }, 'image', 'passed'],
    ['719 doesn’t', { medium: 'image', width: 1280, height: 719 }, 'image', 'failed'],
    [
      'a historical picture may be small',
      { medium: 'image', width: 320, height: 200, historical: true },
      'image',
      'not_needed',
    ],
    ['an unknown size has to be looked at', { medium: 'image' }, 'image', 'missing'],
    ['a resource without a skill isn’t linked', { skills: 0 }, 'ability', 'missing'],
    ['a post alone is no certificate', { targets: ['post', 'training'] }, 'target', 'missing'],
    ['a contest is enough', { targets: ['contest'] }, 'target', 'passed'],
    ['nobody reviewed', { reviews: judgeReviews([], RESOURCE_SEATS) }, 'political', 'missing'],
    [
      'one person can’t be both',
      { reviews: judgeReviews([said({}), said({ seat: 'scientific' })], RESOURCE_SEATS) },
      'scientific',
      'missing',
    ],
    [
      'what was returned fails',
      { reviews: judgeReviews([said({ verdict: 'returned' })], RESOURCE_SEATS) },
      'political',
      'failed',
    ],
  ])('%s', (_name, given, id, result) => {
    const checks = judgeQuality({ ...GOOD, ...given });
    const check = checks.find((one) => one.id === id);
    expect(check?.result).toBe(result);
    expect(mayPublish(checks)).toBe(result === 'passed' || result === 'not_needed');
  });

  it('judges a text as its rate says, without rounding', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000_000 }),
        fc.integer({ min: 0, max: 200 }),
        (characters, errors) => {
          const passed = judgeQuality({ ...GOOD, characters, errors })[0]?.result === 'passed';
          expect(passed).toBe(BigInt(errors) * 40_000n <= BigInt(characters));
          expect(errorRate(errors, characters)).toBeCloseTo((errors / characters) * 100, 10);
        },
      ),
    );
  });
});

describe('the double review', () => {
  const expert = { personId: 'p1', roles: ['expert' as const] };
  const mentor = { personId: 'p2', roles: ['enterprise_mentor' as const] };
  const teacher = { personId: 't', roles: ['instructor' as const] };
  const asked = (
    reviews: ReviewRow[],
    reader: typeof expert | typeof mentor | typeof teacher,
    authors = ['t'],
  ) => ({
    standing: judgeReviews(reviews, RESOURCE_SEATS),
    reader,
    authors,
  });
  const approve = { seat: 'political' as const, verdict: 'approved' as const, comment: '' };

  it.each([
    ['an expert may take either part', asked([], expert), approve, null],
    ['a mentor too', asked([], mentor), approve, null],
    ['a teacher none', asked([], teacher), approve, 'roleMissing'],
    ['nobody their own work', asked([], expert, ['p1']), approve, 'resources.ownWork'],
    ['nobody both parts', asked([said({ seat: 'scientific' })], expert), approve, 'resources.otherSeat'],
    ['nobody overrules another', asked([said({})], mentor), approve, 'resources.seatTaken'],
    [
      'returning needs a word',
      asked([], expert),
      { ...approve, verdict: 'returned' as const },
      'resources.commentMissing',
    ],
    [
      'one may change one’s mind on the same part',
      asked([said({})], expert),
      { ...approve, verdict: 'returned' as const, comment: 'See page 3' },
      null,
    ],
  ])('%s', (_name, given, verdict, refused) => {
    expect(refuseReview(given, verdict)).toBe(refused);
  });

  it('goes by the newest word on each part', () => {
    const later = said({ verdict: 'returned', at: new Date('2026-09-02T00:00:00Z') });
    expect(
      isApproved(
        judgeReviews([said({}), later, said({ seat: 'scientific', personId: 'p2' })], RESOURCE_SEATS),
      ),
    ).toBe(false);
    expect(isApproved(BOTH)).toBe(true);
  });

  it('of a course’s update gives each role its own part', () => {
    const standing = judgeReviews([], UPDATE_SEATS);
    const both = { personId: 'x', roles: ['expert' as const, 'enterprise_mentor' as const] };
    expect(openSeats({ standing, reader: expert, authors: [] })).toEqual(['expert']);
    expect(openSeats({ standing, reader: mentor, authors: [] })).toEqual(['enterprise']);
    expect(openSeats({ standing, reader: both, authors: [] })).toEqual(['expert', 'enterprise']);
    const one = judgeReviews([said({ seat: 'expert', personId: 'x' })], UPDATE_SEATS);
    expect(openSeats({ standing: one, reader: both, authors: [] })).toEqual(['expert']);
  });

  it('is never whole with one person’s approvals alone', () => {
    const row = fc.record({
      seat: fc.constantFrom(...RESOURCE_SEATS),
      verdict: fc.constantFrom('approved' as const, 'returned' as const),
      personId: fc.constantFrom('a', 'b'),
      at: fc.integer({ min: 0, max: 9 }).map((n) => new Date(n)),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        const standing = judgeReviews(rows.map(said), RESOURCE_SEATS);
        if (!isApproved(standing)) return;
        const people = standing.map(({ review }) => review?.personId);
        expect(new Set(people).size).toBe(2);
      }),
    );
  });
});
