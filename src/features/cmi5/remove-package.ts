import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import type { InCourse } from '../roster/index.ts';
import { shelfOfPackage } from './import-package.ts';
import { updateRemovedAt } from './packages.queries.ts';

/** Takes a package out of its course, and its files away; what learners did with it stays in the record. */
export async function removePackage(deps: Deps, who: InCourse, packageId: string): Promise<void> {
  const { schoolId, personId } = who;
  await inTransaction(deps.db, async (tx) => {
    if (!(await updateRemovedAt(tx, who, packageId, deps.now()))) throw notFound('cmi5.packageMissing');
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: 'cmi5.remove',
      subjectType: 'cmi5_package',
      subjectId: packageId,
    });
  });
  await deps.files.removeShelf(shelfOfPackage(schoolId, packageId));
}
