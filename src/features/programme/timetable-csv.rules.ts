import { fromWallTime } from '../roster/index.ts';
import type { CalendarFile, ImportedLesson } from './calendar-import.rules.ts';
import { TIMETABLE_COLUMNS, type PlanWords, type TimetableColumn } from './catalogue.schema.ts';
import { weeklyTimes } from './lesson-times.rules.ts';
import { findGarbled, lookUp, readRows } from './plan-import.rules.ts';
import type { Sentence } from './plan-file.schema.ts';

const MAX_LESSONS = 1000;
const MAX_WEEKS = 30;
const MAX_TITLE = 200;

const REQUIRED: readonly TimetableColumn[] = ['day', 'from', 'to'];

/** All lessons of a table are one series: what a later table doesn't name any more is taken out (see mergeLessons). */
const UID = 'csv';

/**
 * Reads a timetable from CSV text: one lesson a line, or one that comes back for some weeks. Times are the school's.
 * null: none of its headings is one of a timetable, so it must be something else.
 */
export function readTimetableTable(
  text: string,
  { timeZone, words }: { timeZone: string; words: PlanWords['timetable'] },
): CalendarFile | null {
  const file: CalendarFile = { lessons: [], wholeDaySkipped: 0, endless: [], problems: [] };
  const refuse = (id: string, values: Sentence['values'] = {}) => {
    file.problems.push({ title: '', sentence: { id: `programme.import.problems.${id}`, values } });
    return file;
  };
  const read = findGarbled(text) === null ? readRows(text) : null;
  if (read === null || 'problem' in read) return null;
  const [heading, ...rows] = read.rows;
  const columns = heading?.cells.map((cell) => lookUp(words, TIMETABLE_COLUMNS, cell)) ?? [];
  if (columns.every((column) => column === null)) return null;
  const missing = REQUIRED.find((column) => !columns.includes(column));
  if (missing) return refuse('columnMissing', { column: words[missing][0] ?? missing });
  const seen = new Set<string>();
  for (const { line, cells } of rows) {
    const cell = (column: TimetableColumn) => (cells[columns.indexOf(column)] ?? '').normalize('NFKC').trim();
    const day = readDay(cell('day'));
    const [from, to] = [readTime(cell('from')), readTime(cell('to'))];
    const weeks = cell('weeks') === '' ? 1 : Number(cell('weeks'));
    if (day === null) refuse('lessonDay', { line, value: cell('day') });
    else if (from === null || to === null)
      refuse('lessonTime', { line, value: from === null ? cell('from') : cell('to') });
    else if (!Number.isInteger(weeks) || weeks < 1 || weeks > MAX_WEEKS)
      refuse('lessonWeeks', { line, most: MAX_WEEKS });
    else {
      const times = weeklyTimes({ day, from, to, weeks }, (wall) => fromWallTime(wall, timeZone));
      if (!times) refuse('lessonOrder', { line });
      for (const { startsAt, endsAt } of times ?? []) {
        const importKey = `${UID}#${startsAt.toISOString()}`;
        if (seen.has(importKey)) refuse('lessonTwice', { line });
        seen.add(importKey);
        const place = cell('place').slice(0, MAX_TITLE) || null;
        file.lessons.push({
          importKey,
          title: cell('title').slice(0, MAX_TITLE),
          place,
          startsAt,
          endsAt,
        } satisfies ImportedLesson);
      }
    }
    if (file.lessons.length > MAX_LESSONS) return refuse('tooManyLessons', { most: MAX_LESSONS });
  }
  return file.lessons.length === 0 && file.problems.length === 0 ? refuse('noEvents') : file;
}

/** Year, month and day in this order with any marks between them, as YYYY-MM-DD. */
function readDay(text: string): string | null {
  const [, year, month, day] = /^(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D?$/.exec(text) ?? [];
  if (!year || !month || !day) return null;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso ? null : iso;
}

function readTime(text: string): string | null {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(text) ?? [];
  return hour && minute && Number(hour) < 24 && Number(minute) < 60
    ? `${hour.padStart(2, '0')}:${minute}`
    : null;
}
