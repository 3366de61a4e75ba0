import { and, eq, isNull } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { badRequest, conflict } from '../../infra/errors.ts';
import { selectRows, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { changeIdentities, holdIdentities, inChange } from './change-identities.ts';
import type { Decider } from './identity.schema.ts';
import type { IdentityPorts } from './identity-ports.ts';
import { appointments, identities, memberships, people } from './roster.tables.ts';
import { sessions } from './sessions.tables.ts';

export interface Merge {
  personId: string;
  intoPersonId: string;
}

/**
 * Two records are one person: all identifiers of the one move to the other, and with them its statements, its launches
 * and its memberships. What was decided about the first stays with its record.
 */
export async function mergePeople(
  deps: Deps,
  ports: IdentityPorts,
  by: Decider,
  merge: Merge,
): Promise<void> {
  const { schoolId } = by;
  if (merge.personId === merge.intoPersonId) throw badRequest('identity.samePerson');
  await inChange(deps, async (tx) => {
    await refuseAppointed(tx, schoolId, merge.personId);
    const rows = await tx
      .select({ actorKey: identities.actorKey })
      .from(identities)
      .where(and(eq(identities.schoolId, schoolId), eq(identities.personId, merge.personId)));
    const states = await holdIdentities(
      tx,
      schoolId,
      rows.map(({ actorKey }) => actorKey),
    );
    const moves = [...states].flatMap(([actorKey, before]) =>
      before.personId === merge.personId
        ? [{ actorKey, before, after: { ...before, personId: merge.intoPersonId } }]
        : [],
    );
    if (moves.length === 0) throw conflict('identity.changedSince');
    const joinedCourseIds = await copyMemberships(tx, deps, schoolId, merge);
    await changeIdentities(tx, deps, by, {
      kind: 'merge',
      detail: { merged: { ...merge, joinedCourseIds } },
      moves,
    });
    await setMergedInto(tx, schoolId, merge.personId, merge.intoPersonId);
    // Open visits would go on as somebody who is no longer there.
    await tx
      .update(sessions)
      .set({ endedAt: deps.now() })
      .where(
        and(eq(sessions.schoolId, schoolId), eq(sessions.personId, merge.personId), isNull(sessions.endedAt)),
      );
  });
  ports.onChanged(schoolId);
}

export async function setMergedInto(
  tx: Database,
  schoolId: string,
  personId: string,
  mergedIntoId: string | null,
): Promise<void> {
  await tx
    .update(people)
    .set({ mergedIntoId })
    .where(and(eq(people.schoolId, schoolId), eq(people.id, personId)));
}

/** An appointment is a person's, not an account's: it has to be ended or given anew first. */
async function refuseAppointed(tx: Database, schoolId: string, personId: string): Promise<void> {
  const held = await tx
    .select({ id: appointments.id })
    .from(appointments)
    .where(
      and(
        eq(appointments.schoolId, schoolId),
        eq(appointments.personId, personId),
        isNull(appointments.endedAt),
      ),
    )
    .limit(1);
  if (held.length > 0) throw conflict('identity.appointed');
}

/** Returns the courses that the other wasn't in before. */
async function copyMemberships(
  tx: Database,
  deps: Deps,
  schoolId: string,
  { personId, intoPersonId }: Merge,
): Promise<string[]> {
  const rows = await selectRows(
    tx,
    z.object({ courseId: z.string() }),
    sql`insert into ${memberships} (school_id, course_id, person_id, role, talent_type, told_by, groups, created_at)
        select m.school_id, m.course_id, ${intoPersonId}::uuid, m.role, m.talent_type, m.told_by, m.groups,
          ${deps.now().toISOString()}::timestamptz
        from ${memberships} m
        where m.school_id = ${schoolId}::uuid and m.person_id = ${personId}::uuid and m.active
        on conflict do nothing returning course_id::text as "courseId"`,
  );
  return rows.map(({ courseId }) => courseId);
}

/** Takes back what `copyMemberships` gave, where the person didn't come by themselves since. */
export async function endJoined(
  tx: Database,
  schoolId: string,
  { intoPersonId, joinedCourseIds }: { intoPersonId: string; joinedCourseIds: readonly string[] },
): Promise<void> {
  for (const courseId of joinedCourseIds)
    await tx
      .delete(memberships)
      .where(
        and(
          eq(memberships.schoolId, schoolId),
          eq(memberships.courseId, courseId),
          eq(memberships.personId, intoPersonId),
          isNull(memberships.lastLaunchAt),
        ),
      );
}
