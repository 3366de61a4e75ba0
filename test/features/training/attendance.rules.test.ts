import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decideArrival,
  describeLesson,
  shareAttended,
  suggestLessons,
} from '../../../src/features/training/attendance.rules.ts';

const at = (time: string) => new Date(`2026-09-07T${time}:00Z`);

describe('when a learner checks in', () => {
  it.each([
    ['before the start was there', '07:50', 'present'],
    ['ten minutes after the start was there', '08:10', 'present'],
    ['eleven minutes after the start was late', '08:11', 'late'],
  ])('who comes %s', (_name, time, state) => {
    expect(decideArrival(at('08:00'), at(time))).toBe(state);
  });
});

describe('the share attended', () => {
  it.each([
    ['counts being late as being there', { present: 2, late: 1, absent: 1, excused: 0 }, 0.75],
    ['doesn’t count what one was excused from', { present: 1, late: 0, absent: 1, excused: 8 }, 0.5],
    ['is zero for who never came', { present: 0, late: 0, absent: 3, excused: 0 }, 0],
    ['is unknown while nothing was due', { present: 0, late: 0, absent: 0, excused: 2 }, null],
  ])('%s', (_name, counts, share) => {
    expect(shareAttended(counts)).toBe(share);
  });
});

const lesson = (id: string, startsAt: Date, endsAt: Date) => ({
  id,
  title: id,
  place: null,
  startsAt,
  endsAt,
});
const today = lesson('today', at('08:00'), at('09:30'));
const tomorrow = lesson('tomorrow', new Date('2026-09-08T08:00:00Z'), new Date('2026-09-08T09:30:00Z'));
const monthAgo = lesson('month ago', new Date('2026-08-07T08:00:00Z'), new Date('2026-08-07T09:30:00Z'));
const lastWeek = lesson('last week', new Date('2026-08-31T08:00:00Z'), new Date('2026-08-31T09:30:00Z'));
const suggested = (recorded: Parameters<typeof suggestLessons>[1]) =>
  suggestLessons([monthAgo, lastWeek, today, tomorrow], recorded, at('08:05')).map(({ id }) => id);

describe('lessons offered for recording', () => {
  it('are the recent ones, nearest first', () => {
    expect(suggested([])).toEqual(['today', 'last week']);
  });
  it('are not those that were begun from the timetable', () => {
    expect(suggested([{ lessonId: 'today', startsAt: at('08:00'), minutes: 90 }])).toEqual(['last week']);
  });
  it('are not those that were recorded by hand at the same time', () => {
    expect(suggested([{ lessonId: null, startsAt: at('08:30'), minutes: 45 }])).toEqual(['last week']);
  });
  it('are still those next to which another was held', () => {
    expect(suggested([{ lessonId: null, startsAt: at('09:30'), minutes: 45 }])).toEqual([
      'today',
      'last week',
    ]);
  });
  it('become a session as long as they are', () => {
    expect(describeLesson(today)).toEqual({
      lessonId: 'today',
      title: 'today',
      place: null,
      startsAt: at('08:00'),
      minutes: 90,
    });
  });
  it('are never more than five and never one that is recorded', () => {
    const moments = fc.integer({ min: -40, max: 40 });
    fc.assert(
      fc.property(fc.uniqueArray(moments), fc.array(moments), (lessons, recorded) => {
        const hour = (n: number) => new Date(at('08:00').getTime() + n * 3_600_000);
        const all = lessons.map((n) => lesson(String(n), hour(n), hour(n + 1)));
        const ids = recorded.map((n) => ({ lessonId: String(n), startsAt: hour(n), minutes: 60 }));
        const offered = suggestLessons(all, ids, at('08:00'));
        expect(offered.length).toBeLessThanOrEqual(5);
        expect(offered.some(({ id }) => recorded.includes(Number(id)))).toBe(false);
      }),
    );
  });
});
