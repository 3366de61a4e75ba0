import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { readShippedModel } from './record-run.ts';
import { decideRefit, type FinishedRow, type Refit } from './refit.rules.ts';
import { insertModel } from './risk.queries.ts';

/** Gives a school a model of its own if its finished courses are enough for one that is no worse than the shipped one. */
export async function refitSchool(
  deps: Deps,
  schoolId: string,
  rows: readonly FinishedRow[],
): Promise<Refit> {
  const fittedAt = deps.now();
  const origin = {
    version: `school-${fittedAt.toISOString().slice(0, 19)}Z`,
    source: 'finished courses of this school',
  };
  const refit = decideRefit(rows, await readShippedModel(), origin);
  if (refit.kind !== 'refit') return refit;
  await inTransaction(deps.db, async (tx) => {
    await insertModel(tx, { schoolId, version: refit.model.version, model: refit.model, fittedAt });
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: null,
      action: 'risk.refit',
      subjectType: 'school',
      subjectId: schoolId,
      detail: { version: refit.model.version, learners: refit.model.learners, auc: refit.auc },
    });
  });
  return refit;
}
