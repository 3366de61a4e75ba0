import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { phaseOf } from '../../../src/features/programme/phase.rules.ts';
import type { Phase } from '../../../src/features/programme/programme.schema.ts';

const at = (time: string) => new Date(`2026-09-${time}:00Z`);
const lesson = (from: string, to: string) => ({ startsAt: at(from), endsAt: at(to) });
const MONDAY = lesson('07T08:00', '07T10:00');
const WEDNESDAY = lesson('09T08:00', '09T10:00');
const week = [MONDAY, WEDNESDAY];

describe('phaseOf (R055)', () => {
  test.each<[string, string, { startsAt: Date; endsAt: Date }[], Phase | null]>([
    ['without a timetable nothing can be told', '07T09:00', [], null],
    ['before the first lesson is before class', '01T09:00', week, 'pre_class'],
    ['a lesson’s first minute is in class', '07T08:00', week, 'in_class'],
    ['the middle of a lesson is in class', '07T09:00', week, 'in_class'],
    ['a lesson’s last moment isn’t in class any more', '07T10:00', week, 'post_class'],
    ['shortly after a lesson is after class', '07T20:00', week, 'post_class'],
    ['one minute before the middle of the gap is still after class', '08T08:59', week, 'post_class'],
    ['the middle of the gap turns to the next lesson', '08T09:00', week, 'pre_class'],
    ['the evening before a lesson is before class', '08T20:00', week, 'pre_class'],
    ['after the last lesson is after class', '30T09:00', week, 'post_class'],
    ['the order of lessons doesn’t matter', '08T20:00', [WEDNESDAY, MONDAY], 'pre_class'],
    [
      'between two lessons in a row is a gap of no length',
      '07T10:00',
      [MONDAY, lesson('07T10:00', '07T12:00')],
      'in_class',
    ],
    [
      'of overlapping lessons one is enough',
      '07T10:30',
      [MONDAY, lesson('07T09:00', '07T11:00')],
      'in_class',
    ],
  ])('%s', (_sentence, moment, lessons, phase) => {
    expect(phaseOf(at(moment), lessons)).toBe(phase);
  });

  test('every moment has a phase once there is a lesson', () => {
    const moment = fc.date({ min: at('01T00:00'), max: at('30T00:00'), noInvalidDate: true });
    fc.assert(fc.property(moment, (when) => phaseOf(when, week) !== null));
  });
});
