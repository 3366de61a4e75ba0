import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { sealForPerson } from '../roster/index.ts';
import { hashOf, toCanonical } from './canonical.rules.ts';
import type { ReportKind } from './report-kind.ts';
import type { ReportAsk } from './report.schema.ts';
import { insertReport } from './reports.queries.ts';

/** Makes a report of the figures as they are now and keeps it as it is; returns its id, or null where it was there. */
export async function freezeReport(
  deps: Deps,
  kind: ReportKind,
  ask: ReportAsk,
  madeBy: string | null,
): Promise<string | null> {
  return inTransaction(deps.db, async (tx) => {
    const content = await kind.build({ ...deps, db: tx }, ask);
    if (!content) throw notFound();
    const canonical = toCanonical(content);
    const { schoolId, courseId, personId, from, until } = ask;
    const id = deps.newId();
    const kept = await insertReport(tx, {
      schoolId,
      id,
      kind: kind.name,
      courseId,
      personId,
      fromDay: from,
      untilDay: until,
      content:
        personId === null ? canonical : await sealForPerson(tx, deps, { schoolId, personId }, canonical),
      hash: hashOf(canonical),
      madeAt: deps.now(),
      madeBy,
    });
    if (!kept) return null;
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: madeBy,
      action: 'report.make',
      subjectType: 'report',
      subjectId: id,
      detail: { kind: kind.name, courseId, personId },
    });
    return id;
  });
}
