import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, inTransaction, selectRows, sqlState } from '../../src/infra/db.ts';
import { serializeError } from '../../src/infra/log.ts';
import { MIGRATIONS } from '../../src/infra/migrate.ts';
import { createTestApp, type TestApp } from '../support/app.ts';
import { aPerson, aSchool } from '../support/builders.ts';

const SOURCES = join(MIGRATIONS, '../..');
const findTables = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tables.ts'))
    .map((name) => join(folder, name));

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

describe('the database', () => {
  it('refuses a query on the outer database inside a transaction instead of waiting for ever', async () => {
    const { db } = test.deps;
    await expect(inTransaction(db, () => db.execute(sql`select 1`))).rejects.toThrow();
    await expect(inTransaction(db, () => inTransaction(db, () => Promise.resolve()))).rejects.toThrow(
      /own `tx`/,
    );
    await expect(inTransaction(db, (tx) => tx.execute(sql`select 1`))).resolves.toBeDefined();
  });

  it('rolls back all of a transaction that fails', async () => {
    const { schoolId } = await aSchool(test.deps, { name: 'kept' });
    await expect(
      inTransaction(test.deps.db, async (tx) => {
        await tx.execute(sql`update schools set name = 'lost' where id = ${schoolId}`);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    const rows = await selectRows(
      test.deps.db,
      z.object({ name: z.string() }),
      sql`select name from schools where id = ${schoolId}`,
    );
    expect(rows).toEqual([{ name: 'kept' }]);
  });

  it('reads raw counts, big integers and many rows in one parameter alike on both engines', async () => {
    const rows = await selectRows(
      test.deps.db,
      z.object({ n: z.number(), total: z.number() }),
      sql`select count(*)::int as n, sum(x.value)::int as total from jsonb_to_recordset(${asJson([{ value: 1 }, { value: 2 }])}) as x(value int)`,
    );
    expect(rows).toEqual([{ n: 2, total: 3 }]);
  });

  it('keeps parameters and values of a failed query out of the log', async () => {
    const { schoolId } = await aSchool(test.deps);
    const { personId } = await aPerson(test.deps, { schoolId });
    const again = sql`insert into people (school_id, id, display_name, created_at) values (${schoolId}, ${personId}, ${'TOP SECRET'}, now())`;
    const error: unknown = await test.deps.db.execute(again).catch((e: unknown) => e);
    expect(sqlState(error)).toBe('23505');
    const logged = JSON.stringify(serializeError(error));
    expect(logged).toContain('23505');
    expect(logged).not.toContain('TOP SECRET');
    expect(logged).not.toContain(personId);
  });

  it('tells a school apart in every table: the tenant key is part of each primary key', async () => {
    // Installation-wide by design: the tenant itself, jobs, the tool's own keys.
    const shared = ['schools', 'job_runs', 'lti_keys'];
    const rows = await selectRows(
      test.deps.db,
      z.object({ table: z.string(), key: z.array(z.string()) }),
      sql`select c.relname::text as "table", array_agg(a.attname::text order by a.attname) as key
          from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
          join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
          where i.indisprimary and n.nspname = 'public' group by c.relname`,
    );
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => !shared.includes(row.table) && !row.key.includes('school_id'))).toEqual([]);
  });

  it('keeps every foreign key inside one school', async () => {
    const rows = await selectRows(
      test.deps.db,
      z.object({ name: z.string(), definition: z.string() }),
      sql`select conname::text as name, pg_get_constraintdef(oid) as definition from pg_constraint
          where contype = 'f' and connamespace = 'public'::regnamespace`,
    );
    const crossing = rows.filter(
      ({ definition }) =>
        !definition.includes('REFERENCES schools(id)') &&
        !/\(school_id, .*REFERENCES \w+\(school_id, /.test(definition),
    );
    expect(crossing).toEqual([]);
  });
});

describe('the chain of migrations', () => {
  it('has strictly increasing times, or a late merge would be skipped in silence', () => {
    const journal = JSON.parse(readFileSync(join(MIGRATIONS, 'meta/_journal.json'), 'utf8')) as {
      entries: { when: number; tag: string }[];
    };
    const times = journal.entries.map((entry) => entry.when);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    expect(journal.entries.map((entry) => `${entry.tag}.sql`)).toEqual(
      readdirSync(MIGRATIONS)
        .filter((name) => name.endsWith('.sql'))
        .sort(),
    );
  });

  it('ends at exactly the schema that the tables describe', async () => {
    const { generateDrizzleJson, generateMigration } = await import('drizzle-kit/api');
    const schema: Record<string, unknown> = {};
    for (const file of findTables(SOURCES)) Object.assign(schema, (await import(file)) as object);
    const entries = readdirSync(join(MIGRATIONS, 'meta'))
      .filter((name) => name.endsWith('_snapshot.json'))
      .sort();
    const newest = readFileSync(join(MIGRATIONS, 'meta', entries.at(-1) ?? ''), 'utf8');
    const last: unknown = JSON.parse(newest);
    expect(await generateMigration(last as never, generateDrizzleJson(schema))).toEqual([]);
  });
});
