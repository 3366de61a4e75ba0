import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { ActivityDefinition } from './statement.schema.ts';

const Defined = z.object({ activityId: z.string(), definition: z.unknown() });

/** What is known of these activities, by `indexableIri`. */
export async function selectDefinitions(
  db: Database,
  schoolId: string,
  activityIds: readonly string[],
): Promise<Map<string, ActivityDefinition>> {
  if (activityIds.length === 0) return new Map();
  const rows = await selectRows(
    db,
    Defined,
    sql`select a.activity_id as "activityId", a.definition from activity_definitions a
        where a.school_id = ${schoolId}::uuid
          and a.activity_id = any(array(select value from json_array_elements_text(${JSON.stringify(activityIds)}::json)))`,
  );
  return new Map(rows.map(({ activityId, definition }) => [activityId, definition as ActivityDefinition]));
}

/** In the order of their ids, so that two writers never wait for each other in a circle. */
export async function upsertDefinitions(
  db: Database,
  schoolId: string,
  definitions: readonly { activityId: string; definition: ActivityDefinition }[],
  at: Date,
): Promise<void> {
  if (definitions.length === 0) return;
  await db.execute(sql`
    insert into activity_definitions (school_id, activity_id, definition, changed_at)
    select ${schoolId}::uuid, d."activityId", d.definition, ${at.toISOString()}::timestamptz
    from json_to_recordset(${JSON.stringify(definitions)}::json) as d("activityId" text, definition json)
    order by d."activityId"
    on conflict (school_id, activity_id) do update
      set definition = excluded.definition, changed_at = excluded.changed_at`);
}
