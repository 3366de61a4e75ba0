import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addMonths,
  courseDueOn,
  judgeDue,
  judgeRegulation,
  resourceDueOn,
} from '../../../src/features/resources/freshness.rules.ts';

describe('months', () => {
  it.each([
    ['the same day of a later month', '2026-03-15', 6, '2026-09-15'],
    ['across the year', '2026-09-15', 6, '2027-03-15'],
    ['the last day where there is no such day', '2026-08-31', 6, '2027-02-28'],
    ['in a leap year', '2027-08-31', 6, '2028-02-29'],
    ['twelve make a year', '2024-02-29', 12, '2025-02-28'],
  ])('%s', (_name, day, months, expected) => expect(addMonths(day, months)).toBe(expected));

  it('never go backwards', () => {
    const day = fc
      .integer({ min: 0, max: 20_000 })
      .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 24 }), (from, months) => {
        expect(addMonths(from, months) <= addMonths(from, months + 1)).toBe(true);
      }),
    );
  });
});

describe('what is due', () => {
  it.each([
    ['late begins the day after', '2026-09-07', '2026-09-08', 'overdue', -1],
    ['on the day itself it is not late', '2026-09-07', '2026-09-07', 'soon', 0],
    ['thirty days before it is soon', '2026-10-07', '2026-09-07', 'soon', 30],
    ['before that it is fine', '2026-10-08', '2026-09-07', 'fine', 31],
  ])('%s', (_name, dueOn, today, standing, daysLeft) =>
    expect(judgeDue(dueOn, today)).toEqual({ dueOn, standing, daysLeft }),
  );

  it('a resource is looked at within a year, whatever its row says (R054)', () => {
    expect(resourceDueOn({ checkedOn: '2026-01-10', checkMonths: 6 })).toBe('2026-07-10');
    expect(resourceDueOn({ checkedOn: '2026-01-10', checkMonths: 36 })).toBe('2027-01-10');
  });

  it('a course is updated a year after its last approved update, else after it began (R027)', () => {
    expect(courseDueOn({ createdOn: '2025-09-01', approvedOn: null })).toBe('2026-09-01');
    expect(courseDueOn({ createdOn: '2025-09-01', approvedOn: '2026-05-20' })).toBe('2027-05-20');
  });
});

describe('a regulation (R111)', () => {
  const LAW = { effectiveOn: '2021-11-01', checkedOn: '2026-03-01', repealedOn: null };
  it.each([
    ['in force when the school has compared it', {}, 'in_force'],
    ['to be reviewed until it has', { checkedOn: null }, 'to_review'],
    ['overdue a year after', { checkedOn: '2025-09-01' }, 'overdue'],
    ['coming before its day', { effectiveOn: '2027-01-01' }, 'coming'],
    ['repealed from that day on, reviewed or not', { checkedOn: null, repealedOn: '2026-09-07' }, 'repealed'],
    ['not repealed before it', { repealedOn: '2026-12-01' }, 'in_force'],
  ])('%s', (_name, given, standing) =>
    expect(judgeRegulation({ ...LAW, ...given }, '2026-09-07')).toBe(standing),
  );
});
