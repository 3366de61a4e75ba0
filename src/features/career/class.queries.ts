import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { LearnerCategory } from '../roster/index.ts';
import { ClassCount, FollowedLearner, Ids } from './career.schema.ts';
import type { Scope } from './scope.rules.ts';

/** Which instruments somebody handed in, and which they only began. */
const attempts = sql`
  coalesce((select jsonb_agg(distinct t.instrument_id) from instrument_attempts t where t.school_id = p.school_id
    and t.person_id = p.id and t.submitted_at is not null), '[]'::jsonb) as "handedIn",
  coalesce((select jsonb_agg(distinct t.instrument_id) from instrument_attempts t where t.school_id = p.school_id
    and t.person_id = p.id and t.submitted_at is null), '[]'::jsonb) as begun`;
const enrolledAt = sql`coalesce((select min(m.created_at) from memberships m where m.school_id = p.school_id
  and m.person_id = p.id and m.role = 'learner'), p.created_at)`;

const isLearning = (scope: Scope): SQL => sql`p.erased_at is null and p.merged_into_id is null and exists (
  select 1 from memberships m where m.school_id = p.school_id and m.person_id = p.id and m.role = 'learner' and m.active
  ${scope.kind === 'course' ? sql`and m.course_id = ${scope.courseId}::uuid` : sql``})`;

/** Learners of a scope, of one class if given, by name; what they handed in, and nothing of what came of it. */
export const selectFollowed = (
  db: Database,
  key: {
    schoolId: string;
    scope: Scope;
    classId: string | null;
    category: LearnerCategory | null;
    limit: number;
  },
): Promise<FollowedLearner[]> =>
  selectRows(
    db,
    FollowedLearner,
    sql`select p.id::text as "personId", p.display_name as name, c.name as "className", p.category,
          ${enrolledAt}::text as "enrolledAt", ${attempts}
        from people p
        left join classes c on c.school_id = p.school_id and c.id = p.class_id
        where p.school_id = ${key.schoolId}::uuid and ${isLearning(key.scope)}
          and (${key.classId}::uuid is null or p.class_id = ${key.classId}::uuid)
          and (${key.category}::text is null or p.category = ${key.category}::text)
        order by p.display_name, p.id limit ${key.limit}`,
  );

/** How many learners of each class have handed in which set of instruments: as many rows as there are sets. */
export const countByClass = (
  db: Database,
  key: { schoolId: string; scope: Scope; category: LearnerCategory | null },
): Promise<ClassCount[]> =>
  selectRows(
    db,
    ClassCount,
    sql`select l."classId", l."className", l."handedIn", count(*)::int as learners from (
          select c.id::text as "classId", c.name as "className", coalesce((
            select jsonb_agg(distinct t.instrument_id) from instrument_attempts t where t.school_id = p.school_id
              and t.person_id = p.id and t.submitted_at is not null), '[]'::jsonb) as "handedIn"
          from people p
          left join classes c on c.school_id = p.school_id and c.id = p.class_id
          where p.school_id = ${key.schoolId}::uuid and ${isLearning(key.scope)}
            and (${key.category}::text is null or p.category = ${key.category}::text)) l
        group by l."classId", l."className", l."handedIn" order by l."className" nulls last`,
  );

/** Whether somebody learns within a scope. */
export async function learnsIn(
  db: Database,
  key: { schoolId: string; personId: string; scope: Scope },
): Promise<boolean> {
  const rows = await selectRows(
    db,
    z.object({ id: z.string() }),
    sql`select p.id::text from people p where p.school_id = ${key.schoolId}::uuid and p.id = ${key.personId}::uuid
          and ${isLearning(key.scope)}`,
  );
  return rows.length > 0;
}

const Settings = z.object({ dueDays: z.int().nullable(), offered: Ids });

/** What a school wants of its learners: in how many days (null: the default), and with which instruments. */
export async function findAssessmentSettings(
  db: Database,
  schoolId: string,
): Promise<z.infer<typeof Settings>> {
  const [row] = await selectRows(
    db,
    Settings,
    sql`select (select s.assessment_due_days::int from career_settings s where s.school_id = ${schoolId}::uuid) as "dueDays",
          coalesce((select jsonb_agg(distinct v.instrument_id) from instrument_versions v
            where v.school_id = ${schoolId}::uuid), '[]'::jsonb) as offered`,
  );
  return row ?? { dueDays: null, offered: [] };
}

export const selectSchools = async (db: Database): Promise<string[]> =>
  (await selectRows(db, z.object({ id: z.string() }), sql`select id::text from schools order by id`)).map(
    ({ id }) => id,
  );

const Enrolled = z.object({ personId: z.string(), enrolledAt: z.coerce.date(), handedIn: Ids });

/** A school's learners who came since a moment, and what they handed in. */
export const selectEnrolledSince = (
  db: Database,
  key: { schoolId: string; since: Date },
): Promise<z.infer<typeof Enrolled>[]> =>
  selectRows(
    db,
    Enrolled,
    sql`select l."personId", l."enrolledAt"::text as "enrolledAt", l."handedIn" from (
          select p.id::text as "personId", ${enrolledAt} as "enrolledAt", ${attempts}
          from people p where p.school_id = ${key.schoolId}::uuid and ${isLearning({ kind: 'school' })}) l
        where l."enrolledAt" >= ${key.since.toISOString()}::timestamptz order by l."personId"`,
  );
