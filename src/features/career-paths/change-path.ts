import { and, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, conflict, notFound } from '../../infra/errors.ts';
import { requireCourseLearner } from '../career-goals/index.ts';
import { dayIn } from '../../infra/day.rules.ts';
import type { InCourse } from '../roster/index.ts';
import { LISTED_KINDS } from './path.schema.ts';
import { careerPathItems, careerPaths } from './paths.tables.ts';
import { findCurrentPath, selectPathItems } from './paths.queries.ts';

/** The learner has seen the gaps and takes the plan on. */
export async function confirmPath(deps: Deps, who: InCourse): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const path = await findCurrentPath(tx, who);
    if (!path) throw notFound();
    await tx
      .update(careerPaths)
      .set({ confirmedAt: deps.now() })
      .where(
        and(
          eq(careerPaths.schoolId, who.schoolId),
          eq(careerPaths.id, path.id),
          isNull(careerPaths.confirmedAt),
        ),
      );
    await audit(tx, deps, who, 'career.path.confirm', path.id);
  });
}

/** A career teacher finds that a learner's confirmed plan can be followed. */
export async function approvePath(deps: Deps, who: InCourse, personId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await requireCourseLearner(tx, who, personId);
    const path = await findCurrentPath(tx, { schoolId: who.schoolId, personId });
    if (!path) throw notFound();
    if (path.confirmedAt === null) throw conflict('careerPaths.notConfirmed');
    await tx
      .update(careerPaths)
      .set({ approvedBy: who.personId, approvedAt: deps.now() })
      .where(and(eq(careerPaths.schoolId, who.schoolId), eq(careerPaths.id, path.id)));
    await audit(tx, deps, who, 'career.path.approve', path.id);
  });
}

/** The learner says that an item is done, or that it isn't after all. Certificates and contests are shown by something. */
export async function markItem(
  deps: Deps,
  who: InCourse,
  given: { key: string; done: boolean; evidence: string | null },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const path = await findCurrentPath(tx, who);
    if (!path) throw notFound();
    const { schoolId } = who;
    const item = (await selectPathItems(tx, { schoolId, pathId: path.id })).find(
      ({ key }) => key === given.key,
    );
    if (!item) throw notFound();
    const needsEvidence = LISTED_KINDS.some((kind) => kind === item.kind);
    if (given.done && needsEvidence && given.evidence === null)
      throw badRequest('careerPaths.evidenceMissing');
    await tx
      .update(careerPathItems)
      .set(
        given.done
          ? {
              progress: 1,
              saidDone: true,
              doneOn: dayIn(who.timeZone, deps.now()),
              evidence: given.evidence,
            }
          : { progress: 0, saidDone: false, doneOn: null, evidence: null },
      )
      .where(
        and(
          eq(careerPathItems.schoolId, schoolId),
          eq(careerPathItems.pathId, path.id),
          eq(careerPathItems.key, given.key),
        ),
      );
    await audit(tx, deps, who, given.done ? 'career.path.done' : 'career.path.undone', path.id);
  });
}

const audit = (tx: Database, deps: Deps, who: InCourse, action: string, subjectId: string) =>
  recordAudit(tx, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action,
    subjectType: 'career_path',
    subjectId,
  });
