import type { Database } from '../../infra/db.ts';
import { conflict } from '../../infra/errors.ts';
import { judgeReadiness } from './mentor-file.rules.ts';
import { findMentorFile } from './mentor-files.queries.ts';

/**
 * Lets a mentor be given a class, a project or a red warning only when the file is complete, or an administrator made
 * an exception (R062); the error says what lacks first. `today` is the school's day.
 */
export async function requireReadyMentor(
  tx: Database,
  given: { schoolId: string; personId: string; today: string },
): Promise<void> {
  const mentor = await findMentorFile(tx, { ...given, courseId: null });
  const file = mentor?.hasFile ? mentor : null;
  const exception = { exceptUntil: mentor?.exceptUntil ?? null };
  const { readiness, lacks } = judgeReadiness({ file, exception }, given.today);
  if (readiness === 'notReady')
    throw conflict(`partners.notReady.${lacks[0] ?? 'selection'}`, { more: lacks.length - 1 });
}
