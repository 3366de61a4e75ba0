import type { Deps } from '../../infra/deps.ts';
import { badRequest } from '../../infra/errors.ts';
import { schools } from './roster.tables.ts';
import { isTimeZone } from './school-time.rules.ts';

/** A new tenant. It has no skills yet: whoever composes (app, cli, demo) calls programme's `loadCatalogue` next. */
export async function createSchool(
  deps: Deps,
  given: { name: string; timeZone?: string; synthetic?: boolean },
): Promise<{ schoolId: string }> {
  const timeZone = given.timeZone ?? 'Asia/Shanghai';
  if (!isTimeZone(timeZone)) throw badRequest('unknownTimeZone', { timeZone });
  const schoolId = deps.newId();
  await deps.db.insert(schools).values({
    id: schoolId,
    name: given.name,
    timeZone,
    synthetic: given.synthetic ?? false,
    createdAt: deps.now(),
  });
  return { schoolId };
}
