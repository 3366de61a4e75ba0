import { describe, expect, test } from '@jest/globals';
import { mergeLessons } from '../../../src/features/programme/lesson-merge.rules.ts';
import { readCatalogue } from '../../../src/features/programme/read-catalogue.ts';
import { readTimetableTable } from '../../../src/features/programme/timetable-csv.rules.ts';

const { planWords } = await readCatalogue();
const read = (text: string) =>
  readTimetableTable(text, { timeZone: 'Asia/Shanghai', words: planWords.timetable });
const shown = (text: string) =>
  read(text)?.lessons.map(({ title, place, startsAt, endsAt }) => [
    ...[title, place, startsAt.toISOString().slice(0, 16), endsAt.toISOString().slice(11, 16)],
  ]);
const MONDAY = ['Web', 'B204', '2026-09-07T00:00', '01:35'];

describe('a timetable from a table', () => {
  test.each<[string, string, (string | null)[][]]>([
    ['has Chinese headings', '课次,地点,日期,开始,结束\nWeb,B204,2026-09-07,08:00,09:35', [MONDAY]],
    ['has English headings, in any order', 'Date;From;To;Room;Title\n2026/9/7;8:00;9:35;B204;Web', [MONDAY]],
    [
      'is written with wide characters',
      '课次\t地点\t日期\t开始\t结束\nWeb\tB204\t２０２６年９月７日\t８：００\t９：３５',
      [MONDAY],
    ],
    [
      'names no place and no title',
      '日期,开始,结束\n2026-09-07,08:00,09:35',
      [['', null, ...MONDAY.slice(2)]],
    ],
    [
      'lets a lesson come back for some weeks',
      '课次,日期,开始,结束,周数\nWeb,2026-09-07,08:00,09:35,2',
      [
        ['Web', null, ...MONDAY.slice(2)],
        ['Web', null, '2026-09-14T00:00', '01:35'],
      ],
    ],
  ])('%s', (_sentence, text, lessons) => {
    expect(read(text)?.problems).toEqual([]);
    expect(shown(text)).toEqual(lessons);
  });

  test.each<[string, string, string, object]>([
    ['a day that isn’t one', '2026-02-30,08:00,09:00,', 'lessonDay', { line: 2, value: '2026-02-30' }],
    ['a time that isn’t one', '2026-09-07,08:00,25:00,', 'lessonTime', { line: 2, value: '25:00' }],
    ['an end before the start', '2026-09-07,10:00,09:00,', 'lessonOrder', { line: 2 }],
    ['too many weeks', '2026-09-07,08:00,09:00,99', 'lessonWeeks', { line: 2, most: 30 }],
    ['two lessons at once', '2026-09-07,08:00,09:00,\n2026-09-07,08:00,09:30,', 'lessonTwice', { line: 3 }],
    ['nothing but headings', '', 'noEvents', {}],
  ])('with %s is refused with its line', (_what, rows, id, values) => {
    expect(read(`日期,开始,结束,周数\n${rows}`)?.problems).toEqual([
      { title: '', sentence: { id: `programme.import.problems.${id}`, values } },
    ]);
  });

  test('without a column that it needs is refused', () => {
    expect(read('日期,开始\n2026-09-07,08:00')?.problems[0]?.sentence.values).toEqual({ column: '结束' });
  });

  test.each([
    ['a letter', 'Dear teacher, the lesson is on Monday.'],
    ['nothing', ''],
    ['noise', '\0\0'],
  ])('%s is no timetable', (_what, text) => expect(read(text)).toBeNull());

  test('read again replaces what was read before, and takes out what it no longer names', () => {
    const before = read('日期,开始,结束\n2026-09-07,08:00,09:35\n2026-09-09,08:00,09:35')?.lessons ?? [];
    const after = read('日期,开始,结束\n2026-09-07,08:00,10:00')?.lessons ?? [];
    const known = before.map((lesson, index) => ({ ...lesson, id: String(index) }));
    expect(mergeLessons(known, after)).toMatchObject({
      added: [],
      changed: [{ id: '0' }],
      removed: ['1'],
      unchanged: 0,
    });
  });
});
