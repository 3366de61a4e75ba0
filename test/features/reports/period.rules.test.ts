import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decidePeriod, monthBefore, type PeriodAsk } from '../../../src/features/reports/period.rules.ts';

const TODAY = '2026-11-22';
const TERM = { startsOn: '2026-09-01', endsOn: '2027-01-20' };
const ask = (changes: Partial<PeriodAsk>): PeriodAsk => ({
  period: 'custom',
  from: null,
  until: null,
  ...changes,
});

describe('the period of a report', () => {
  it.each([
    ['is the last seven days', ask({ period: 'week' }), TERM, { from: '2026-11-16', until: TODAY }],
    ['is the last thirty days', ask({ period: 'month' }), TERM, { from: '2026-10-24', until: TODAY }],
    ['is the term so far', ask({ period: 'term' }), TERM, { from: '2026-09-01', until: TODAY }],
    [
      'is a term that is over, whole',
      ask({ period: 'term' }),
      { startsOn: '2026-03-01', endsOn: '2026-07-10' },
      { from: '2026-03-01', until: '2026-07-10' },
    ],
    [
      'is half a year where the course has no term',
      ask({ period: 'term' }),
      null,
      { from: '2026-05-24', until: TODAY },
    ],
    [
      'is half a year while the term hasn’t begun',
      ask({ period: 'term' }),
      { startsOn: '2027-03-01', endsOn: '2027-07-01' },
      { from: '2026-05-24', until: TODAY },
    ],
    [
      'is two days that were given, both included',
      ask({ from: '2026-11-01', until: '2026-11-02' }),
      TERM,
      { from: '2026-11-01', until: '2026-11-02' },
    ],
    ['may be one day', ask({ from: TODAY, until: TODAY }), TERM, { from: TODAY, until: TODAY }],
    ['is none without both days', ask({ from: '2026-11-01' }), TERM, null],
    [
      'is none when the days are the wrong way round',
      ask({ from: '2026-11-02', until: '2026-11-01' }),
      TERM,
      null,
    ],
    ['is none when it reaches beyond today', ask({ from: '2026-11-01', until: '2026-11-23' }), TERM, null],
    ['is none when it is longer than 800 days', ask({ from: '2024-01-01', until: TODAY }), TERM, null],
  ])('%s', (_sentence, asked, term, expected) => {
    expect(decidePeriod(asked, TODAY, term)).toEqual(expected);
  });

  it.each([
    ['2026-11-22', { from: '2026-10-01', until: '2026-10-31' }],
    ['2026-01-01', { from: '2025-12-01', until: '2025-12-31' }],
    ['2028-03-05', { from: '2028-02-01', until: '2028-02-29' }],
  ])('on %s, the month before is %j', (today, month) => {
    expect(monthBefore(today)).toEqual(month);
  });

  it('never ends after today nor before it begins', () => {
    const day = fc
      .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .map((at) => at.toISOString().slice(0, 10));
    fc.assert(
      fc.property(
        fc.constantFrom('week', 'month', 'term', 'custom' as const),
        day,
        day,
        day,
        (period, today, from, until) => {
          const decided = decidePeriod({ period: period, from, until }, today, {
            startsOn: from,
            endsOn: until < from ? from : until,
          });
          if (decided) {
            expect(decided.until <= today).toBe(true);
            expect(decided.from <= decided.until).toBe(true);
          }
        },
      ),
    );
  });
});
