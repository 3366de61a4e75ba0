import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { people } from '../roster/roster.tables.ts';
import { EMPLOYER_KINDS, EMPLOYER_STANDINGS, VERIFICATIONS, type AgreementKind } from './employers.schema.ts';
import {
  employerAgreements,
  employerContacts,
  employerLinks,
  employerVisits,
  employers,
  hiringPlans,
} from './employers.tables.ts';

export interface EmployerKey {
  schoolId: string;
  employerId: string;
}

const EmployerLine = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(EMPLOYER_KINDS),
  standing: z.enum(EMPLOYER_STANDINGS),
  region: z.string(),
  verification: z.enum(VERIFICATIONS),
  cooperating: z.boolean(),
  open: z.int(),
  held: z.int(),
});
export type EmployerLine = z.infer<typeof EmployerLine>;

/** Takes part in training by an agreement in force (`isCooperating`); `e` is the employer. */
export const cooperates = (today: string) => sql`exists (select 1 from employer_agreements a
  where a.school_id = e.school_id and a.employer_id = e.id and a.kind = 'training'
    and a.signed_on <= ${today}::date and a.ends_on >= ${today}::date)`;

/** Employers whose name, region or code contains the words, those with postings to look at first. */
export const selectEmployerLines = (
  db: Database,
  wanted: { schoolId: string; today: string; search: string; limit: number; offset: number },
): Promise<EmployerLine[]> =>
  selectRows(
    db,
    EmployerLine,
    sql`select e.id::text, e.name, e.kind, e.standing, e.region, e.verification,
          ${cooperates(wanted.today)} as cooperating,
          (select count(*)::int from postings p where p.school_id = e.school_id and p.employer_id = e.id
            and p.state = 'open' and p.expires_on >= ${wanted.today}::date) as open,
          (select count(*)::int from postings p where p.school_id = e.school_id and p.employer_id = e.id
            and p.state = 'held') as held
        from employers e
        where e.school_id = ${wanted.schoolId}::uuid
          and (${wanted.search} = '' or position(lower(${wanted.search}) in lower(e.name || ' ' || e.region || ' '
            || coalesce(e.credit_code, ''))) > 0)
        order by held desc, e.name, e.id limit ${wanted.limit} offset ${wanted.offset}`,
  );

export type EmployerRow = typeof employers.$inferSelect & { verifiedByName: string | null };

export async function findEmployer(db: Database, key: EmployerKey): Promise<EmployerRow | null> {
  const [row] = await db
    .select({ employer: employers, verifiedByName: people.displayName })
    .from(employers)
    .leftJoin(people, and(eq(people.schoolId, employers.schoolId), eq(people.id, employers.verifiedBy)))
    .where(and(eq(employers.schoolId, key.schoolId), eq(employers.id, key.employerId)));
  return row ? { ...row.employer, verifiedByName: row.verifiedByName } : null;
}

export const selectContacts = (db: Database, key: EmployerKey) =>
  db
    .select({ id: employerContacts.id, contentSealed: employerContacts.contentSealed })
    .from(employerContacts)
    .where(and(eq(employerContacts.schoolId, key.schoolId), eq(employerContacts.employerId, key.employerId)))
    .orderBy(asc(employerContacts.createdAt));

export const selectVisits = (db: Database, key: EmployerKey, limit: number) =>
  db
    .select({
      id: employerVisits.id,
      day: employerVisits.day,
      way: employerVisits.way,
      words: employerVisits.words,
      by: people.displayName,
    })
    .from(employerVisits)
    .innerJoin(
      people,
      and(eq(people.schoolId, employerVisits.schoolId), eq(people.id, employerVisits.recordedBy)),
    )
    .where(and(eq(employerVisits.schoolId, key.schoolId), eq(employerVisits.employerId, key.employerId)))
    .orderBy(desc(employerVisits.day), desc(employerVisits.id))
    .limit(limit);

export const selectPlans = (db: Database, key: EmployerKey, limit: number) =>
  db
    .select({
      id: hiringPlans.id,
      year: hiringPlans.year,
      post: hiringPlans.post,
      talentType: hiringPlans.talentType,
      wanted: hiringPlans.wanted,
    })
    .from(hiringPlans)
    .where(and(eq(hiringPlans.schoolId, key.schoolId), eq(hiringPlans.employerId, key.employerId)))
    .orderBy(desc(hiringPlans.year), asc(hiringPlans.post))
    .limit(limit);

export interface AgreementRow {
  id: string;
  employerId: string;
  employerName: string;
  kind: AgreementKind;
  reference: string;
  signedOn: string;
  endsOn: string;
  settledAt: Date | null;
}

/** Of one employer all; of a school those that are not settled and end by a day, soonest first. */
export const selectAgreements = (
  db: Database,
  wanted: { schoolId: string; employerId: string } | { schoolId: string; endingBy: string },
): Promise<AgreementRow[]> =>
  db
    .select({
      id: employerAgreements.id,
      employerId: employerAgreements.employerId,
      employerName: employers.name,
      kind: employerAgreements.kind,
      reference: employerAgreements.reference,
      signedOn: employerAgreements.signedOn,
      endsOn: employerAgreements.endsOn,
      settledAt: employerAgreements.settledAt,
    })
    .from(employerAgreements)
    .innerJoin(
      employers,
      and(
        eq(employers.schoolId, employerAgreements.schoolId),
        eq(employers.id, employerAgreements.employerId),
      ),
    )
    .where(
      and(
        eq(employerAgreements.schoolId, wanted.schoolId),
        'employerId' in wanted
          ? eq(employerAgreements.employerId, wanted.employerId)
          : sql`${employerAgreements.settledAt} is null and ${employerAgreements.endsOn} <= ${wanted.endingBy}::date`,
      ),
    )
    .orderBy(asc(employerAgreements.endsOn), asc(employerAgreements.id))
    .limit(200);

export const selectLinks = (db: Database, key: EmployerKey) =>
  db
    .select({
      id: employerLinks.id,
      createdAt: employerLinks.createdAt,
      expiresAt: employerLinks.expiresAt,
      revokedAt: employerLinks.revokedAt,
    })
    .from(employerLinks)
    .where(and(eq(employerLinks.schoolId, key.schoolId), eq(employerLinks.employerId, key.employerId)))
    .orderBy(desc(employerLinks.createdAt))
    .limit(20);
