import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import { uuidsOf } from './knowledge.queries.ts';

/** A graded answer with the place of its statement in the order in which statements are folded. */
export interface LoggedAnswer {
  transactionId: string;
  sequence: number;
  personId: string;
  itemId: string;
  skillIds: readonly string[];
  correct: boolean;
}

const AnswerRow = z.object({
  transactionId: z.string(),
  sequence: z.coerce.number(),
  personId: z.string(),
  itemId: z.string(),
  skillIds: z.array(z.string()),
  correct: z.boolean(),
});

export async function insertAnswers(
  tx: Database,
  schoolId: string,
  answers: readonly LoggedAnswer[],
): Promise<void> {
  if (answers.length === 0) return;
  await tx.execute(
    sql`insert into knowledge_answers (school_id, transaction_id, sequence, person_id, item_id, skill_ids, correct)
        select ${schoolId}::uuid, r."transactionId"::xid8, r.sequence, r."personId", r."itemId", r."skillIds",
          r.correct
        from jsonb_to_recordset(${asJson(answers)}) as r("transactionId" text, sequence bigint, "personId" uuid,
          "itemId" text, "skillIds" text[], correct boolean)
        on conflict do nothing`,
  );
}

/** The next answers after a place (null: from the beginning), in order; of everybody, or of some people. */
export const selectAnswersAfter = (
  db: Database,
  schoolId: string,
  asked: {
    after: Pick<LoggedAnswer, 'transactionId' | 'sequence'> | null;
    personIds: readonly string[] | null;
    limit: number;
  },
): Promise<LoggedAnswer[]> =>
  selectRows(
    db,
    AnswerRow,
    sql`select a.transaction_id::text as "transactionId", a.sequence, a.person_id::text as "personId",
          a.item_id as "itemId", to_jsonb(a.skill_ids) as "skillIds", a.correct
        from knowledge_answers a
        where a.school_id = ${schoolId}::uuid
          and (a.transaction_id, a.sequence) > (${asked.after?.transactionId ?? '0'}::xid8,
            ${asked.after?.sequence ?? 0}::bigint)
          ${asked.personIds === null ? sql`` : sql`and a.person_id in ${uuidsOf(asked.personIds)}`}
        order by a.transaction_id, a.sequence
        limit ${asked.limit}::int`,
  );

/** What people's answers are, as one text each that changes when any of them does; who has none is left out. */
export async function selectAnswerDigests(
  db: Database,
  schoolId: string,
  personIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await selectRows(
    db,
    z.object({ personId: z.string(), digest: z.string() }),
    sql`select a.person_id::text as "personId",
          md5(string_agg(concat_ws('|', a.transaction_id, a.sequence, a.item_id, a.skill_ids, a.correct), ','
            order by a.transaction_id, a.sequence)) as digest
        from knowledge_answers a
        where a.school_id = ${schoolId}::uuid and a.person_id in ${uuidsOf(personIds)}
        group by a.person_id`,
  );
  return new Map(rows.map(({ personId, digest }) => [personId, digest]));
}
