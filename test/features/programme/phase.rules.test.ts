import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decidePhase } from '../../../src/features/programme/phase.rules.ts';
import type { Phase, Timetable } from '../../../src/features/programme/programme.schema.ts';

const at = (time: string) => new Date(`2026-09-${time}:00Z`);
const lesson = (from: string, to: string) => ({ startsAt: at(from), endsAt: at(to) });
const MONDAY = lesson('07T08:00', '07T10:00');
const WEDNESDAY = lesson('09T08:00', '09T10:00');
const NEXT_WEEK = lesson('16T08:00', '16T10:00');
const timetable = (lessons: Timetable['lessons'], graceMinutes = 0, preparationHours = 336): Timetable => ({
  ...{ lessons, graceMinutes, preparationHours },
});
const week = timetable([MONDAY, WEDNESDAY]);
const graced = timetable([MONDAY, WEDNESDAY], 10);
const weekly = timetable([WEDNESDAY, NEXT_WEEK], 0, 48);

describe('decidePhase (R055)', () => {
  test.each<[string, string, Timetable, Phase | null]>([
    ['without a timetable nothing can be told', '07T09:00', timetable([]), null],
    ['before the first lesson is before class', '01T09:00', week, 'pre_class'],
    ['a lesson’s first minute is in class', '07T08:00', week, 'in_class'],
    ['the middle of a lesson is in class', '07T09:00', week, 'in_class'],
    ['a lesson’s last moment isn’t in class any more', '07T10:00', week, 'post_class'],
    ['shortly after a lesson is after class', '07T20:00', week, 'post_class'],
    ['one minute before the middle of the gap is still after class', '08T08:59', week, 'post_class'],
    ['the middle of the gap turns to the next lesson', '08T09:00', week, 'pre_class'],
    ['the evening before a lesson is before class', '08T20:00', week, 'pre_class'],
    ['after the last lesson is after class', '30T09:00', week, 'post_class'],
    ['the order of lessons doesn’t matter', '08T20:00', timetable([WEDNESDAY, MONDAY]), 'pre_class'],
    [
      'between two lessons in a row is a gap of no length',
      '07T10:00',
      timetable([MONDAY, lesson('07T10:00', '07T12:00')]),
      'in_class',
    ],
    [
      'of overlapping lessons one is enough',
      '07T10:30',
      timetable([MONDAY, lesson('07T09:00', '07T11:00')]),
      'in_class',
    ],
    ['who comes ten minutes early is in class with ten minutes’ grace', '07T07:50', graced, 'in_class'],
    ['who comes eleven minutes early is not', '07T07:49', graced, 'pre_class'],
    ['what is handed in nine minutes after the bell is in class', '07T10:09', graced, 'in_class'],
    ['what is handed in ten minutes after it is not', '07T10:10', graced, 'post_class'],
    ['preparing doesn’t begin earlier than it may', '14T07:59', weekly, 'post_class'],
    ['preparing begins when it may', '14T08:00', weekly, 'pre_class'],
    ['before the first lesson there is nothing else to do', '01T09:00', weekly, 'pre_class'],
    [
      'a short gap is halved, however early preparing may begin',
      '08T08:59',
      timetable([MONDAY, WEDNESDAY], 0, 48),
      'post_class',
    ],
  ])('%s', (_sentence, moment, given, phase) => {
    expect(decidePhase(at(moment), given)).toBe(phase);
  });

  const moment = fc.date({ min: at('01T00:00'), max: at('30T00:00'), noInvalidDate: true });
  const settings = fc.record({ grace: fc.nat(60), hours: fc.integer({ min: 1, max: 336 }) });

  test('every moment has a phase once there is a lesson', () => {
    fc.assert(
      fc.property(moment, settings, (when, { grace, hours }) => {
        expect(decidePhase(when, timetable([MONDAY, WEDNESDAY], grace, hours))).not.toBeNull();
      }),
    );
  });

  test('between two lessons after class comes before before class', () => {
    const order: Phase[] = ['post_class', 'pre_class'];
    const between = fc.date({ min: at('09T11:30'), max: at('16T06:30'), noInvalidDate: true });
    fc.assert(
      fc.property(between, between, settings, (one, other, { grace, hours }) => {
        const [first, second] = one < other ? [one, other] : [other, one];
        const told = [first, second].map((when) =>
          order.indexOf(decidePhase(when, timetable([WEDNESDAY, NEXT_WEEK], grace, hours)) ?? 'in_class'),
        );
        expect(told[0]).toBeGreaterThanOrEqual(0);
        expect(told[0]).toBeLessThanOrEqual(told[1] ?? -1);
      }),
    );
  });
});
