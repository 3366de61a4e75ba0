import { describe, expect, it } from '@jest/globals';
import { dueAfter } from '../../../src/features/cases/due-date.rules.ts';
import type { SchoolClock } from '../../../src/features/cases/cases.schema.ts';

describe('three days to answer', () => {
  it.each<[string, string, SchoolClock['warningClock'], string, string]>([
    [
      'calendar days end at the same time of day',
      'Asia/Shanghai',
      'calendar_days',
      '2026-09-07T02:00Z',
      '2026-09-10T02:00Z',
    ],
    [
      'calendar days take no notice of a weekend',
      'Asia/Shanghai',
      'calendar_days',
      '2026-09-11T02:00Z',
      '2026-09-14T02:00Z',
    ],
    [
      'working days from Monday end on Thursday',
      'Asia/Shanghai',
      'working_days',
      '2026-09-07T02:00Z',
      '2026-09-10T02:00Z',
    ],
    [
      'working days from Friday end on Wednesday',
      'Asia/Shanghai',
      'working_days',
      '2026-09-11T02:00Z',
      '2026-09-16T02:00Z',
    ],
    [
      'working days from Thursday end on Tuesday',
      'Asia/Shanghai',
      'working_days',
      '2026-09-10T02:00Z',
      '2026-09-15T02:00Z',
    ],
    // 00:00 on Thursday in Shanghai: Monday, Tuesday and Wednesday whole.
    [
      'what is raised on Saturday counts from Monday',
      'Asia/Shanghai',
      'working_days',
      '2026-09-12T02:00Z',
      '2026-09-16T16:00Z',
    ],
    [
      'the weekend is the school’s: Friday night in UTC is Saturday in Shanghai',
      'Asia/Shanghai',
      'working_days',
      '2026-09-11T20:00Z',
      '2026-09-16T16:00Z',
    ],
    [
      'a change of clocks keeps the time of day',
      'Europe/Berlin',
      'calendar_days',
      '2026-10-23T08:00Z',
      '2026-10-26T09:00Z',
    ],
  ])('%s', (_sentence, timeZone, warningClock, from, to) => {
    expect(dueAfter(new Date(from), 3, { timeZone, warningClock })).toEqual(new Date(to));
  });
});
