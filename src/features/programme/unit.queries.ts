import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { TALENT_TYPES } from '../roster/index.ts';

const UnitRow = z.object({
  id: z.string(),
  /** What links name it by: stays the same when the course is copied, and the copy copied again. */
  ref: z.string(),
  title: z.string(),
  skills: z.array(
    z.object({
      id: z.string(),
      name: z.object({ 'zh-CN': z.string(), en: z.string() }),
      talentType: z.enum(TALENT_TYPES),
      requires: z.array(z.string()),
    }),
  ),
});
export type UnitSkills = z.output<typeof UnitRow>;

/** A course's units in the plan's order, each with the skills its tasks exercise. */
export const selectUnitSkills = (
  db: Database,
  key: { schoolId: string; courseId: string; unitRef?: string },
): Promise<UnitSkills[]> => {
  const unitRef = sql`${key.unitRef ?? null}::uuid`;
  return selectRows(
    db,
    UnitRow,
    sql`select u.id::text, coalesce(u.copied_from_id, u.id)::text as ref, u.title,
          coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'talentType', s.talent_type,
              'requires', coalesce((select jsonb_agg(p.requires_skill_id order by p.requires_skill_id collate "C")
                from skill_prerequisites p where p.school_id = s.school_id and p.skill_id = s.id), '[]'::jsonb))
              order by s.id collate "C")
            from skills s where s.school_id = u.school_id and s.id in (
              select ts.skill_id from task_skills ts
              join tasks t on t.school_id = ts.school_id and t.id = ts.task_id
              where ts.school_id = u.school_id and t.unit_id = u.id)), '[]'::jsonb) as skills
        from units u
        where u.school_id = ${key.schoolId}::uuid and u.course_id = ${key.courseId}::uuid
          and (${unitRef} is null or u.id = ${unitRef} or u.copied_from_id = ${unitRef})
        order by u.id is not distinct from ${unitRef} desc, u.position, u.id`,
  );
};

/** The unit of this course that a link names, by its own id or by the one it was copied from. */
export async function findUnit(
  db: Database,
  key: { schoolId: string; courseId: string; unitRef: string },
): Promise<UnitSkills | undefined> {
  const [unit] = await selectUnitSkills(db, key);
  return unit;
}
