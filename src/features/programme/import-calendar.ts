import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { readCalendar, type CalendarFile } from './calendar-import.rules.ts';
import { mergeLessons, type MergedLessons } from './lesson-merge.rules.ts';
import { lockPlan } from './plan.queries.ts';
import { lessons } from './programme.tables.ts';
import { readCatalogue } from './read-catalogue.ts';
import { readTimetableTable } from './timetable-csv.rules.ts';

interface Course {
  schoolId: string;
  courseId: string;
  timeZone: string;
}

/** How every iCalendar file begins; a byte-order mark may stand before it. */
const CALENDAR = /^\s*BEGIN:VCALENDAR/i;

export interface CalendarPreview {
  file: CalendarFile;
  /** null while the file has problems. */
  merged: MergedLessons | null;
}

export async function previewCalendarImport(
  db: Database,
  course: Course,
  given: { text: string; wholeDay: boolean },
): Promise<CalendarPreview> {
  const { timeZone } = course;
  const words = (await readCatalogue()).planWords.timetable;
  const table = CALENDAR.test(given.text) ? null : readTimetableTable(given.text, { timeZone, words });
  const file = table ?? readCalendar(given.text, { timeZone, wholeDay: given.wholeDay });
  if (file.problems.length > 0) return { file, merged: null };
  const known = await db
    .select({
      id: lessons.id,
      importKey: lessons.importKey,
      title: lessons.title,
      place: lessons.place,
      startsAt: lessons.startsAt,
      endsAt: lessons.endsAt,
    })
    .from(lessons)
    .where(
      and(
        eq(lessons.schoolId, course.schoolId),
        eq(lessons.courseId, course.courseId),
        isNotNull(lessons.importKey),
      ),
    );
  return { file, merged: mergeLessons(known, file.lessons) };
}

/** Imports all of it or, when the file has problems, nothing. */
export function importCalendar(
  deps: Deps,
  course: Course,
  given: { text: string; wholeDay: boolean },
): Promise<CalendarPreview> {
  const { schoolId, courseId } = course;
  return inTransaction(deps.db, async (tx) => {
    await lockPlan(tx, course);
    const preview = await previewCalendarImport(tx, course, given);
    if (!preview.merged) return preview;
    const { added, changed, removed } = preview.merged;
    const replaced = [...removed, ...changed.map(({ id }) => id)];
    if (replaced.length > 0)
      await tx.delete(lessons).where(and(eq(lessons.schoolId, schoolId), inArray(lessons.id, replaced)));
    const rows = [...added.map((lesson) => ({ ...lesson, id: deps.newId() })), ...changed];
    if (rows.length > 0)
      await tx.insert(lessons).values(rows.map((lesson) => ({ ...lesson, schoolId, courseId })));
    return preview;
  });
}
