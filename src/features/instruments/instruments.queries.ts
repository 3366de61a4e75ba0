import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { Definition } from './definition.schema.ts';
import {
  instrumentAssignments,
  instrumentAttempts,
  instrumentMoments,
  instrumentVersions,
} from './instruments.tables.ts';

export interface VersionKey {
  schoolId: string;
  instrumentId: string;
  version: number;
}

/** null: there is no such version. */
export async function findVersion(db: Database, key: VersionKey): Promise<Definition | null> {
  const [row] = await db
    .select({ definition: instrumentVersions.definition })
    .from(instrumentVersions)
    .where(isVersion(key));
  return row?.definition ?? null;
}

const isVersion = ({ schoolId, instrumentId, version }: VersionKey) =>
  and(
    eq(instrumentVersions.schoolId, schoolId),
    eq(instrumentVersions.instrumentId, instrumentId),
    eq(instrumentVersions.version, version),
  );

export interface VersionRow {
  definition: Definition;
  publishedAt: Date;
  publishedBy: string | null;
}

/** The newest version of each of a school's instruments. */
export const selectNewestVersions = (db: Database, schoolId: string): Promise<VersionRow[]> =>
  db
    .selectDistinctOn([instrumentVersions.instrumentId], versionColumns)
    .from(instrumentVersions)
    .where(eq(instrumentVersions.schoolId, schoolId))
    .orderBy(asc(instrumentVersions.instrumentId), desc(instrumentVersions.version));

const versionColumns = {
  definition: instrumentVersions.definition,
  publishedAt: instrumentVersions.publishedAt,
  publishedBy: instrumentVersions.publishedBy,
};

/** All versions of one instrument, newest first. */
export const selectVersions = (
  db: Database,
  { schoolId, instrumentId }: { schoolId: string; instrumentId: string },
): Promise<VersionRow[]> =>
  db
    .select(versionColumns)
    .from(instrumentVersions)
    .where(and(eq(instrumentVersions.schoolId, schoolId), eq(instrumentVersions.instrumentId, instrumentId)))
    .orderBy(desc(instrumentVersions.version));

export interface OwnAttempt {
  id: string;
  instrumentId: string;
  version: number;
  assignmentId: string | null;
  startedAt: Date;
  endsAt: Date | null;
  submittedAt: Date | null;
  answered: number;
  asked: number;
  scoresSealed: string | null;
}

/** Somebody's attempts, newest first; of one instrument when it is given. */
export const selectOwnAttempts = (
  db: Database,
  key: { schoolId: string; personId: string; instrumentId?: string },
): Promise<OwnAttempt[]> =>
  db
    .select({
      id: instrumentAttempts.id,
      instrumentId: instrumentAttempts.instrumentId,
      version: instrumentAttempts.version,
      assignmentId: instrumentAttempts.assignmentId,
      startedAt: instrumentAttempts.startedAt,
      endsAt: instrumentAttempts.endsAt,
      submittedAt: instrumentAttempts.submittedAt,
      answered: instrumentAttempts.answered,
      asked: instrumentAttempts.asked,
      scoresSealed: instrumentAttempts.scoresSealed,
    })
    .from(instrumentAttempts)
    .where(
      and(
        eq(instrumentAttempts.schoolId, key.schoolId),
        eq(instrumentAttempts.personId, key.personId),
        key.instrumentId === undefined ? undefined : eq(instrumentAttempts.instrumentId, key.instrumentId),
      ),
    )
    .orderBy(desc(instrumentAttempts.startedAt), desc(instrumentAttempts.id))
    .limit(200);

export type AttemptRow = typeof instrumentAttempts.$inferSelect & { definition: Definition };

/** An attempt with the version it is taken with; locked for the transaction when it is to be changed. */
export async function findAttempt(
  db: Database,
  key: { schoolId: string; attemptId: string },
  lock: 'lock' | 'read',
): Promise<AttemptRow | null> {
  const query = db
    .select({ attempt: instrumentAttempts, definition: instrumentVersions.definition })
    .from(instrumentAttempts)
    .innerJoin(
      instrumentVersions,
      and(
        eq(instrumentVersions.schoolId, instrumentAttempts.schoolId),
        eq(instrumentVersions.instrumentId, instrumentAttempts.instrumentId),
        eq(instrumentVersions.version, instrumentAttempts.version),
      ),
    )
    .where(and(eq(instrumentAttempts.schoolId, key.schoolId), eq(instrumentAttempts.id, key.attemptId)));
  const [row] = await (lock === 'lock' ? query.for('update', { of: instrumentAttempts }) : query);
  return row ? { ...row.attempt, definition: row.definition } : null;
}

/** Open assignments that somebody is among: theirs, or their course's, class's or entry year's. */
export const selectAssignmentsOf = (db: Database, key: { schoolId: string; personId: string }) =>
  db
    .select({
      id: instrumentAssignments.id,
      instrumentId: instrumentAssignments.instrumentId,
      version: instrumentAssignments.version,
      dueAt: instrumentAssignments.dueAt,
      definition: instrumentVersions.definition,
    })
    .from(instrumentAssignments)
    .innerJoin(
      instrumentVersions,
      and(
        eq(instrumentVersions.schoolId, instrumentAssignments.schoolId),
        eq(instrumentVersions.instrumentId, instrumentAssignments.instrumentId),
        eq(instrumentVersions.version, instrumentAssignments.version),
      ),
    )
    .where(
      and(
        eq(instrumentAssignments.schoolId, key.schoolId),
        isNull(instrumentAssignments.closedAt),
        isAmong(key.personId),
      ),
    )
    .orderBy(sql`${instrumentAssignments.dueAt} nulls last`, asc(instrumentAssignments.createdAt));

/** True of assignments whose audience a person belongs to. */
const isAmong = (personId: string) => sql`exists (
  select 1 from people p
  left join classes c on c.school_id = p.school_id and c.id = p.class_id
  where p.school_id = ${instrumentAssignments.schoolId} and p.id = ${personId}::uuid and p.erased_at is null and (
    ${instrumentAssignments.personId} = p.id
    or (${instrumentAssignments.audience} = 'class' and ${instrumentAssignments.classId} = p.class_id)
    or (${instrumentAssignments.audience} = 'entry_year' and ${instrumentAssignments.entryYear} = c.entry_year)
    or (${instrumentAssignments.audience} = 'course' and exists (
      select 1 from memberships m where m.school_id = p.school_id and m.person_id = p.id
        and m.course_id = ${instrumentAssignments.courseId} and m.role = 'learner' and m.active))))`;

export const selectMoments = (db: Database, key: VersionKey) =>
  db
    .select({
      scoreId: instrumentMoments.scoreId,
      n: instrumentMoments.n,
      sums: instrumentMoments.sums,
      products: instrumentMoments.products,
    })
    .from(instrumentMoments)
    .where(
      and(
        eq(instrumentMoments.schoolId, key.schoolId),
        eq(instrumentMoments.instrumentId, key.instrumentId),
        eq(instrumentMoments.version, key.version),
      ),
    )
    .orderBy(asc(instrumentMoments.scoreId));
