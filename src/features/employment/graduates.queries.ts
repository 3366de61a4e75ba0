import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { classes, majors, people } from '../roster/roster.tables.ts';
import type { PersonOfSchool } from './employment.schema.ts';
import { destinations, graduates } from './employment.tables.ts';

const ListedGraduate = z.object({
  personId: z.string(),
  name: z.string(),
  className: z.string().nullable(),
  graduatedOn: z.string(),
  code: z.number().nullable(),
  employerName: z.string().nullable(),
  enteredOn: z.string().nullable(),
  openTickets: z.number(),
  total: z.number(),
});
export type ListedGraduate = z.infer<typeof ListedGraduate>;

export const LISTED = 50;

/** One page of a school's graduates, the newest year first; `known` false: those of whom nothing is known yet. */
export const selectGraduates = (
  db: Database,
  asked: {
    schoolId: string;
    year: number | null;
    search: string;
    unknownOnly: boolean;
    page: number;
  },
): Promise<ListedGraduate[]> =>
  selectRows(
    db,
    ListedGraduate,
    sql`select p.id::text as "personId", p.display_name as name, c.name as "className",
          g.graduated_on::text as "graduatedOn", d.code, d.employer_name as "employerName",
          d.entered_on::text as "enteredOn",
          (select count(*)::int from employment_tickets t where t.school_id = g.school_id
            and t.person_id = g.person_id and t.closed_at is null) as "openTickets",
          count(*) over ()::int as total
        from graduates g
        join people p on p.school_id = g.school_id and p.id = g.person_id and p.erased_at is null
        left join classes c on c.school_id = p.school_id and c.id = p.class_id
        left join destinations d on d.school_id = g.school_id and d.person_id = g.person_id and d.ended_at is null
        where g.school_id = ${asked.schoolId}::uuid
          and (${asked.year}::int is null or extract(year from g.graduated_on) = ${asked.year}::int)
          and (not ${asked.unknownOnly}::boolean or d.id is null)
          and (${asked.search} = '' or strpos(lower(p.display_name), lower(${asked.search})) > 0
            or strpos(lower(coalesce(d.employer_name, '')), lower(${asked.search})) > 0)
        order by g.graduated_on desc, p.display_name, p.id
        limit ${LISTED} offset ${(asked.page - 1) * LISTED}`,
  );

/** Years of graduation that a school has, the latest first, with how many graduates and of how many a destination. */
export const selectYears = (db: Database, schoolId: string) =>
  selectRows(
    db,
    z.object({ year: z.number(), graduates: z.number(), known: z.number() }),
    sql`select extract(year from g.graduated_on)::int as year, count(*)::int as graduates,
          count(d.id)::int as known
        from graduates g
        join people p on p.school_id = g.school_id and p.id = g.person_id and p.erased_at is null
        left join destinations d on d.school_id = g.school_id and d.person_id = g.person_id and d.ended_at is null
        where g.school_id = ${schoolId}::uuid
        group by 1 order by 1 desc`,
  );

/** A graduate with their class and major; null: nobody of the school's list. */
export async function findGraduate(db: Database, { schoolId, personId }: PersonOfSchool) {
  const [row] = await db
    .select({
      personId: graduates.personId,
      name: people.displayName,
      className: classes.name,
      majorName: majors.name,
      graduatedOn: graduates.graduatedOn,
      contactSealed: graduates.contactSealed,
    })
    .from(graduates)
    .innerJoin(people, and(eq(people.schoolId, graduates.schoolId), eq(people.id, graduates.personId)))
    .leftJoin(classes, and(eq(classes.schoolId, people.schoolId), eq(classes.id, people.classId)))
    .leftJoin(majors, and(eq(majors.schoolId, classes.schoolId), eq(majors.id, classes.majorId)))
    .where(and(eq(graduates.schoolId, schoolId), eq(graduates.personId, personId), isNull(people.erasedAt)));
  return row ?? null;
}
export type Graduate = NonNullable<Awaited<ReturnType<typeof findGraduate>>>;

const recorders = alias(people, 'recorders');

/** What was known of where a graduate went, the current one first. */
export const selectDestinations = (db: Database, { schoolId, personId }: PersonOfSchool) =>
  db
    .select({ destination: destinations, recordedByName: recorders.displayName })
    .from(destinations)
    .leftJoin(
      recorders,
      and(eq(recorders.schoolId, destinations.schoolId), eq(recorders.id, destinations.recordedBy)),
    )
    .where(and(eq(destinations.schoolId, schoolId), eq(destinations.personId, personId)))
    .orderBy(sql`${destinations.endedAt} is null desc`, desc(destinations.recordedAt))
    .limit(50);
export type DestinationRow = typeof destinations.$inferSelect;

/** Classes whose learners can be taken over as graduates. */
export const selectClassesOf = (db: Database, schoolId: string) =>
  db
    .select({ id: classes.id, name: classes.name })
    .from(classes)
    .where(eq(classes.schoolId, schoolId))
    .orderBy(asc(classes.name));

/** Everybody of a class who is still there. */
export async function selectClassPeople(
  db: Database,
  { schoolId, classId }: { schoolId: string; classId: string },
): Promise<string[]> {
  const rows = await db
    .select({ personId: people.id })
    .from(people)
    .where(
      and(
        eq(people.schoolId, schoolId),
        eq(people.classId, classId),
        isNull(people.erasedAt),
        isNull(people.mergedIntoId),
      ),
    );
  return rows.map(({ personId }) => personId);
}

/** Learners who carry one of the names, or of whom the LMS tells one of them as account. */
export const selectNamedLearners = (db: Database, schoolId: string, names: readonly string[]) =>
  selectRows(
    db,
    z.object({ personId: z.string(), name: z.string(), accounts: z.array(z.string()) }),
    sql`with wanted as (select lower(w) as w from jsonb_array_elements_text(${JSON.stringify(names)}::jsonb) w)
        select p.id::text as "personId", p.display_name as name,
          coalesce((select jsonb_agg(split_part(i.actor_key, '|', 3)) from identities i
            where i.school_id = p.school_id and i.person_id = p.id and i.actor_key like 'account|%'), '[]') as accounts
        from people p
        where p.school_id = ${schoolId}::uuid and p.erased_at is null and p.merged_into_id is null
          and (lower(p.display_name) in (select w from wanted)
            or exists (select 1 from identities i where i.school_id = p.school_id and i.person_id = p.id
              and lower(split_part(i.actor_key, '|', 3)) in (select w from wanted)))
          and (exists (select 1 from memberships m where m.school_id = p.school_id and m.person_id = p.id
              and m.role = 'learner')
            or exists (select 1 from graduates g where g.school_id = p.school_id and g.person_id = p.id))`,
  );
