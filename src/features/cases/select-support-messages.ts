import type { Database } from '../../infra/db.ts';
import { selectOpenEvidence } from './cases.queries.ts';
import { buildSupportMessages } from './support.rules.ts';

/** Keys of the friendly sentences for a learner's own page; empty when nothing is open. Never a level or colour. */
export const selectSupportMessages = async (
  db: Database,
  key: { schoolId: string; courseId: string; personId: string },
): Promise<string[]> => buildSupportMessages(await selectOpenEvidence(db, key));
