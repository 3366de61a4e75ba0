import { sql } from 'drizzle-orm';
import { asJson, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { getSchoolClock } from '../cases/index.ts';
import { dayIn } from '../../infra/day.rules.ts';
import type { PersonKey } from '../roster/index.ts';
import { followItems, type ItemProgress } from './follow-path.rules.ts';
import { measureSkills } from './gap.rules.ts';
import {
  findCurrentPath,
  selectPathHolders,
  selectPathItems,
  selectRecordedShares,
  selectTries,
} from './paths.queries.ts';
import type { PathItemRow, PathRow } from './stored-path.schema.ts';

/** A person's plan and its items as the records say now; writes down what changed. */
export async function followPath(
  db: Database,
  key: PersonKey,
  today: string,
): Promise<{ path: PathRow; items: PathItemRow[] } | null> {
  const path = await findCurrentPath(db, key);
  if (!path) return null;
  const items = await selectPathItems(db, { schoolId: key.schoolId, pathId: path.id });
  const shares = await selectRecordedShares(db, { ...key, pathId: path.id });
  const changed = followItems(
    items,
    new Map(shares.map(({ key: item, share }) => [item, share])),
    measureSkills(await selectTries(db, key)),
    today,
  );
  await saveProgress(db, { schoolId: key.schoolId, pathId: path.id }, changed);
  const news = new Map(changed.map((change) => [change.key, change]));
  return { path, items: items.map((item) => ({ ...item, ...news.get(item.key) })) };
}

/** Each night, so that groups' figures are those of the day. */
export async function followPaths(deps: Deps): Promise<void> {
  for (const key of await selectPathHolders(deps.db)) {
    const { timeZone } = await getSchoolClock(deps.db, key.schoolId);
    await followPath(deps.db, key, dayIn(timeZone, deps.now()));
  }
}

async function saveProgress(
  db: Database,
  { schoolId, pathId }: { schoolId: string; pathId: string },
  changed: readonly ItemProgress[],
): Promise<void> {
  if (changed.length === 0) return;
  await db.execute(
    sql`update career_path_items i set progress = c.progress, done_on = c."doneOn"
        from jsonb_to_recordset(${asJson(changed)}) as c(key text, progress float8, "doneOn" date)
        where i.school_id = ${schoolId}::uuid and i.path_id = ${pathId}::uuid and i.key = c.key`,
  );
}
