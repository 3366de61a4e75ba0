import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCalendar } from '../../../src/features/programme/calendar-import.rules.ts';
import { mergeLessons } from '../../../src/features/programme/lesson-merge.rules.ts';
import { weeklyTimes } from '../../../src/features/programme/lesson-times.rules.ts';

const calendar = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]) => [
  'BEGIN:VEVENT',
  'UID:e@example',
  'SUMMARY:Web',
  ...lines,
  'END:VEVENT',
];
const SHANGHAI = ['DTSTART;TZID=Asia/Shanghai:20260907T080000', 'DTEND;TZID=Asia/Shanghai:20260907T093500'];
const read = (text: string, wholeDay = false) => readCalendar(text, { timeZone: 'Asia/Shanghai', wholeDay });
const times = (text: string, wholeDay = false) => {
  const file = read(text, wholeDay);
  expect(file.problems).toEqual([]);
  return file.lessons.map(
    ({ startsAt, endsAt }) => `${startsAt.toISOString().slice(5, 16)} ${endsAt.toISOString().slice(5, 16)}`,
  );
};

describe('readCalendar', () => {
  test.each<[string, string[], string[]]>([
    ['a named zone', SHANGHAI, ['09-07T00:00 09-07T01:35']],
    ['UTC', ['DTSTART:20260907T000000Z', 'DTEND:20260907T013500Z'], ['09-07T00:00 09-07T01:35']],
    [
      'no zone: the school’s',
      ['DTSTART:20260907T080000', 'DTEND:20260907T093500'],
      ['09-07T00:00 09-07T01:35'],
    ],
    [
      'a duration',
      ['DTSTART;TZID=Asia/Shanghai:20260907T080000', 'DURATION:PT95M'],
      ['09-07T00:00 09-07T01:35'],
    ],
    [
      'a weekly series by count',
      [...SHANGHAI, 'RRULE:FREQ=WEEKLY;COUNT=2'],
      ['09-07T00:00 09-07T01:35', '09-14T00:00 09-14T01:35'],
    ],
    [
      'a series until a day, that day included',
      [...SHANGHAI, 'RRULE:FREQ=WEEKLY;UNTIL=20260914T000000Z'],
      ['09-07T00:00 09-07T01:35', '09-14T00:00 09-14T01:35'],
    ],
    [
      'two weekdays, every other week',
      [...SHANGHAI, 'RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3;BYDAY=MO,WE'],
      ['09-07T00:00 09-07T01:35', '09-09T00:00 09-09T01:35', '09-21T00:00 09-21T01:35'],
    ],
    [
      'a series without its excluded days',
      [...SHANGHAI, 'RRULE:FREQ=WEEKLY;COUNT=3', 'EXDATE;TZID=Asia/Shanghai:20260914T080000'],
      ['09-07T00:00 09-07T01:35', '09-21T00:00 09-21T01:35'],
    ],
    [
      'a zone with a clock change: the time on the wall stays',
      [
        'DTSTART;TZID=Europe/Berlin:20261019T080000',
        'DTEND;TZID=Europe/Berlin:20261019T090000',
        'RRULE:FREQ=WEEKLY;COUNT=2',
      ],
      ['10-19T06:00 10-19T07:00', '10-26T07:00 10-26T08:00'],
    ],
    ['a cancelled entry not at all', [...SHANGHAI, 'STATUS:CANCELLED'], []],
  ])('reads %s', (_sentence, lines, expected) => {
    expect(times(calendar(...event(...lines)))).toEqual(expected);
  });

  test('reads a zone that the file defines itself', () => {
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:China Standard Time',
      'BEGIN:STANDARD',
      'DTSTART:16010101T000000',
      'TZOFFSETFROM:+0800',
      'TZOFFSETTO:+0800',
      'END:STANDARD',
      'END:VTIMEZONE',
    ];
    const lines = [
      'DTSTART;TZID=China Standard Time:20260907T080000',
      'DTEND;TZID=China Standard Time:20260907T093500',
    ];
    expect(times(calendar(...zone, ...event(...lines, 'RRULE:FREQ=WEEKLY;COUNT=2')))).toEqual([
      '09-07T00:00 09-07T01:35',
      '09-14T00:00 09-14T01:35',
    ]);
  });

  test('takes a lesson of a series that was moved, renamed or cancelled as it is now', () => {
    const series = event(...SHANGHAI, 'RRULE:FREQ=WEEKLY;COUNT=3');
    const moved = event(
      'RECURRENCE-ID;TZID=Asia/Shanghai:20260914T080000',
      'DTSTART;TZID=Asia/Shanghai:20260915T100000',
      'DTEND;TZID=Asia/Shanghai:20260915T110000',
      'LOCATION:Room 2',
    );
    const cancelled = event(
      'RECURRENCE-ID;TZID=Asia/Shanghai:20260921T080000',
      'DTSTART;TZID=Asia/Shanghai:20260921T080000',
      'DTEND;TZID=Asia/Shanghai:20260921T093500',
      'STATUS:CANCELLED',
    );
    const text = calendar(...moved, ...series, ...cancelled);
    expect(times(text)).toEqual(['09-07T00:00 09-07T01:35', '09-15T02:00 09-15T03:00']);
    expect(read(text).lessons[1]).toMatchObject({ importKey: 'e@example#20260914T080000', place: 'Room 2' });
  });

  test('passes whole days over, or takes them from midnight to midnight in the school’s zone', () => {
    const text = calendar(...event('DTSTART;VALUE=DATE:20261001', 'DTEND;VALUE=DATE:20261003'));
    expect(read(text)).toMatchObject({ lessons: [], wholeDaySkipped: 1, problems: [] });
    expect(times(text, true)).toEqual(['09-30T16:00 10-02T16:00']);
  });

  test('reads folded and escaped text, and places', () => {
    const text = calendar(...event(...SHANGHAI, 'LOCATION:Building 3\\, room', '  302')).replace(
      'SUMMARY:Web',
      'SUMMARY:网页\\n设计',
    );
    expect(read(text).lessons[0]).toMatchObject({ title: '网页\n设计', place: 'Building 3, room 302' });
  });

  test('cuts a series without an end and says so', () => {
    const file = read(calendar(...event(...SHANGHAI, 'RRULE:FREQ=WEEKLY')));
    expect(file.endless).toEqual(['Web']);
    expect(file.lessons).toHaveLength(29);
  });

  test.each<[string, string, string]>([
    ['what is no calendar', 'unit,task', 'notCalendar'],
    ['nothing', '', 'notCalendar'],
    ['a calendar without entries', calendar(), 'noEvents'],
    ['what isn’t UTF-8', calendar(...event(...SHANGHAI, 'LOCATION:\ufffd')), 'notUtf8'],
    ['an entry without UID', calendar('BEGIN:VEVENT', ...SHANGHAI, 'END:VEVENT'), 'uidMissing'],
    ['an entry without start', calendar(...event()), 'noStart'],
    ['an entry without end', calendar(...event(SHANGHAI[0] ?? '')), 'endsEarly'],
    [
      'an end before the start',
      calendar(...event('DTSTART:20260907T080000Z', 'DTEND:20260907T070000Z')),
      'endsEarly',
    ],
    [
      'an unknown zone',
      calendar(...event('DTSTART;TZID=Moon:20260907T080000', 'DTEND;TZID=Moon:20260907T090000')),
      'zoneUnknown',
    ],
    ['a monthly series', calendar(...event(...SHANGHAI, 'RRULE:FREQ=MONTHLY;COUNT=3')), 'ruleUnsupported'],
    [
      'a series that never comes',
      calendar(...event(...SHANGHAI, 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30')),
      'ruleUnsupported',
    ],
    ['a garbled start', calendar(...event('DTSTART:soon')), 'entryUnreadable'],
  ])('tells %s', (_sentence, text, id) => {
    const file = read(text);
    expect(file.problems.map(({ sentence }) => sentence.id.split('.').at(-1))).toEqual([id]);
    expect(file.lessons).toEqual([]);
  });

  test('refuses more lessons than a course can have', () => {
    const many = Array.from({ length: 3 }, (_, index) =>
      event(...SHANGHAI, 'RRULE:FREQ=DAILY;COUNT=400')
        .join('\r\n')
        .replace('e@example', `e${index}`),
    );
    expect(read(calendar(...many)).problems[0]?.sentence.id).toMatch(/tooManyLessons$/);
  });

  test('never throws, whatever comes between the lines', () => {
    const line = fc.constantFrom(
      'BEGIN:VEVENT',
      'END:VEVENT',
      'UID:x',
      'DTSTART:20260907T080000',
      'DTEND:20260907T090000',
      'DTSTART;VALUE=DATE:20260907',
      'RRULE:FREQ=WEEKLY;COUNT=2',
      'RRULE:FREQ=WEEKLY;BYDAY=5MO',
      'RRULE:',
      'EXDATE:x',
      'RECURRENCE-ID:20260907T080000',
      'SUMMARY',
      'END:VCALENDAR',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) =>
        Array.isArray(read(calendar(...lines)).lessons),
      ),
      { numRuns: 200 },
    );
  });
});

describe('mergeLessons', () => {
  const known = (text: string) => read(text).lessons.map((lesson, index) => ({ ...lesson, id: `l${index}` }));
  const series = (...more: string[]) => calendar(...event(...SHANGHAI, ...more));

  test('imported twice is imported once', () => {
    const text = series('RRULE:FREQ=WEEKLY;COUNT=3');
    const merged = mergeLessons(known(text), read(text).lessons);
    expect(merged).toEqual({ added: [], changed: [], removed: [], unchanged: 3 });
  });

  test('a new time replaces, under the id it had', () => {
    const merged = mergeLessons(known(series()), read(series('LOCATION:Room 9')).lessons);
    expect(merged.changed).toMatchObject([{ id: 'l0', place: 'Room 9' }]);
    expect(merged.added).toEqual([]);
  });

  test('what left its series goes, what the file doesn’t name stays', () => {
    const other = { ...known(series())[0]!, id: 'other', importKey: 'other@example#' };
    const before = [...known(series('RRULE:FREQ=WEEKLY;COUNT=3')), other];
    const merged = mergeLessons(before, read(series('RRULE:FREQ=WEEKLY;COUNT=2')).lessons);
    expect(merged.removed).toEqual(['l2']);
    expect(merged.unchanged).toBe(2);
  });
});

test.each<[string, Parameters<typeof weeklyTimes>[0], string[] | null]>([
  ['one day', { day: '2026-09-07', from: '08:00', to: '09:00', weeks: 1 }, ['2026-09-07T08:00']],
  [
    'three weeks, across a month',
    { day: '2026-09-21', from: '08:00', to: '09:00', weeks: 3 },
    ['2026-09-21T08:00', '2026-09-28T08:00', '2026-10-05T08:00'],
  ],
  ['an end before the start', { day: '2026-09-07', from: '09:00', to: '08:00', weeks: 1 }, null],
  ['an hour that isn’t', { day: '2026-09-07', from: '25:00', to: '26:00', weeks: 1 }, null],
])('weeklyTimes: %s', (_sentence, lesson, expected) => {
  const asUtc = (wall: string) => (Number(wall.slice(11, 13)) < 24 ? new Date(`${wall}Z`) : null);
  const found = weeklyTimes(lesson, asUtc);
  expect(found?.map(({ startsAt }) => startsAt.toISOString().slice(0, 16)) ?? null).toEqual(expected);
});
