import type { Database } from '../../infra/db.ts';
import { addDays, type ReportAsk } from '../reports/index.ts';
import { fromWallTime } from '../roster/index.ts';
import { selectAttendanceByKind } from '../training/index.ts';
import { LITERACY_KINDS, type Attendance } from './attendance.schema.ts';

/** Who came to sessions of literacy within a report's days, of all learners of the course; the excused weren't expected. */
export async function loadAttendance(db: Database, ask: ReportAsk): Promise<Attendance[]> {
  const beginOf = (day: string) => fromWallTime(`${day}T00:00`, ask.timeZone) ?? new Date(`${day}T00:00Z`);
  const rows = await selectAttendanceByKind(db, {
    schoolId: ask.schoolId,
    courseId: ask.courseId,
    from: beginOf(ask.from),
    until: beginOf(addDays(ask.until, 1)),
  });
  return rows.flatMap(({ personId, kind, sessions, excused, present, late }) => {
    const literacy = LITERACY_KINDS.find((one) => one === kind);
    const held = sessions - excused;
    return literacy && held > 0 ? [{ personId, kind: literacy, held, attended: present + late }] : [];
  });
}
