import { and, asc, desc, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { auditEvents } from '../../infra/infra.tables.ts';
import { dataRequests } from './data-requests.tables.ts';
import {
  appointments,
  classes,
  courses,
  identities,
  memberships,
  people,
  personKeys,
  serviceStages,
} from './roster.tables.ts';

export interface PersonKey {
  schoolId: string;
  personId: string;
}

/** Ids of a person's record and of all that were merged into it, one after the other. */
export const selectRecordsOf = async (db: Database, key: PersonKey): Promise<string[]> =>
  (
    await selectRows(
      db,
      z.object({ id: z.string() }),
      sql`with recursive own(id, depth) as (
            select ${key.personId}::uuid, 0
            union
            select p.id, own.depth + 1 from people p join own on p.merged_into_id = own.id
            where p.school_id = ${key.schoolId}::uuid and own.depth < 20)
          select distinct id::text from own`,
    )
  ).map(({ id }) => id);

export async function findPersonRecord(db: Database, key: PersonKey) {
  const [row] = await db
    .select({
      name: people.displayName,
      emailSealed: people.emailSealed,
      locale: people.locale,
      category: people.category,
      className: classes.name,
      privacyVersion: people.privacyVersion,
      privacyAcceptedAt: people.privacyAcceptedAt,
      createdAt: people.createdAt,
      wrappedKey: personKeys.wrappedKey,
    })
    .from(people)
    .leftJoin(classes, and(eq(classes.schoolId, people.schoolId), eq(classes.id, people.classId)))
    .leftJoin(personKeys, and(eq(personKeys.schoolId, people.schoolId), eq(personKeys.personId, people.id)))
    .where(and(eq(people.schoolId, key.schoolId), eq(people.id, key.personId), isNull(people.erasedAt)));
  return row;
}

export const selectPersonIdentities = (db: Database, key: PersonKey) =>
  db
    .select({
      actorKey: identities.actorKey,
      method: identities.method,
      confidence: identities.confidence,
      createdAt: identities.createdAt,
    })
    .from(identities)
    .where(and(eq(identities.schoolId, key.schoolId), eq(identities.personId, key.personId)))
    .orderBy(asc(identities.createdAt), asc(identities.actorKey));

export const selectCourseRoles = (db: Database, key: PersonKey) =>
  db
    .select({
      courseTitle: courses.title,
      role: memberships.role,
      talentType: memberships.talentType,
      active: memberships.active,
      createdAt: memberships.createdAt,
      lastLaunchAt: memberships.lastLaunchAt,
    })
    .from(memberships)
    .innerJoin(courses, and(eq(courses.schoolId, memberships.schoolId), eq(courses.id, memberships.courseId)))
    .where(and(eq(memberships.schoolId, key.schoolId), eq(memberships.personId, key.personId)))
    .orderBy(asc(memberships.createdAt));

export const selectOwnAppointments = (db: Database, key: PersonKey) =>
  db
    .select({
      role: appointments.role,
      courseTitle: courses.title,
      appointedAt: appointments.appointedAt,
      endedAt: appointments.endedAt,
    })
    .from(appointments)
    .leftJoin(
      courses,
      and(eq(courses.schoolId, appointments.schoolId), eq(courses.id, appointments.courseId)),
    )
    .where(and(eq(appointments.schoolId, key.schoolId), eq(appointments.personId, key.personId)))
    .orderBy(asc(appointments.appointedAt));

export const selectStages = (db: Database, key: PersonKey) =>
  db
    .select({
      stage: serviceStages.stage,
      startedAt: serviceStages.startedAt,
      endedAt: serviceStages.endedAt,
      source: serviceStages.source,
    })
    .from(serviceStages)
    .where(and(eq(serviceStages.schoolId, key.schoolId), eq(serviceStages.personId, key.personId)))
    .orderBy(asc(serviceStages.startedAt));

/** What others (and the system) did with a person's data, newest first (R113). */
export const selectReadings = (
  db: Database,
  key: PersonKey & { records: readonly string[] },
  limit: number,
) =>
  db
    .select({ at: auditEvents.at, action: auditEvents.action, actorName: people.displayName })
    .from(auditEvents)
    .leftJoin(
      people,
      and(eq(people.schoolId, auditEvents.schoolId), eq(people.id, auditEvents.actorPersonId)),
    )
    .where(
      and(
        eq(auditEvents.schoolId, key.schoolId),
        eq(auditEvents.subjectType, 'person'),
        inArray(auditEvents.subjectId, [...key.records]),
        or(isNull(auditEvents.actorPersonId), ne(auditEvents.actorPersonId, key.personId)),
      ),
    )
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(limit);

/** Requests of one person, or all of a school, newest first, still sealed. */
export const selectDataRequests = (db: Database, key: { schoolId: string; personId?: string }) =>
  db
    .select({
      id: dataRequests.id,
      personId: dataRequests.personId,
      name: people.displayName,
      kind: dataRequests.kind,
      noteSealed: dataRequests.noteSealed,
      requestedAt: dataRequests.requestedAt,
      answeredAt: dataRequests.answeredAt,
      answerSealed: dataRequests.answerSealed,
      wrappedKey: personKeys.wrappedKey,
    })
    .from(dataRequests)
    .innerJoin(people, and(eq(people.schoolId, dataRequests.schoolId), eq(people.id, dataRequests.personId)))
    .innerJoin(
      personKeys,
      and(eq(personKeys.schoolId, dataRequests.schoolId), eq(personKeys.personId, dataRequests.personId)),
    )
    .where(
      and(
        eq(dataRequests.schoolId, key.schoolId),
        key.personId === undefined ? undefined : eq(dataRequests.personId, key.personId),
      ),
    )
    .orderBy(desc(dataRequests.requestedAt), desc(dataRequests.id))
    .limit(200);

/** Whether the LMS told an e-mail address of somebody. */
export async function hasAddress(db: Database, { schoolId, personId }: PersonKey): Promise<boolean> {
  const [row] = await db
    .select({ emailSealed: people.emailSealed })
    .from(people)
    .where(and(eq(people.schoolId, schoolId), eq(people.id, personId)));
  return row !== undefined && row.emailSealed !== null;
}
