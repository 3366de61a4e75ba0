import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { people } from '../roster/roster.tables.ts';
import type { RecordedLaunch, SchoolDeployment, SchoolRegistration } from './lms.schema.ts';
import { ltiLaunches } from './login.tables.ts';
import { ltiDeployments, ltiRegistrations } from './lti.tables.ts';

/** Waiting ones first, then by age. */
export async function selectSchoolRegistrations(
  db: Database,
  schoolId: string,
): Promise<SchoolRegistration[]> {
  return db
    .select()
    .from(ltiRegistrations)
    .where(eq(ltiRegistrations.schoolId, schoolId))
    .orderBy(desc(ltiRegistrations.pending), asc(ltiRegistrations.createdAt));
}

/** Waiting ones first, then by age. */
export async function selectSchoolDeployments(db: Database, schoolId: string): Promise<SchoolDeployment[]> {
  return db
    .select()
    .from(ltiDeployments)
    .where(eq(ltiDeployments.schoolId, schoolId))
    .orderBy(sql`${ltiDeployments.approvedAt} is not null`, asc(ltiDeployments.firstSeenAt));
}

export async function findSchoolRegistration(
  db: Database,
  key: { schoolId: string; registrationId: string },
): Promise<SchoolRegistration | null> {
  const [row] = await db
    .select()
    .from(ltiRegistrations)
    .where(and(eq(ltiRegistrations.schoolId, key.schoolId), eq(ltiRegistrations.id, key.registrationId)));
  return row ?? null;
}

/** The school a registration belongs to, for the operator's command line. */
export async function findSchoolOfRegistration(db: Database, registrationId: string): Promise<string | null> {
  const [row] = await db
    .select({ schoolId: ltiRegistrations.schoolId })
    .from(ltiRegistrations)
    .where(eq(ltiRegistrations.id, registrationId));
  return row?.schoolId ?? null;
}

const LAUNCH = {
  id: ltiLaunches.id,
  registrationId: ltiLaunches.registrationId,
  refusal: ltiLaunches.refusal,
  messageType: ltiLaunches.messageType,
  deploymentId: ltiLaunches.deploymentId,
  personName: people.displayName,
  claims: ltiLaunches.claims,
  bindingStore: ltiLaunches.bindingStore,
  requestId: ltiLaunches.requestId,
  at: ltiLaunches.at,
  issuer: ltiRegistrations.issuer,
};

const launches = (db: Database) =>
  db
    .select(LAUNCH)
    .from(ltiLaunches)
    .innerJoin(
      ltiRegistrations,
      and(
        eq(ltiRegistrations.schoolId, ltiLaunches.schoolId),
        eq(ltiRegistrations.id, ltiLaunches.registrationId),
      ),
    )
    .leftJoin(people, and(eq(people.schoolId, ltiLaunches.schoolId), eq(people.id, ltiLaunches.personId)));

/** The newest first; of one registration, or of all. */
export async function selectLaunches(
  db: Database,
  wanted: { schoolId: string; registrationId?: string; limit: number },
): Promise<RecordedLaunch[]> {
  return launches(db)
    .where(
      and(
        eq(ltiLaunches.schoolId, wanted.schoolId),
        ...(wanted.registrationId ? [eq(ltiLaunches.registrationId, wanted.registrationId)] : []),
      ),
    )
    .orderBy(desc(ltiLaunches.at), desc(ltiLaunches.id))
    .limit(wanted.limit);
}

export async function findLaunch(
  db: Database,
  key: { schoolId: string; launchId: string },
): Promise<RecordedLaunch | null> {
  const [row] = await launches(db).where(
    and(eq(ltiLaunches.schoolId, key.schoolId), eq(ltiLaunches.id, key.launchId)),
  );
  return row ?? null;
}

const MessageTimes = z.object({
  launchedAt: z.coerce.date().nullable(),
  linkedAt: z.coerce.date().nullable(),
  refused: z.number(),
});

/**
 * When a launch was last let in, when things were last placed in a course, and how many launches were refused that no
 * later one of the same registration made up for.
 */
export async function getMessageTimes(
  db: Database,
  schoolId: string,
): Promise<z.output<typeof MessageTimes>> {
  const [row] = await selectRows(
    db,
    MessageTimes,
    sql`select
          (select max(at) from lti_launches where school_id = ${schoolId}::uuid and refusal is null)
            as "launchedAt",
          (select max(answered_at) from lti_deep_linkings where school_id = ${schoolId}::uuid) as "linkedAt",
          (select count(*)::int from lti_launches l where l.school_id = ${schoolId}::uuid and l.refusal is not null
            and not exists (select 1 from lti_launches later where later.school_id = l.school_id
              and later.registration_id = l.registration_id and later.refusal is null and later.at > l.at))
            as refused`,
  );
  if (!row) throw new Error('An aggregate gave no row.');
  return row;
}

/** Launches beyond their time, and of each registration those beyond the newest so many. */
export async function deleteOldLaunches(
  db: Database,
  kept: { since: Date; perRegistration: number },
): Promise<void> {
  await db.execute(
    sql`delete from lti_launches l using (
          select school_id, id, at, row_number() over
            (partition by school_id, registration_id order by at desc, id desc) as place
          from lti_launches) ranked
        where l.school_id = ranked.school_id and l.id = ranked.id
          and (ranked.place > ${kept.perRegistration} or ranked.at < ${kept.since.toISOString()}::timestamptz)`,
  );
}
