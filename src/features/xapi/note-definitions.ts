import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../../infra/db.ts';
import { listActivities, mergeDefinitions } from './activity-definition.rules.ts';
import { selectDefinitions, upsertDefinitions } from './definitions.queries.ts';
import { indexableIri } from './index-length.rules.ts';
import type { ActivityDefinition, Statement } from './statement.schema.ts';

/** The definition last seen of each activity, as text, per database and school: most statements bring nothing new. */
const seen = new WeakMap<Database, Map<string, string>>();
const MOST_SEEN = 20_000;

/**
 * Keeps what statements say of their activities. Outside of the transaction that stores them: a busy course would make
 * all its senders wait for one row, and what is missed here the next statement about the activity tells again.
 */
export async function noteDefinitions(
  db: Database,
  { schoolId, at }: { schoolId: string; at: Date },
  statements: readonly Statement[],
): Promise<void> {
  const known = seen.get(db) ?? new Map<string, string>();
  seen.set(db, known);
  const told = new Map<string, ActivityDefinition>();
  const texts = new Map<string, string>();
  for (const { id, definition } of statements.flatMap(listActivities)) {
    if (definition === undefined) continue;
    const activityId = indexableIri(id);
    const name = `${schoolId} ${activityId}`;
    const text = JSON.stringify(definition);
    if (texts.get(name) === text || (!texts.has(name) && known.get(name) === text)) continue;
    texts.set(name, text);
    told.set(activityId, mergeDefinitions(told.get(activityId) ?? {}, definition));
  }
  if (told.size === 0) return;
  const stored = await selectDefinitions(db, schoolId, [...told.keys()]);
  const changed = [...told].flatMap(([activityId, newer]) => {
    const before = stored.get(activityId);
    const definition = before === undefined ? newer : mergeDefinitions(before, newer);
    return isDeepStrictEqual(before, definition) ? [] : [{ activityId, definition }];
  });
  await upsertDefinitions(db, schoolId, changed, at);
  if (known.size > MOST_SEEN) known.clear();
  for (const [name, text] of texts) known.set(name, text);
}
