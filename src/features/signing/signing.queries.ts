import { and, asc, desc, eq, isNotNull, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { memberships, people } from '../roster/roster.tables.ts';
import { agreements, disputeSteps, disputes } from './signing.tables.ts';

export interface PersonIn {
  schoolId: string;
  personId: string;
}

/** Where an adviser looks: the learners of one course. */
export interface CourseIn {
  schoolId: string;
  courseId: string;
}

const LISTED = 100;

const agreementColumns = {
  id: agreements.id,
  personId: agreements.personId,
  personName: people.displayName,
  state: agreements.state,
  clausesSealed: agreements.clausesSealed,
  sharedAt: agreements.sharedAt,
  adviceSealed: agreements.adviceSealed,
  advisedAt: agreements.advisedAt,
  updatedAt: agreements.updatedAt,
};
const disputeColumns = {
  id: disputes.id,
  personId: disputes.personId,
  personName: people.displayName,
  kind: disputes.kind,
  aroseOn: disputes.aroseOn,
  storySealed: disputes.storySealed,
  sharedAt: disputes.sharedAt,
  closedAt: disputes.closedAt,
  outcome: disputes.outcome,
  createdAt: disputes.createdAt,
};

const fromAgreements = (db: Database, where: SQL | undefined) =>
  db
    .select(agreementColumns)
    .from(agreements)
    .innerJoin(people, and(eq(people.schoolId, agreements.schoolId), eq(people.id, agreements.personId)))
    .where(where)
    .orderBy(desc(agreements.updatedAt))
    .limit(LISTED);
const fromDisputes = (db: Database, where: SQL | undefined) =>
  db
    .select(disputeColumns)
    .from(disputes)
    .innerJoin(people, and(eq(people.schoolId, disputes.schoolId), eq(people.id, disputes.personId)))
    .where(where)
    .orderBy(desc(disputes.createdAt))
    .limit(LISTED);

export type AgreementRow = Awaited<ReturnType<typeof fromAgreements>>[number];
export type DisputeRow = Awaited<ReturnType<typeof fromDisputes>>[number];

/** Whether the owner learns in the course, now or before: who graduated is advised as well. */
const learnsIn = (
  owner: typeof agreements.personId | typeof disputes.personId,
  { schoolId, courseId }: CourseIn,
) =>
  sql`exists (select 1 from ${memberships} where ${memberships.schoolId} = ${schoolId}::uuid
    and ${memberships.courseId} = ${courseId}::uuid and ${memberships.personId} = ${owner}
    and ${memberships.role} = 'learner')`;

export const selectAgreementsOf = (db: Database, { schoolId, personId }: PersonIn): Promise<AgreementRow[]> =>
  fromAgreements(db, and(eq(agreements.schoolId, schoolId), eq(agreements.personId, personId)));

export const selectSharedAgreements = (db: Database, course: CourseIn): Promise<AgreementRow[]> =>
  fromAgreements(
    db,
    and(
      eq(agreements.schoolId, course.schoolId),
      isNotNull(agreements.sharedAt),
      learnsIn(agreements.personId, course),
    ),
  );

export async function findOwnAgreement(
  db: Database,
  { schoolId, personId, id }: PersonIn & { id: string },
): Promise<AgreementRow | null> {
  const own = and(
    eq(agreements.schoolId, schoolId),
    eq(agreements.personId, personId),
    eq(agreements.id, id),
  );
  return (await fromAgreements(db, own))[0] ?? null;
}

export async function findSharedAgreement(
  db: Database,
  { id, ...course }: CourseIn & { id: string },
): Promise<AgreementRow | null> {
  const shared = and(
    eq(agreements.schoolId, course.schoolId),
    eq(agreements.id, id),
    isNotNull(agreements.sharedAt),
    learnsIn(agreements.personId, course),
  );
  return (await fromAgreements(db, shared))[0] ?? null;
}

export const selectDisputesOf = (db: Database, { schoolId, personId }: PersonIn): Promise<DisputeRow[]> =>
  fromDisputes(db, and(eq(disputes.schoolId, schoolId), eq(disputes.personId, personId)));

export const selectSharedDisputes = (db: Database, course: CourseIn): Promise<DisputeRow[]> =>
  fromDisputes(
    db,
    and(
      eq(disputes.schoolId, course.schoolId),
      isNotNull(disputes.sharedAt),
      learnsIn(disputes.personId, course),
    ),
  );

export async function findOwnDispute(
  db: Database,
  { schoolId, personId, id }: PersonIn & { id: string },
): Promise<DisputeRow | null> {
  const own = and(eq(disputes.schoolId, schoolId), eq(disputes.personId, personId), eq(disputes.id, id));
  return (await fromDisputes(db, own))[0] ?? null;
}

export async function findSharedDispute(
  db: Database,
  { id, ...course }: CourseIn & { id: string },
): Promise<DisputeRow | null> {
  const shared = and(
    eq(disputes.schoolId, course.schoolId),
    eq(disputes.id, id),
    isNotNull(disputes.sharedAt),
    learnsIn(disputes.personId, course),
  );
  return (await fromDisputes(db, shared))[0] ?? null;
}

/** What was done about a dispute, oldest first. */
export const selectSteps = (db: Database, key: { schoolId: string; disputeId: string }) =>
  db
    .select({
      kind: disputeSteps.kind,
      day: disputeSteps.day,
      noteSealed: disputeSteps.noteSealed,
      byPersonId: disputeSteps.byPersonId,
      byName: people.displayName,
    })
    .from(disputeSteps)
    .innerJoin(
      people,
      and(eq(people.schoolId, disputeSteps.schoolId), eq(people.id, disputeSteps.byPersonId)),
    )
    .where(and(eq(disputeSteps.schoolId, key.schoolId), eq(disputeSteps.disputeId, key.disputeId)))
    .orderBy(asc(disputeSteps.day), asc(disputeSteps.createdAt));

export async function deleteSigningOf(tx: Database, { schoolId, personId }: PersonIn): Promise<void> {
  await tx
    .delete(agreements)
    .where(and(eq(agreements.schoolId, schoolId), eq(agreements.personId, personId)));
  await tx.delete(disputes).where(and(eq(disputes.schoolId, schoolId), eq(disputes.personId, personId)));
}
