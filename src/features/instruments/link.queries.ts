import { and, eq } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { schools } from '../roster/roster.tables.ts';
import type { Definition } from './definition.schema.ts';
import {
  instrumentAssignments,
  instrumentAttempts,
  instrumentLinks,
  instrumentVersions,
} from './instruments.tables.ts';

export interface LinkRow {
  schoolId: string;
  id: string;
  assignmentId: string;
  expiresAt: Date;
  closedAt: Date | null;
  schoolName: string;
  timeZone: string;
  definition: Definition;
  attemptId: string | null;
  startedAt: Date | null;
  submittedAt: Date | null;
}

/** A link by its token's hash, with what it opens and whether it was used. */
export async function findLink(db: Database, tokenHash: string): Promise<LinkRow | null> {
  const [row] = await db
    .select({
      schoolId: instrumentLinks.schoolId,
      id: instrumentLinks.id,
      assignmentId: instrumentLinks.assignmentId,
      expiresAt: instrumentLinks.expiresAt,
      closedAt: instrumentAssignments.closedAt,
      schoolName: schools.name,
      timeZone: schools.timeZone,
      definition: instrumentVersions.definition,
      attemptId: instrumentAttempts.id,
      startedAt: instrumentAttempts.startedAt,
      submittedAt: instrumentAttempts.submittedAt,
    })
    .from(instrumentLinks)
    .innerJoin(schools, eq(schools.id, instrumentLinks.schoolId))
    .innerJoin(
      instrumentAssignments,
      and(
        eq(instrumentAssignments.schoolId, instrumentLinks.schoolId),
        eq(instrumentAssignments.id, instrumentLinks.assignmentId),
      ),
    )
    .innerJoin(
      instrumentVersions,
      and(
        eq(instrumentVersions.schoolId, instrumentAssignments.schoolId),
        eq(instrumentVersions.instrumentId, instrumentAssignments.instrumentId),
        eq(instrumentVersions.version, instrumentAssignments.version),
      ),
    )
    .leftJoin(
      instrumentAttempts,
      and(
        eq(instrumentAttempts.schoolId, instrumentLinks.schoolId),
        eq(instrumentAttempts.linkId, instrumentLinks.id),
      ),
    )
    .where(eq(instrumentLinks.tokenHash, tokenHash));
  return row ?? null;
}
