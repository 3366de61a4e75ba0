import { sql } from 'drizzle-orm';
import { selectRows, type Database } from '../../infra/db.ts';
import { Phases } from './phase.schema.ts';

/** Learning by week and phase of one learner or, `personId` null, of a course's active learners together. */
export async function selectPhases(
  db: Database,
  { schoolId, courseId, personId }: { schoolId: string; courseId: string; personId: string | null },
): Promise<Phases> {
  const [row] = await selectRows(
    db,
    Phases,
    sql`select exists (select 1 from lessons l
            where l.school_id = ${schoolId}::uuid and l.course_id = ${courseId}::uuid) as "hasTimetable",
          coalesce(jsonb_agg(to_jsonb(w) order by w.monday, w.phase) filter (where w.monday is not null), '[]') as weeks
        from (
          select date_trunc('week', f.day)::date::text as monday, f.phase, sum(f.seconds)::int as seconds,
            sum(f.tasks)::int as tasks, sum(f.answers)::int as answers, sum(f.correct)::int as correct
          from memberships m
          join phase_facts f on f.school_id = m.school_id and f.course_id = m.course_id
            and f.person_id = m.person_id
          where m.school_id = ${schoolId}::uuid and m.course_id = ${courseId}::uuid and m.role = 'learner'
            and case when ${personId}::uuid is null then m.active else m.person_id = ${personId}::uuid end
          group by 1, 2) w`,
  );
  return row ?? { hasTimetable: false, weeks: [] };
}
