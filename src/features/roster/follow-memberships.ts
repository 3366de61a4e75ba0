import { and, eq } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import type { IdentityMove } from './identity.schema.ts';
import { identityChanges } from './identity.tables.ts';

const Left = z.object({ personId: z.string(), courseIds: z.array(z.string()) });

/**
 * Whoever lost their last identifier can't be met in a course any more, so they leave; when they get one again they are
 * back where they were. Else lists, and warnings of silence, would go on about somebody who is nobody.
 */
export async function followMemberships(
  tx: Database,
  { schoolId, changeId }: { schoolId: string; changeId: string },
  moves: readonly IdentityMove[],
): Promise<void> {
  const lost = listPeople(moves, 'before');
  const left =
    lost.length === 0
      ? []
      : await selectRows(
          tx,
          Left,
          sql`with ended as (
                update memberships m set active = false
                where m.school_id = ${schoolId}::uuid and m.active
                  and m.person_id in (select value::uuid from jsonb_array_elements_text(${asJson(lost)}))
                  and not exists (select 1 from identities i where i.school_id = m.school_id
                    and i.person_id = m.person_id and i.method <> 'waymark')
                returning m.person_id, m.course_id)
              select person_id::text as "personId", jsonb_agg(course_id) as "courseIds" from ended group by 1`,
        );
  if (left.length > 0)
    await tx
      .update(identityChanges)
      .set({ detail: sql`${identityChanges.detail} || ${asJson({ left })}` })
      .where(and(eq(identityChanges.schoolId, schoolId), eq(identityChanges.id, changeId)));
  const got = listPeople(moves, 'after');
  if (got.length > 0)
    await tx.execute(
      sql`update memberships m set active = true
          from (
            select distinct on (l.value->>'personId') (l.value->>'personId')::uuid as person_id, l.value->'courseIds' as courses
            from identity_changes c cross join lateral jsonb_array_elements(c.detail->'left') l(value)
            where c.school_id = ${schoolId}::uuid and c.detail ? 'left'
              and l.value->>'personId' in (select value from jsonb_array_elements_text(${asJson(got)}))
            order by l.value->>'personId', c.made_at desc, c.id desc
          ) back
          where m.school_id = ${schoolId}::uuid and m.person_id = back.person_id and not m.active
            and m.course_id in (select value::uuid from jsonb_array_elements_text(back.courses))`,
    );
}

const listPeople = (moves: readonly IdentityMove[], side: 'before' | 'after'): string[] => [
  ...new Set(moves.flatMap((move) => move[side]?.personId ?? [])),
];
