import { and, desc, eq, sql } from 'drizzle-orm';
import { selectRows, type Database } from '../../infra/db.ts';
import { schools } from '../roster/roster.tables.ts';
import { employmentTickets } from './employment.tables.ts';
import { StoredRecord, StoredWave } from './quality.schema.ts';

interface Cohort {
  schoolId: string;
  /** Days of graduation, both included. */
  from: string;
  until: string;
}

export const selectRecords = (db: Database, { schoolId, from, until }: Cohort): Promise<StoredRecord[]> =>
  selectRows(
    db,
    StoredRecord,
    sql`select g.person_id::text as "personId", g.graduated_on::text as "graduatedOn",
          m.talent_type as "majorTalent", d.code, d.employer_name as "employerName",
          d.unit_nature as "unitNature", d.industry, d.region, d.post_talent as "postTalent",
          d.entered_on::text as "enteredOn", d.evidence, d.pay_sealed as "paySealed"
        from graduates g
        join people p on p.school_id = g.school_id and p.id = g.person_id and p.erased_at is null
        left join classes c on c.school_id = p.school_id and c.id = p.class_id
        left join majors m on m.school_id = c.school_id and m.id = c.major_id
        left join destinations d on d.school_id = g.school_id and d.person_id = g.person_id and d.ended_at is null
        where g.school_id = ${schoolId}::uuid and g.graduated_on between ${from}::date and ${until}::date
        order by g.person_id`,
  );

/** Follow-ups of a cohort whose window has opened by a day, the earliest first. */
export const selectDueWaves = (
  db: Database,
  { schoolId, from, until, today }: Cohort & { today: string },
): Promise<StoredWave[]> =>
  selectRows(
    db,
    StoredWave,
    sql`select w.person_id::text as "personId", w.months, w.opens_on::text as "opensOn",
          w.answers_sealed as "answersSealed",
          exists (select 1 from follow_up_contacts f where f.school_id = w.school_id
            and f.person_id = w.person_id and f.months = w.months and f.outcome = 'reached') as reached
        from follow_up_waves w
        join graduates g on g.school_id = w.school_id and g.person_id = w.person_id
        join people p on p.school_id = g.school_id and p.id = g.person_id and p.erased_at is null
        where w.school_id = ${schoolId}::uuid and g.graduated_on between ${from}::date and ${until}::date
          and (w.opens_on <= ${today}::date or w.answered_at is not null)
        order by w.months, w.person_id`,
  );

export async function findSchoolName(db: Database, schoolId: string): Promise<string> {
  const [row] = await db.select({ name: schools.name }).from(schools).where(eq(schools.id, schoolId));
  return row?.name ?? '';
}

export const selectFindings = (db: Database, schoolId: string) =>
  db
    .select({
      words: employmentTickets.words,
      dueOn: employmentTickets.dueOn,
      closedAt: employmentTickets.closedAt,
    })
    .from(employmentTickets)
    .where(and(eq(employmentTickets.schoolId, schoolId), eq(employmentTickets.kind, 'finding')))
    .orderBy(desc(employmentTickets.openedAt))
    .limit(30);
