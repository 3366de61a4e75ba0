import { and, eq, isNull, sql } from 'drizzle-orm';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict, notFound } from '../../infra/errors.ts';
import { holdPerson } from '../roster/index.ts';
import { storeOwnStatements } from '../xapi/index.ts';
import { NOTHING_YET } from './answer.schema.ts';
import { prepareBegun } from './attempt-statement.rules.ts';
import { endOf, judgeBegin } from './attempt.rules.ts';
import { sealFor } from './attempt-seal.ts';
import type { Definition } from './definition.schema.ts';
import { buildForm, measureProgress, walkForm } from './form.rules.ts';
import { selectAssignmentsOf, selectNewestVersions, selectOwnAttempts } from './instruments.queries.ts';
import { instrumentAttempts } from './instruments.tables.ts';

interface Wish {
  schoolId: string;
  personId: string;
  /** Where the person is. */
  courseId: string | null;
  instrumentId: string;
  /** null: of one's own accord, where the instrument is open to that. */
  assignmentId: string | null;
}

/** Id of the attempt somebody goes on with, or of a new one. An assignment pins the version; else it is the newest. */
export async function beginAttempt(deps: Deps, wish: Wish): Promise<string> {
  const { schoolId, personId, instrumentId } = wish;
  return inTransaction(deps.db, async (tx) => {
    const name = `instrument:${schoolId}:${personId}:${instrumentId}`;
    // Two clicks queue here; the second finds what the first began.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
    await holdPerson(tx, wish);
    const definition = await findWished(tx, wish);
    if (!definition) throw notFound();
    const attempts = await selectOwnAttempts(tx, { schoolId, personId, instrumentId });
    const rule = wish.assignmentId === null ? definition : { ...definition, retestDays: 0 };
    const verdict = judgeBegin(rule, attempts, deps.now());
    switch (verdict.kind) {
      case 'usedUp':
        throw conflict('instruments.usedUp', { most: definition.mostAttempts ?? 0 });
      case 'tooSoon':
        throw conflict('instruments.tooSoon', { days: definition.retestDays });
      case 'goOn':
        if (wish.assignmentId !== null)
          await tx
            .update(instrumentAttempts)
            .set({ assignmentId: wish.assignmentId })
            .where(
              and(
                eq(instrumentAttempts.schoolId, schoolId),
                eq(instrumentAttempts.id, verdict.attemptId),
                // What was begun for another assignment, or with another version, stays what it was begun for.
                isNull(instrumentAttempts.assignmentId),
                eq(instrumentAttempts.version, definition.version),
              ),
            );
        return verdict.attemptId;
      case 'begin':
        return insertAttempt(tx, deps, { ...wish, linkId: null }, definition);
    }
  });
}

async function findWished(tx: Database, wish: Wish): Promise<Definition | null> {
  if (wish.assignmentId === null) {
    const versions = await selectNewestVersions(tx, wish.schoolId);
    return (
      versions.find(({ definition }) => definition.id === wish.instrumentId && definition.open)?.definition ??
      null
    );
  }
  const assignments = await selectAssignmentsOf(tx, wish);
  const assignment = assignments.find(({ id }) => id === wish.assignmentId);
  if (assignment?.instrumentId !== wish.instrumentId) return null;
  const [done] = await tx
    .select({ id: instrumentAttempts.id })
    .from(instrumentAttempts)
    .where(
      and(
        eq(instrumentAttempts.schoolId, wish.schoolId),
        eq(instrumentAttempts.assignmentId, assignment.id),
        eq(instrumentAttempts.personId, wish.personId),
        sql`${instrumentAttempts.submittedAt} is not null`,
      ),
    )
    .limit(1);
  if (done) throw conflict('instruments.assignmentDone');
  return assignment.definition;
}

export async function insertAttempt(
  tx: Database,
  deps: Deps,
  holder: {
    schoolId: string;
    personId: string | null;
    linkId: string | null;
    courseId: string | null;
    assignmentId: string | null;
  },
  definition: Definition,
): Promise<string> {
  const { schoolId, personId, linkId, courseId, assignmentId } = holder;
  const id = deps.newId();
  const now = deps.now();
  await tx.insert(instrumentAttempts).values({
    schoolId,
    id,
    instrumentId: definition.id,
    version: definition.version,
    // The attempt's id is the seed: what somebody saw can be made again.
    seed: id,
    assignmentId,
    personId,
    linkId,
    courseId,
    startedAt: now,
    endsAt: endOf(now, definition.minutes),
    savedAt: now,
    asked: measureProgress(walkForm(buildForm(definition, id), {}), {}).asked,
    contentSealed: await sealFor(tx, deps, { schoolId, personId }, NOTHING_YET),
  });
  if (personId !== null)
    await storeOwnStatements({ ...deps, db: tx }, schoolId, [
      prepareBegun({
        publicUrl: deps.config.publicUrl,
        attemptId: id,
        personId,
        courseId,
        definition,
        startedAt: now,
      }),
    ]);
  return id;
}
