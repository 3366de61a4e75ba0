/** The sample course's plan and timetable as the files that a teacher would import. */
import type { Locale } from '../infra/views.ts';
import { fill, type PlacedTask, type SampleLesson } from './sample-course.rules.ts';
import type { SampleCourse, SampleTask } from './sample-course.schema.ts';

const KINDS: Record<SampleTask['sender'], string> = {
  page: 'reading',
  h5p: 'reading',
  quiz: 'quiz',
  assign: 'assignment',
  cmi5: 'project',
};

const HEADINGS = [
  'unit',
  'task',
  'kind',
  'skills',
  'due',
  'tier',
  'required',
  'activity url',
  'enterprise project',
];

/** Comma-separated, every cell quoted; times as the school's clocks show them, eight hours ahead. */
export function writePlanFile(course: SampleCourse, tasks: readonly PlacedTask[], locale: Locale): string {
  const rows = tasks.map((task) => [
    course.units[task.unit]?.title[locale] ?? '',
    task.title[locale],
    KINDS[task.sender],
    task.skills.join(';'),
    new Date(task.dueAt.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' '),
    task.tier ?? 'all',
    task.required ? 'yes' : 'no',
    task.activityId,
    task.fromEnterprise ? 'yes' : 'no',
  ]);
  return [HEADINGS, ...rows].map((cells) => cells.map(quote).join(',')).join('\r\n');
}

const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

/** iCalendar (RFC 5545), times in UTC. */
export function writeTimetable(
  course: SampleCourse,
  lessons: readonly SampleLesson[],
  locale: Locale,
): string {
  const { lesson: title, place } = course.words;
  const entries = lessons.map(({ unit, number, startsAt, endsAt }) => [
    'BEGIN:VEVENT',
    `UID:lesson-${number}@sample-class`,
    `DTSTAMP:${calendarTime(startsAt)}`,
    `DTSTART:${calendarTime(startsAt)}`,
    `DTEND:${calendarTime(endsAt)}`,
    `SUMMARY:${escape(fill(title[locale], { number, unit: course.units[unit]?.title[locale] ?? '' }))}`,
    `LOCATION:${escape(place[locale])}`,
    'END:VEVENT',
  ]);
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Waymark//Sample class//EN', ...entries.flat()];
  return [...lines, 'END:VCALENDAR', ''].join('\r\n');
}

const calendarTime = (at: Date) => at.toISOString().replace(/[-:]|\.\d+/g, '');
const escape = (text: string) => text.replace(/[\\;,]/g, (mark) => `\\${mark}`);
