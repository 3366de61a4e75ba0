import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MailPolicy } from '../../../src/features/inbox/inbox.schema.ts';
import { clockOf, mayMailAt, minuteOf, nextMailTime } from '../../../src/features/inbox/mail-time.rules.ts';
import { decideAfterSending, decideMail, type UntoldNotice } from '../../../src/features/inbox/mail.rules.ts';
import { isSchoolDay, type SchoolCalendar } from '../../../src/features/roster/index.ts';
import { joinDays } from '../../../src/features/roster/school-day.rules.ts';

const POLICY: MailPolicy = { quietFrom: 1320, quietUntil: 420, schoolDaysOnly: true, dailyCap: 3 };
const CALENDAR: SchoolCalendar = {
  timeZone: 'Asia/Shanghai',
  terms: [{ startsOn: '2026-09-01', endsOn: '2027-01-15' }],
  days: new Map([
    ['2026-10-01', 'holiday'],
    ['2026-10-02', 'holiday'],
    ['2026-10-10', 'school_day'],
  ]),
};
/** A time of day in Shanghai. */
const shanghai = (wall: string) => new Date(`${wall}:00+08:00`);

describe('whether an e-mail may go out', () => {
  it.each<[string, string, boolean]>([
    ['in the morning of a school day', '2026-09-07T09:00', true],
    ['the minute before quiet hours begin', '2026-09-07T21:59', true],
    ['not when quiet hours begin', '2026-09-07T22:00', false],
    ['not at night', '2026-09-08T03:00', false],
    ['not a minute before quiet hours end', '2026-09-08T06:59', false],
    ['when quiet hours end', '2026-09-08T07:00', true],
    ['not on a Saturday', '2026-09-12T10:00', false],
    ['on a Saturday that is worked to make up for a holiday', '2026-10-10T10:00', true],
    ['not on a holiday', '2026-10-01T10:00', false],
    ['not outside all terms', '2027-02-01T10:00', false],
  ])('%s', (_sentence, wall, expected) => {
    expect(mayMailAt(shanghai(wall), POLICY, CALENDAR)).toBe(expected);
  });

  it('is every day’s business where the school says so', () => {
    expect(mayMailAt(shanghai('2026-09-12T10:00'), { ...POLICY, schoolDaysOnly: false }, CALENDAR)).toBe(
      true,
    );
  });

  it('waits from Friday night to Monday morning, and over a holiday', () => {
    expect(nextMailTime(shanghai('2026-09-11T23:00'), POLICY, CALENDAR)).toEqual(
      shanghai('2026-09-14T07:00'),
    );
    expect(nextMailTime(shanghai('2026-09-30T22:30'), POLICY, CALENDAR)).toEqual(
      shanghai('2026-10-05T07:00'),
    );
  });

  it('never finds a moment inside quiet hours, and none earlier would do', () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true }),
        minute,
        minute,
        fc.boolean(),
        fc.constantFrom('Asia/Shanghai', 'Asia/Kathmandu', 'Europe/Berlin', 'America/New_York'),
        (from, quietFrom, quietUntil, schoolDaysOnly, timeZone) => {
          const policy = { ...POLICY, quietFrom, quietUntil, schoolDaysOnly };
          const calendar = { ...CALENDAR, terms: [], timeZone };
          const at = nextMailTime(from, policy, calendar);
          expect(at.getTime()).toBeGreaterThanOrEqual(from.getTime());
          expect(mayMailAt(at, policy, calendar)).toBe(true);
          const justBefore = new Date(at.getTime() - 60_000);
          if (justBefore >= from) expect(mayMailAt(justBefore, policy, calendar)).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('writes clock times as forms do', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1439 }), (minute) => minuteOf(clockOf(minute)) === minute),
    );
  });
});

const notice = (given: Partial<UntoldNotice> = {}): UntoldNotice => ({
  id: 'n1',
  kind: 'case.assigned',
  urgent: false,
  createdAt: shanghai('2026-09-06T15:00'),
  ...given,
});
const MONDAY = shanghai('2026-09-07T09:00');

describe('what an e-mail is made of', () => {
  const decide = (box: Partial<Parameters<typeof decideMail>[0]>, now = MONDAY) =>
    decideMail({ untold: [notice()], refused: [], mailsToday: 0, ...box }, POLICY, CALENDAR, now);

  it.each<[string, Partial<Parameters<typeof decideMail>[0]>, Date, string[] | null]>([
    ['what came before this morning is in the digest', {}, MONDAY, ['n1']],
    [
      'what came this morning waits for tomorrow’s',
      { untold: [notice({ createdAt: shanghai('2026-09-07T08:00') })] },
      MONDAY,
      null,
    ],
    [
      'what is urgent goes at once and takes the rest along',
      {
        untold: [
          notice({ createdAt: shanghai('2026-09-07T08:00') }),
          notice({ id: 'n2', urgent: true, createdAt: shanghai('2026-09-07T08:30') }),
        ],
      },
      MONDAY,
      ['n1', 'n2'],
    ],
    ['nothing goes beyond the day’s cap', { mailsToday: 3 }, MONDAY, null],
    ['nothing goes in quiet hours', {}, shanghai('2026-09-07T22:30'), null],
    ['nothing goes to who wants none', { refused: ['*'] }, MONDAY, null],
    ['a kind that is refused is left out', { refused: ['case.assigned'] }, MONDAY, null],
    ['nothing is made of nothing', { untold: [] }, MONDAY, null],
  ])('%s', (_sentence, box, now, expected) => {
    const decision = decide(box, now);
    expect(decision.kind === 'mail' ? decision.noticeIds : null).toEqual(expected);
  });

  it('never goes out in quiet hours, beyond the cap or about a refused kind, whatever waits', () => {
    const untold = fc.array(
      fc.record({
        id: fc.uuid(),
        kind: fc.constantFrom('a', 'b', 'c'),
        urgent: fc.boolean(),
        createdAt: fc.date({ min: new Date('2026-09-01'), max: new Date('2026-12-01'), noInvalidDate: true }),
      }),
    );
    fc.assert(
      fc.property(
        untold,
        fc.subarray(['a', 'b', 'c', '*']),
        fc.nat(5),
        fc.date({ min: new Date('2026-09-01'), max: new Date('2026-12-01'), noInvalidDate: true }),
        (waiting, refused, mailsToday, now) => {
          const decision = decideMail({ untold: waiting, refused, mailsToday }, POLICY, CALENDAR, now);
          if (decision.kind === 'nothing') return;
          expect(mayMailAt(now, POLICY, CALENDAR)).toBe(true);
          expect(mailsToday).toBeLessThan(POLICY.dailyCap);
          expect(refused).not.toContain('*');
          const told = waiting.filter(({ id }) => decision.noticeIds.includes(id));
          expect(told.length).toBeGreaterThan(0);
          for (const { kind } of told) expect(refused).not.toContain(kind);
        },
      ),
    );
  });
});

describe('an attempt', () => {
  it.each<[string, Parameters<typeof decideAfterSending>[0], number, string]>([
    ['that worked is the last', 'sent', 1, 'sent'],
    ['that failed is made again', 'failed', 1, 'waiting'],
    ['that the server refuses for good is the last', 'refused', 1, 'dead'],
    ['that failed for a day is the last', 'failed', 9, 'dead'],
  ])('%s', (_sentence, outcome, attempts, state) => {
    expect(decideAfterSending(outcome, attempts, MONDAY).state).toBe(state);
  });

  it('is followed by ever longer rests', () => {
    const rests = [1, 2, 3, 4, 5, 6, 7, 8].map((attempts) => {
      const after = decideAfterSending('failed', attempts, MONDAY);
      return after.state === 'waiting' ? after.nextAttemptAt.getTime() - MONDAY.getTime() : 0;
    });
    expect(rests).toEqual([...rests].sort((a, b) => a - b));
    expect(rests.every((rest) => rest > 0)).toBe(true);
  });
});

describe('a school’s calendar', () => {
  it('knows Monday to Friday all year where no terms are entered', () => {
    expect(isSchoolDay('2026-07-15', { terms: [], days: new Map() })).toBe(true);
    expect(isSchoolDay('2026-07-18', { terms: [], days: new Map() })).toBe(false);
  });

  it('shows days that follow each other as one stretch', () => {
    const day = (on: string, name = 'N') => ({ day: on, kind: 'holiday' as const, name });
    expect(
      joinDays([day('2026-10-02'), day('2026-10-01'), day('2026-10-03', 'M'), day('2026-10-09')]),
    ).toEqual([
      { from: '2026-10-01', until: '2026-10-02', kind: 'holiday', name: 'N' },
      { from: '2026-10-03', until: '2026-10-03', kind: 'holiday', name: 'M' },
      { from: '2026-10-09', until: '2026-10-09', kind: 'holiday', name: 'N' },
    ]);
  });
});
