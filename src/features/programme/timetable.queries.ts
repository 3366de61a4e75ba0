import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { DEFAULT_PHASE_SETTINGS, type PhaseSettings, type Timetable } from './programme.schema.ts';
import { lessons, phaseSettings } from './programme.tables.ts';

/** Timetables by course, of those that have lessons. */
export async function selectTimetables(
  db: Database,
  schoolId: string,
  courseIds: readonly string[],
): Promise<Map<string, Timetable>> {
  if (courseIds.length === 0) return new Map();
  const rows = await db
    .select({
      courseId: lessons.courseId,
      startsAt: lessons.startsAt,
      endsAt: lessons.endsAt,
      graceMinutes: phaseSettings.graceMinutes,
      preparationHours: phaseSettings.preparationHours,
    })
    .from(lessons)
    .leftJoin(
      phaseSettings,
      and(eq(phaseSettings.schoolId, lessons.schoolId), eq(phaseSettings.courseId, lessons.courseId)),
    )
    .where(and(eq(lessons.schoolId, schoolId), inArray(lessons.courseId, [...courseIds])))
    .orderBy(asc(lessons.courseId), asc(lessons.startsAt), asc(lessons.id));
  const timetables = new Map<string, Timetable & { lessons: Timetable['lessons'][number][] }>();
  for (const { courseId, startsAt, endsAt, graceMinutes, preparationHours } of rows) {
    const timetable = timetables.get(courseId) ?? {
      lessons: [],
      graceMinutes: graceMinutes ?? DEFAULT_PHASE_SETTINGS.graceMinutes,
      preparationHours: preparationHours ?? DEFAULT_PHASE_SETTINGS.preparationHours,
    };
    timetable.lessons.push({ startsAt, endsAt });
    timetables.set(courseId, timetable);
  }
  return timetables;
}

export async function getPhaseSettings(
  db: Database,
  key: { schoolId: string; courseId: string },
): Promise<PhaseSettings> {
  const [row] = await db
    .select({ graceMinutes: phaseSettings.graceMinutes, preparationHours: phaseSettings.preparationHours })
    .from(phaseSettings)
    .where(and(eq(phaseSettings.schoolId, key.schoolId), eq(phaseSettings.courseId, key.courseId)));
  return row ?? DEFAULT_PHASE_SETTINGS;
}
