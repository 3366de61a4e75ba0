import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { Registration } from '../lti/index.ts';
import { ltiContexts, ltiRegistrations } from '../lti/lti.tables.ts';
import { rosterSyncs } from './services.tables.ts';

/** A course as one deployment of an LMS knows it. */
export interface ContextKey {
  schoolId: string;
  registrationId: string;
  deploymentId: string;
  contextId: string;
}

export interface ContextToRead {
  registration: Registration;
  courseId: string;
  membershipsUrl: string;
  /** A link of this course that is tied to no column: what Canvas tells for it concerns everybody. */
  resourceLinkId: string | null;
}

const ofContext = (key: ContextKey) =>
  and(
    eq(ltiContexts.schoolId, key.schoolId),
    eq(ltiContexts.registrationId, key.registrationId),
    eq(ltiContexts.deploymentId, key.deploymentId),
    eq(ltiContexts.contextId, key.contextId),
  );

/** Where and in whose name a course's roster is read; null: the platform offers none, or isn't trusted now. */
export async function findContextToRead(db: Database, key: ContextKey): Promise<ContextToRead | null> {
  const [row] = await db
    .select({
      registration: ltiRegistrations,
      courseId: ltiContexts.courseId,
      membershipsUrl: ltiContexts.membershipsUrl,
      resourceLinkId: sql<string | null>`(
        select l.resource_link_id from lti_resource_links l
        where l.school_id = ${ltiContexts.schoolId} and l.registration_id = ${ltiContexts.registrationId}
          and l.deployment_id = ${ltiContexts.deploymentId} and l.context_id = ${ltiContexts.contextId}
          and l.line_item_url is null
        order by l.seen_at desc, l.resource_link_id limit 1)`,
    })
    .from(ltiContexts)
    .innerJoin(
      ltiRegistrations,
      and(
        eq(ltiRegistrations.schoolId, ltiContexts.schoolId),
        eq(ltiRegistrations.id, ltiContexts.registrationId),
        eq(ltiRegistrations.active, true),
        eq(ltiRegistrations.pending, false),
      ),
    )
    .where(ofContext(key));
  if (!row || row.membershipsUrl === null) return null;
  return { ...row, membershipsUrl: row.membershipsUrl };
}

export type RosterSync = typeof rosterSyncs.$inferSelect;

export async function findRosterSync(db: Database, key: ContextKey): Promise<RosterSync | null> {
  const [row] = await db
    .select()
    .from(rosterSyncs)
    .where(
      and(
        eq(rosterSyncs.schoolId, key.schoolId),
        eq(rosterSyncs.registrationId, key.registrationId),
        eq(rosterSyncs.deploymentId, key.deploymentId),
        eq(rosterSyncs.contextId, key.contextId),
      ),
    );
  return row ?? null;
}

export async function upsertRosterSync(db: Database, sync: RosterSync): Promise<void> {
  const { courseId, syncedAt, triedAt, problem, changes } = sync;
  await db
    .insert(rosterSyncs)
    .values(sync)
    .onConflictDoUpdate({
      target: [
        rosterSyncs.schoolId,
        rosterSyncs.registrationId,
        rosterSyncs.deploymentId,
        rosterSyncs.contextId,
      ],
      set: { courseId, syncedAt, triedAt, problem, changes },
    });
}

/** How a course stands with each LMS context it is: usually one. */
export const selectRostersOfCourse = (db: Database, key: { schoolId: string; courseId: string }) =>
  db
    .select({
      registrationId: ltiContexts.registrationId,
      deploymentId: ltiContexts.deploymentId,
      contextId: ltiContexts.contextId,
      offered: sql<boolean>`${ltiContexts.membershipsUrl} is not null`,
      trusted: sql<boolean>`${ltiRegistrations.active} and not ${ltiRegistrations.pending}`,
      platformName: ltiRegistrations.platformName,
      issuer: ltiRegistrations.issuer,
      syncedAt: rosterSyncs.syncedAt,
      triedAt: rosterSyncs.triedAt,
      problem: rosterSyncs.problem,
      changes: rosterSyncs.changes,
    })
    .from(ltiContexts)
    .innerJoin(
      ltiRegistrations,
      and(
        eq(ltiRegistrations.schoolId, ltiContexts.schoolId),
        eq(ltiRegistrations.id, ltiContexts.registrationId),
      ),
    )
    .leftJoin(
      rosterSyncs,
      and(
        eq(rosterSyncs.schoolId, ltiContexts.schoolId),
        eq(rosterSyncs.registrationId, ltiContexts.registrationId),
        eq(rosterSyncs.deploymentId, ltiContexts.deploymentId),
        eq(rosterSyncs.contextId, ltiContexts.contextId),
      ),
    )
    .where(and(eq(ltiContexts.schoolId, key.schoolId), eq(ltiContexts.courseId, key.courseId)))
    .orderBy(ltiRegistrations.createdAt, ltiContexts.contextId);
export type CourseRoster = Awaited<ReturnType<typeof selectRostersOfCourse>>[number];

const Readable = z.object({
  schoolId: z.string(),
  registrationId: z.string(),
  deploymentId: z.string(),
  contextId: z.string(),
  timeZone: z.string(),
  lastLaunchAt: z.coerce.date().nullable(),
  triedAt: z.coerce.date().nullable(),
  failures: z.int(),
});

/** Every course of the installation whose platform offers its roster, longest unread first. */
export const selectReadableContexts = (db: Database): Promise<z.output<typeof Readable>[]> =>
  selectRows(
    db,
    Readable,
    sql`select c.school_id::text as "schoolId", c.registration_id::text as "registrationId",
          c.deployment_id as "deploymentId", c.context_id as "contextId", s.time_zone as "timeZone",
          (select max(m.last_launch_at) from memberships m
            where m.school_id = c.school_id and m.course_id = c.course_id) as "lastLaunchAt",
          y.tried_at as "triedAt", coalesce((y.changes->>'failures')::int, 0) as failures
        from lti_contexts c
        join lti_registrations r on r.school_id = c.school_id and r.id = c.registration_id
          and r.active and not r.pending
        join schools s on s.id = c.school_id
        left join roster_syncs y on y.school_id = c.school_id and y.registration_id = c.registration_id
          and y.deployment_id = c.deployment_id and y.context_id = c.context_id
        where c.memberships_url is not null
        order by y.tried_at nulls first, c.context_id`,
  );
