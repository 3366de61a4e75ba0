import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  appraisalDueOn,
  findLacks,
  gradeOf,
  judgeReadiness,
  scoreOf,
  type Lack,
} from '../../../src/features/partners/mentor-file.rules.ts';
import {
  APPRAISAL_CRITERIA,
  COMPETENCES,
  type FileOutline,
  type Ratings,
} from '../../../src/features/partners/mentor-file.schema.ts';

const TODAY = '2026-09-07';
const COMPLETE: FileOutline = {
  hasEmployer: true,
  hasPosition: true,
  shown: [...COMPETENCES],
  engagements: ['project_guidance'],
  selectedOn: '2026-08-01',
  agreementFrom: '2026-09-01',
  agreementUntil: '2027-08-31',
};

describe('a mentor’s file', () => {
  it.each<[string, Partial<FileOutline>, Lack[]]>([
    ['is complete with everything in it', {}, []],
    ['holds on the agreement’s last day', { agreementUntil: TODAY }, []],
    ['needs an employer', { hasEmployer: false }, ['employer']],
    [
      'needs something to show for each competence',
      { shown: ['skill', 'ethics'] },
      ['experience', 'teaching', 'induction'],
    ],
    [
      'isn’t completed by a competence of another standard',
      { shown: ['x', ...COMPETENCES.slice(1)] },
      ['experience'],
    ],
    ['needs duties', { engagements: [] }, ['engagements']],
    ['needs a selection that has been', { selectedOn: '2026-09-08' }, ['selection']],
    ['needs an agreement with both its days', { agreementUntil: null }, ['agreement']],
    ['needs an agreement that has begun', { agreementFrom: '2026-09-08' }, ['agreement']],
    ['needs an agreement that hasn’t ended', { agreementUntil: '2026-09-06' }, ['agreementOver']],
  ])('%s', (_sentence, given, lacks) => {
    expect(findLacks({ ...COMPLETE, ...given }, TODAY)).toEqual(lacks);
  });

  it('lacks everything where there is none', () => {
    expect(findLacks(null, TODAY)).toHaveLength(5 + COMPETENCES.length);
  });

  it.each<[string, FileOutline | null, string | null, string]>([
    ['complete is ready', COMPLETE, null, 'ready'],
    ['incomplete is not', null, null, 'notReady'],
    ['an exception lets it be until its last day', null, TODAY, 'excepted'],
    ['and no longer', null, '2026-09-06', 'notReady'],
  ])('%s', (_sentence, file, exceptUntil, expected) => {
    expect(judgeReadiness({ file, exception: { exceptUntil } }, TODAY).readiness).toBe(expected);
  });
});

describe('an appraisal', () => {
  it.each<[string, string | null, string | null, string | null]>([
    ['is due a year after the selection', '2026-08-01', null, '2027-08-01'],
    ['then a year after the last one', '2024-08-01', '2026-03-05', '2027-03-05'],
    ['after a leap day, on the first of March', '2024-02-29', null, '2025-03-01'],
    ['isn’t due before anybody was selected', null, null, null],
  ])('%s', (_sentence, selectedOn, lastAppraisedOn, expected) => {
    expect(appraisalDueOn({ selectedOn, lastAppraisedOn })).toBe(expected);
  });

  it('scores from 0 to 100, and a better rating never less', () => {
    const rating = fc.integer({ min: 1, max: 5 });
    const ratings = fc.record(
      Object.fromEntries(APPRAISAL_CRITERIA.map((criterion) => [criterion, rating])),
    ) as fc.Arbitrary<Ratings>;
    fc.assert(
      fc.property(ratings, fc.constantFrom(...APPRAISAL_CRITERIA), (given, criterion) => {
        const score = scoreOf(given);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(scoreOf({ ...given, [criterion]: 5 })).toBeGreaterThanOrEqual(score);
      }),
    );
    const all = (rated: number) =>
      Object.fromEntries(APPRAISAL_CRITERIA.map((criterion) => [criterion, rated])) as Ratings;
    expect([1, 3, 5].map((rated) => scoreOf(all(rated)))).toEqual([0, 50, 100]);
    expect([0, 50, 70, 85].map(gradeOf)).toEqual(['insufficient', 'sufficient', 'good', 'excellent']);
  });
});
