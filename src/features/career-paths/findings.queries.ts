import { and, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { careerImprovements } from './findings.tables.ts';
import { UNMET_REASONS } from './path.schema.ts';

interface CourseKey {
  schoolId: string;
  courseId: string;
}

const Count = z.object({
  skillId: z.string(),
  name: z.object({ 'zh-CN': z.string(), en: z.string() }),
  reason: z.enum(UNMET_REASONS),
  learners: z.int(),
});

/** Gaps that the paths of a course's learners have nothing for, by skill and reason. */
export const selectUnmetCounts = (db: Database, key: CourseKey) =>
  selectRows(
    db,
    Count,
    sql`select c."skillId", c.reason, c.learners,
          coalesce((select s.name from skills s where s.school_id = ${key.schoolId}::uuid and s.id = c."skillId"),
            (select k.name from occupation_skills k where k.school_id = ${key.schoolId}::uuid
              and k.skill_id = c."skillId" limit 1),
            jsonb_build_object('zh-CN', c."skillId", 'en', c."skillId")) as name
        from (
          select u->>'skillId' as "skillId", u->>'reason' as reason, count(distinct p.person_id)::int as learners
          from career_paths p
          join memberships m on m.school_id = p.school_id and m.person_id = p.person_id
            and m.course_id = ${key.courseId}::uuid and m.role = 'learner' and m.active
          cross join lateral jsonb_array_elements(p.unmet) u
          where p.school_id = ${key.schoolId}::uuid and p.current
          group by u->>'skillId', u->>'reason') c
        order by c.learners desc, c."skillId", c.reason`,
  );

/** What is being improved in a course, the open first. */
export const selectImprovements = (db: Database, key: CourseKey) =>
  db
    .select({
      id: careerImprovements.id,
      finding: careerImprovements.finding,
      learners: careerImprovements.learners,
      of: careerImprovements.of,
      words: careerImprovements.words,
      createdAt: careerImprovements.createdAt,
      doneAt: careerImprovements.doneAt,
    })
    .from(careerImprovements)
    .where(and(eq(careerImprovements.schoolId, key.schoolId), eq(careerImprovements.courseId, key.courseId)))
    .orderBy(sql`${careerImprovements.doneAt} is not null`, desc(careerImprovements.createdAt));
