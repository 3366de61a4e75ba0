import type { Response } from 'supertest';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import {
  emptyConnectionForm,
  type ConnectionForm,
} from '../../../src/features/xapi-sources/connection-form.rules.ts';
import { selectTransfers } from '../../../src/features/xapi-sources/connection.queries.ts';
import type { ConnectionKey, Direction } from '../../../src/features/xapi-sources/lrs.schema.ts';
import { createTransferRunner } from '../../../src/features/xapi-sources/run-transfers.ts';
import { createConnection } from '../../../src/features/xapi-sources/save-connection.ts';
import { selectStatementsAfter } from '../../../src/features/xapi/index.ts';
import { selectRows } from '../../../src/infra/db.ts';
import type { TestApp } from '../../support/app.ts';
import { aPerson, aSchool } from '../../support/builders.ts';
import { eventually } from '../../support/eventually.ts';
import type { FakeLrs, Json } from './fake-lrs.ts';

export const AT = '2026-09-01T00:00:00.000Z';
export const minutesAfter = (minutes: number): Date => new Date(new Date(AT).getTime() + minutes * 60_000);

export const aStatement = (n: number, rest: Json = {}): Json => ({
  actor: { account: { homePage: 'https://lms.school.example', name: String(n % 7) } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
  object: { id: `https://lms.school.example/mod/page/view.php?id=${n}` },
  ...rest,
});

/** A school that is connected to the LRS, by default to pull from it. */
export async function aConnection(
  { deps }: TestApp,
  lrs: Pick<FakeLrs, 'endpoint' | 'key' | 'secret'>,
  given: Partial<ConnectionForm> & { schoolId?: string; since?: string; sinceAt?: Date } = {},
): Promise<ConnectionKey> {
  const { schoolId = (await aSchool(deps)).schoolId, sinceAt = null, ...form } = given;
  const { personId } = await aPerson(deps, { schoolId });
  const { endpoint, key, secret } = lrs;
  return createConnection(
    deps,
    { schoolId, personId },
    { form: { ...emptyConnectionForm, label: 'Old LRS', endpoint, key, secret, ...form }, sinceAt },
  );
}

export const aRunner = ({ deps }: TestApp, told: string[] = []) =>
  createTransferRunner(deps, {
    onStored: (schoolId, statements) => void told.push(`${schoolId} ${statements}`),
  });

/** Runs one direction of one connection now. */
export const run = (test: TestApp, key: ConnectionKey, direction: Direction = 'pull', told: string[] = []) =>
  aRunner(test, told).runNow({ ...key, direction });

export async function transferOf(test: TestApp, key: ConnectionKey, direction: Direction = 'pull') {
  const transfers = await selectTransfers(test.deps.db, key.schoolId);
  const found = transfers.find((one) => one.connectionId === key.connectionId && one.direction === direction);
  if (!found) throw new Error('no transfer');
  return found;
}

const Stored = z.object({ id: z.string(), payload: z.record(z.string(), z.unknown()) });

/** What is stored for a school, in the order of storing. */
export const storedOf = ({ deps }: TestApp, { schoolId }: { schoolId: string }) =>
  selectRows(
    deps.db,
    Stored,
    sql`select id::text as id, payload from statements where school_id = ${schoolId}::uuid order by sequence`,
  );

/** On a server that others use too, what was stored is read a moment later, when older transactions have ended. */
export const untilReadable = ({ deps }: TestApp, schoolId: string, ids: readonly string[]): Promise<true> =>
  eventually(async () => {
    const rows = await selectStatementsAfter(deps.db, { schoolId, cursor: null, limit: 1000 });
    const readable = new Set(rows.map(({ id }) => id));
    return ids.every((id) => readable.has(id)) || undefined;
  });

export const idsOf = (statements: readonly Json[]): string[] => statements.map(({ id }) => String(id));

export const textOf = ({ text }: Pick<Response, 'text'>): string =>
  text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
