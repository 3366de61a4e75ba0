import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { people } from '../roster/roster.tables.ts';
import type { PersonOfSchool, WaveMonths } from './employment.schema.ts';
import { followUpContacts, followUpWaves } from './employment.tables.ts';

export const selectWaves = (db: Database, { schoolId, personId }: PersonOfSchool) =>
  db
    .select()
    .from(followUpWaves)
    .where(and(eq(followUpWaves.schoolId, schoolId), eq(followUpWaves.personId, personId)))
    .orderBy(asc(followUpWaves.months));
export type WaveRow = typeof followUpWaves.$inferSelect;

/** One wave, locked for the transaction. */
export async function takeWave(
  tx: Database,
  { schoolId, personId, months }: PersonOfSchool & { months: WaveMonths },
): Promise<WaveRow | null> {
  const [row] = await tx
    .select()
    .from(followUpWaves)
    .where(
      and(
        eq(followUpWaves.schoolId, schoolId),
        eq(followUpWaves.personId, personId),
        eq(followUpWaves.months, months),
      ),
    )
    .for('update');
  return row ?? null;
}

/** All tries to reach a graduate, the first first. */
export const selectContacts = (db: Database, { schoolId, personId }: PersonOfSchool) =>
  db
    .select({ contact: followUpContacts, byName: people.displayName })
    .from(followUpContacts)
    .leftJoin(
      people,
      and(eq(people.schoolId, followUpContacts.schoolId), eq(people.id, followUpContacts.byPersonId)),
    )
    .where(and(eq(followUpContacts.schoolId, schoolId), eq(followUpContacts.personId, personId)))
    .orderBy(asc(followUpContacts.day));
export type ContactRow = Awaited<ReturnType<typeof selectContacts>>[number];

const Call = z.object({
  personId: z.string(),
  name: z.string(),
  className: z.string().nullable(),
  employerName: z.string().nullable(),
  months: z.number(),
  dueOn: z.string(),
  closesOn: z.string(),
  contacts: z.number(),
  contactedToday: z.boolean(),
  lastContactOn: z.string().nullable(),
  total: z.number(),
});
export type Call = z.infer<typeof Call>;
export const CALLS_LISTED = 100;

/** Who is to be asked now, whose window closes first at the top; whoever was tried three times is let be. */
export const selectCalls = (
  db: Database,
  { schoolId, today, mostContacts }: { schoolId: string; today: string; mostContacts: number },
): Promise<Call[]> =>
  selectRows(
    db,
    Call,
    sql`select p.id::text as "personId", p.display_name as name, c.name as "className",
          d.employer_name as "employerName", w.months, w.due_on::text as "dueOn", w.closes_on::text as "closesOn",
          f.contacts, coalesce(f.last = ${today}::date, false) as "contactedToday", f.last::text as "lastContactOn",
          count(*) over ()::int as total
        from follow_up_waves w
        join people p on p.school_id = w.school_id and p.id = w.person_id and p.erased_at is null
        left join classes c on c.school_id = p.school_id and c.id = p.class_id
        left join destinations d on d.school_id = w.school_id and d.person_id = w.person_id and d.ended_at is null
        cross join lateral (select count(*)::int as contacts, max(day) as last from follow_up_contacts f
          where f.school_id = w.school_id and f.person_id = w.person_id and f.months = w.months) f
        where w.school_id = ${schoolId}::uuid and w.answered_at is null
          and w.opens_on <= ${today}::date and w.closes_on >= ${today}::date
          and f.contacts < ${mostContacts}
        order by w.closes_on, p.display_name, p.id
        limit ${CALLS_LISTED}`,
  );

/** Waves whose questionnaire is out; of one school where that is given. */
export const selectWaitingWaves = (db: Database, schoolId: string | null) =>
  db
    .select()
    .from(followUpWaves)
    .where(
      and(
        schoolId === null ? undefined : eq(followUpWaves.schoolId, schoolId),
        isNotNull(followUpWaves.linkId),
        isNull(followUpWaves.answeredAt),
        sql`exists (select 1 from instrument_attempts a where a.school_id = ${followUpWaves.schoolId}
          and a.link_id = ${followUpWaves.linkId} and a.submitted_at is not null)`,
      ),
    )
    .limit(500);
