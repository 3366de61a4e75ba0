import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import { GRADED_KINDS, type GradedKind } from './grade-items.schema.ts';

const ItemRow = z.object({
  id: z.string(),
  courseId: z.string(),
  kind: z.enum(GRADED_KINDS),
  ref: z.string(),
  scoreMaximum: z.int(),
});
export type GradedItem = z.output<typeof ItemRow>;

/** Whose standing is asked for: some learners of some courses, or all of one course. */
export interface Graded {
  schoolId: string;
  courseIds: readonly string[];
  /** null: all active learners. */
  personIds: readonly string[] | null;
}

export const selectGradedItems = (db: Database, { schoolId, courseIds }: Graded): Promise<GradedItem[]> =>
  selectRows(
    db,
    ItemRow,
    sql`select i.id::text, i.course_id::text as "courseId", i.kind, i.ref, i.score_maximum as "scoreMaximum"
        from lti_items i
        where i.school_id = ${schoolId}::uuid and i.course_id in ${idsOf(courseIds)}
          and i.score_maximum is not null
          and i.kind in (select value from jsonb_array_elements_text(${asJson(GRADED_KINDS)}))
        order by i.id`,
  );

/** What a link's grade may reach in the LMS's gradebook; null: it isn't graded there. `refs`: by which links may name it. */
export async function findPoints(
  db: Database,
  course: { schoolId: string; courseId: string },
  thing: { kind: GradedKind; refs: readonly string[] },
): Promise<number | null> {
  const items = await selectGradedItems(db, { ...course, courseIds: [course.courseId], personIds: null });
  return items.find(({ kind, ref }) => kind === thing.kind && thing.refs.includes(ref))?.scoreMaximum ?? null;
}

const LinkedItem = z.object({ title: z.string(), kind: z.enum(GRADED_KINDS), ref: z.string() });

/** A thing of this course that learners stand somewhere in, graded or not; undefined: there is none by this id. */
export async function findLinkedItem(
  db: Database,
  key: { schoolId: string; courseId: string; itemId: string },
): Promise<z.output<typeof LinkedItem> | undefined> {
  const [item] = await selectRows(
    db,
    LinkedItem,
    sql`select i.title, i.kind, i.ref from lti_items i
        where i.school_id = ${key.schoolId}::uuid and i.course_id = ${key.courseId}::uuid
          and i.id = ${key.itemId}::uuid
          and i.kind in (select value from jsonb_array_elements_text(${asJson(GRADED_KINDS)}))`,
  );
  return item;
}

const PackageRow = z.object({
  courseId: z.string(),
  personId: z.string(),
  planned: z.int(),
  started: z.int(),
  done: z.int(),
});

/**
 * Each active learner with the required tasks of their tier that name an activity of the LMS: of others no record can
 * tell whether they are done.
 */
export const selectPackageStandings = (db: Database, graded: Graded) =>
  selectRows(
    db,
    PackageRow,
    sql`select m.course_id::text as "courseId", m.person_id::text as "personId", count(t.id)::int as planned,
          count(f.started_at)::int as started, count(f.completed_at)::int as done
        from memberships m
        join people p on p.school_id = m.school_id and p.id = m.person_id and p.erased_at is null
        left join tier_decisions d on d.school_id = m.school_id and d.course_id = m.course_id
          and d.person_id = m.person_id and d.current
        left join tasks t on t.school_id = m.school_id and t.course_id = m.course_id and t.required
          and t.activity_id is not null and (t.tier is null or t.tier = coalesce(d.tier, 'zero_basis'))
        left join task_facts f on f.school_id = t.school_id and f.task_id = t.id and f.person_id = m.person_id
        where ${isGraded(graded)}
        group by m.course_id, m.person_id`,
  );

const SittingRow = z.object({
  courseId: z.string(),
  personId: z.string(),
  skillId: z.string().nullable(),
  unitId: z.string().nullable(),
  /** The unit it was copied from. */
  unitOriginId: z.string().nullable(),
  right: z.int(),
  total: z.int(),
  finished: z.boolean(),
});

/** Practice sets and assessments of the active learners. */
export const selectSittings = (db: Database, graded: Graded) =>
  selectRows(
    db,
    SittingRow,
    sql`select m.course_id::text as "courseId", m.person_id::text as "personId", s.skill_id as "skillId",
          s.unit_id::text as "unitId", u.copied_from_id::text as "unitOriginId",
          (select count(*) from practice_answers a where a.school_id = s.school_id
            and a.practice_set_id = s.id and a.correct)::int as right,
          jsonb_array_length(s.question_ids) as total, s.finished_at is not null as finished
        from memberships m
        join people p on p.school_id = m.school_id and p.id = m.person_id and p.erased_at is null
        join practice_sets s on s.school_id = m.school_id and s.course_id = m.course_id
          and s.person_id = m.person_id
        left join units u on u.school_id = s.school_id and u.id = s.unit_id
        where ${isGraded(graded)}`,
  );

const isGraded = ({ schoolId, courseIds, personIds }: Graded): SQL =>
  sql`m.school_id = ${schoolId}::uuid and m.role = 'learner' and m.active and m.course_id in ${idsOf(courseIds)}
    ${personIds === null ? sql`` : sql`and m.person_id in ${idsOf(personIds)}`}`;

const idsOf = (ids: readonly string[]): SQL =>
  sql`(select value::uuid from jsonb_array_elements_text(${asJson(ids)}))`;
