import { and, eq } from 'drizzle-orm';
import type { Deps } from '../../infra/deps.ts';
import type { PersonalDataSource } from '../roster/index.ts';
import { cmi5Registrations, cmi5UnitStates } from './cmi5.tables.ts';

type PersonKey = Parameters<PersonalDataSource['count']>[0];

/** How far a person is in course packages, for "my data" and its download. */
export function cmi5DataSources(deps: Deps): PersonalDataSource[] {
  const select = ({ schoolId, personId }: PersonKey) =>
    deps.db
      .select({
        packageId: cmi5Registrations.packageId,
        registrationId: cmi5Registrations.id,
        unitId: cmi5UnitStates.unitId,
        launchedAt: cmi5UnitStates.launchedAt,
        completedAt: cmi5UnitStates.completedAt,
        passedAt: cmi5UnitStates.passedAt,
        failedAt: cmi5UnitStates.failedAt,
        waivedAt: cmi5UnitStates.waivedAt,
        waivedReason: cmi5UnitStates.waivedReason,
        scoreScaled: cmi5UnitStates.scoreScaled,
        progressPercent: cmi5UnitStates.progressPercent,
        timeSeconds: cmi5UnitStates.timeSeconds,
      })
      .from(cmi5Registrations)
      .innerJoin(
        cmi5UnitStates,
        and(
          eq(cmi5UnitStates.schoolId, cmi5Registrations.schoolId),
          eq(cmi5UnitStates.registrationId, cmi5Registrations.id),
        ),
      )
      .where(and(eq(cmi5Registrations.schoolId, schoolId), eq(cmi5Registrations.personId, personId)));
  return [
    { id: 'cmi5Units', label: 'cmi5.myData', count: async (key) => (await select(key)).length, select },
  ];
}
