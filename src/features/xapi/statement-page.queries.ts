import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { toKey, type NamedKey } from './statement-key.schema.ts';
import type { Condition, Own, Place, Readable, StatementFilter } from './statement-query.rules.ts';
import { idArray } from './storing.queries.ts';

/** Where keys of statements stand, and those of what they refer to. */
const OWN = sql.identifier('statement_keys');
const REFERRED = sql.identifier('referred_keys');

const Found = z.object({
  storedAt: z.coerce.date(),
  sequence: z.coerce.number(),
  /** The statement as it is stored: a JSON text. */
  payload: z.string(),
});
export type FoundStatement = z.output<typeof Found>;

/**
 * One more than a page of statements that match all conditions, in the order of storing. A statement
 * about another is found by what the other says, too. However much is stored, it walks along the index from where the
 * page begins and looks at what it passes.
 */
export async function selectStatementPage(
  db: Database,
  { schoolId, own }: Readable,
  filter: StatementFilter,
): Promise<FoundStatement[]> {
  const narrowed: Condition[] = own ? [[agentOf(own)]] : [];
  const streams =
    filter.conditions.length === 0
      ? [walk(schoolId, filter, { keys: OWN, conditions: narrowed, own })]
      : [OWN, REFERRED].map((keys) => walk(schoolId, filter, { keys, conditions: filter.conditions, own }));
  return selectRows(
    db,
    Found,
    sql`select distinct on (f.stored_at, f.sequence) f.stored_at as "storedAt", f.sequence, f.payload
        from (${sql.join(streams, sql` union all `)}) f
        order by ${order(filter, sql`f`)} limit ${filter.limit + 1}::int`,
  );
}

interface Walk {
  keys: typeof OWN;
  conditions: readonly Condition[];
  /** What holds for a statement itself, whatever it refers to. */
  own: Own | null;
}

/** What one side has to give: for each key of the first condition as far as a page reaches. */
function walk(schoolId: string, filter: StatementFilter, { keys, conditions, own }: Walk): SQL {
  const [first, ...others] = conditions;
  const meets = (place: SQL) =>
    sql.join(
      [
        ...others.map((condition) => has(schoolId, place, keys, condition)),
        ...(own ? [has(schoolId, place, OWN, [agentOf(own)])] : []),
      ].map((condition) => sql` and ${condition}`),
      sql``,
    );
  const last = (row: SQL) => sql`order by ${order(filter, row)} limit ${filter.limit + 1}::int`;
  if (first === undefined)
    return sql`(select s.stored_at, s.sequence, s.payload::text as payload from statements s
        where s.school_id = ${schoolId}::uuid ${standing(filter, sql`s`)} ${within(filter, sql`s`)} ${last(sql`s`)})`;
  // A statement of its own for each: an index gives one key's places in order, not those of several.
  const branches = first.map(
    (key) => sql`(select k.stored_at, k.sequence, s.payload::text as payload
        from ${keys} k cross join lateral (
          select one.payload, one.stored_at, one.sequence from statements one
          where one.school_id = k.school_id and one.stored_at = k.stored_at and one.sequence = k.sequence
            ${standing(filter, sql`one`)}${storedWith(own, sql`one`)} limit 1) s
        where k.school_id = ${schoolId}::uuid and k.key = ${toKey(key)}::bigint
          ${within(filter, sql`k`)} ${meets(sql`k`)} ${last(sql`k`)})`,
  );
  return sql.join(branches, sql` union all `);
}

/** Whether the statement at a place has one of the keys. A subquery with a limit is asked per place, never as a join. */
const has = (schoolId: string, place: SQL, keys: typeof OWN, condition: Condition): SQL =>
  sql`(select true from ${keys} x where x.school_id = ${schoolId}::uuid
      and x.key in (${sql.join(
        condition.map((key) => sql`${toKey(key)}::bigint`),
        sql`, `,
      )})
      and x.stored_at = ${place}.stored_at and x.sequence = ${place}.sequence limit 1)`;

const STANDING = {
  hidden: (row: SQL) => sql`and ${row}.voided_by is null`,
  shown: () => sql``,
  only: (row: SQL) => sql`and ${row}.voided_by is not null`,
};
const standing = ({ voided }: StatementFilter, row: SQL): SQL => STANDING[voided](row);

/** By this key the index finds what a credential sent, among other statements about the same agent. */
const agentOf = ({ agentKey }: Own): NamedKey => ({ kind: 'related-agent', name: agentKey });

const storedWith = (own: Own | null, row: SQL): SQL =>
  own ? sql` and ${row}.credential_id = ${own.credentialId}::uuid` : sql``;

const order = ({ ascending }: StatementFilter, row: SQL): SQL =>
  ascending ? sql`${row}.stored_at, ${row}.sequence` : sql`${row}.stored_at desc, ${row}.sequence desc`;

function within({ since, until, after, ascending }: StatementFilter, row: SQL): SQL {
  const at = (time: Date) => sql`${time.toISOString()}::timestamptz`;
  const beyond = ({ storedAt, sequence }: Place) =>
    sql` and (${row}.stored_at, ${row}.sequence) ${sql.raw(ascending ? '>' : '<')} (${at(storedAt)}, ${sequence}::bigint)`;
  return sql.join(
    [
      since === null ? sql`` : sql` and ${row}.stored_at > ${at(since)}`,
      until === null ? sql`` : sql` and ${row}.stored_at <= ${at(until)}`,
      after === null ? sql`` : beyond(after),
    ],
    sql``,
  );
}

/** One statement, if it is (or isn't) voided as asked and may be read. */
export async function findStatement(
  db: Database,
  { schoolId, own }: Readable,
  { id, voided }: { id: string; voided: boolean },
): Promise<FoundStatement | null> {
  const [row] = await selectRows(
    db,
    Found,
    sql`select s.stored_at as "storedAt", s.sequence, s.payload::text as payload
        from statement_ids i join statements s using (school_id, stored_at, sequence)
        where i.school_id = ${schoolId}::uuid and i.id = any(${idArray([id])})
          and (s.voided_by is not null) = ${voided}
          ${storedWith(own, sql`s`)}`,
  );
  return row ?? null;
}
