import { and, eq, inArray } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { cmi5Registrations, cmi5UnitStates } from './cmi5.tables.ts';
import type { UnitState } from './session.schema.ts';

export type Registration = Pick<
  typeof cmi5Registrations.$inferSelect,
  'id' | 'packageId' | 'personId' | 'satisfied' | 'satisfiedAt'
>;

const REGISTRATION = {
  id: cmi5Registrations.id,
  packageId: cmi5Registrations.packageId,
  personId: cmi5Registrations.personId,
  satisfied: cmi5Registrations.satisfied,
  satisfiedAt: cmi5Registrations.satisfiedAt,
};

const UNIT_STATE = {
  unitId: cmi5UnitStates.unitId,
  launchedAt: cmi5UnitStates.launchedAt,
  completedAt: cmi5UnitStates.completedAt,
  passedAt: cmi5UnitStates.passedAt,
  failedAt: cmi5UnitStates.failedAt,
  waivedAt: cmi5UnitStates.waivedAt,
  waivedBy: cmi5UnitStates.waivedBy,
  waivedReason: cmi5UnitStates.waivedReason,
  scoreScaled: cmi5UnitStates.scoreScaled,
  progressPercent: cmi5UnitStates.progressPercent,
  timeSeconds: cmi5UnitStates.timeSeconds,
};

export interface EnrolmentKey {
  schoolId: string;
  packageId: string;
  personId: string;
}

const isOf = ({ schoolId, packageId, personId }: EnrolmentKey) =>
  and(
    eq(cmi5Registrations.schoolId, schoolId),
    eq(cmi5Registrations.packageId, packageId),
    eq(cmi5Registrations.personId, personId),
  );

/** The learner's registration, made now if there is none; locked until the end of the transaction. */
export async function takeRegistration(
  tx: Database,
  key: EnrolmentKey,
  ifNew: { id: string; createdAt: Date },
): Promise<Registration> {
  await tx
    .insert(cmi5Registrations)
    .values({ ...key, ...ifNew, satisfied: [] })
    .onConflictDoNothing();
  const [row] = await tx.select(REGISTRATION).from(cmi5Registrations).where(isOf(key)).for('update');
  if (!row) throw new Error('A registration vanished.');
  return row;
}

export async function lockRegistration(
  tx: Database,
  schoolId: string,
  registrationId: string,
): Promise<Registration | undefined> {
  const [row] = await tx
    .select(REGISTRATION)
    .from(cmi5Registrations)
    .where(and(eq(cmi5Registrations.schoolId, schoolId), eq(cmi5Registrations.id, registrationId)))
    .for('update');
  return row;
}

export async function updateSatisfied(
  tx: Database,
  key: { schoolId: string; registrationId: string },
  { satisfied, satisfiedAt }: Pick<Registration, 'satisfied' | 'satisfiedAt'>,
): Promise<void> {
  await tx
    .update(cmi5Registrations)
    .set({ satisfied, satisfiedAt })
    .where(and(eq(cmi5Registrations.schoolId, key.schoolId), eq(cmi5Registrations.id, key.registrationId)));
}

/** Registrations of these packages; `personIds` null: of everybody. */
export const selectRegistrations = (
  db: Database,
  { schoolId, packageIds, personIds }: { schoolId: string; packageIds: string[]; personIds: string[] | null },
): Promise<Registration[]> =>
  db
    .select(REGISTRATION)
    .from(cmi5Registrations)
    .where(
      and(
        eq(cmi5Registrations.schoolId, schoolId),
        inArray(cmi5Registrations.packageId, packageIds),
        personIds === null ? undefined : inArray(cmi5Registrations.personId, personIds),
      ),
    );

export type KeptUnitState = UnitState & { registrationId: string };

export const selectUnitStates = (
  db: Database,
  schoolId: string,
  registrationIds: string[],
): Promise<KeptUnitState[]> =>
  db
    .select({ ...UNIT_STATE, registrationId: cmi5UnitStates.registrationId })
    .from(cmi5UnitStates)
    .where(
      and(eq(cmi5UnitStates.schoolId, schoolId), inArray(cmi5UnitStates.registrationId, registrationIds)),
    );

export async function upsertUnitState(
  tx: Database,
  key: { schoolId: string; registrationId: string },
  state: UnitState,
): Promise<void> {
  await tx
    .insert(cmi5UnitStates)
    .values({ ...key, ...state })
    .onConflictDoUpdate({
      target: [cmi5UnitStates.schoolId, cmi5UnitStates.registrationId, cmi5UnitStates.unitId],
      set: state,
    });
}
