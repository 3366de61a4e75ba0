import { recordAudit } from '../../infra/audit.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import type { InCourse } from '../roster/index.ts';
import { selectStatementsByIds } from '../xapi/index.ts';
import { presentEvidence, type EvidencePage } from './evidence.pages.ts';
import { selectLearnerOfActor } from './evidence.queries.ts';

/** One statement for somebody who may see it: its learner, or those who look after the course. The reading is audited. */
export async function loadEvidence(deps: Deps, who: InCourse, statementId: string): Promise<EvidencePage> {
  const [row] = await selectStatementsByIds(deps.db, who.schoolId, [statementId]);
  if (!row || row.actorKey === null) throw notFound();
  const learner = await selectLearnerOfActor(deps.db, { ...who, actorKey: row.actorKey });
  const isOwn = learner?.personId === who.personId;
  if (!learner || (!isOwn && !isStaff(who))) throw notFound();
  await recordAudit(deps.db, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action: 'statement.read',
    subjectType: 'person',
    subjectId: learner.personId,
    detail: { statementId: row.id, courseId: who.courseId },
  });
  return presentEvidence({ ...row, learner }, { locale: who.locale, ownPage: isOwn });
}

const isStaff = (who: InCourse): boolean => who.roles.some((role) => role !== 'learner' && role !== 'expert');
