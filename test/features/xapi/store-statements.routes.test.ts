import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import {
  selectStatementsAfter,
  selectStatementsByIds,
  storeStatements,
  type StatementSource,
} from '../../../src/features/xapi/index.ts';
import { createCredentialBook } from '../../../src/features/xapi/credential-book.ts';
import { receiveStatements } from '../../../src/features/xapi/receive-statements.ts';
import { VOIDED_VERB } from '../../../src/features/xapi/statement.schema.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aSchool } from '../../support/builders.ts';
import { eventually } from '../../support/eventually.ts';
import { sampleStatement } from './statement-samples.ts';

let test: TestApp;
let source: StatementSource;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

const AUTHORITY = {
  objectType: 'Agent' as const,
  account: { homePage: 'http://localhost:3300', name: 'test' },
};

async function aSource(): Promise<StatementSource> {
  const { schoolId } = await aSchool(test.deps);
  return { schoolId, credentialId: null, authority: AUTHORITY };
}
beforeAll(async () => {
  source = await aSource();
});

const store = (...values: unknown[]) => storeStatements(test.deps, source, values);
const voiding = (targetId: string, id = v7()) =>
  sampleStatement({
    id,
    verb: { id: VOIDED_VERB },
    object: { objectType: 'StatementRef', id: targetId },
  });
const voidedBy = async (id: string) =>
  (await selectStatementsByIds(test.deps.db, source.schoolId, [id]))[0]?.voidedBy;

describe('storing statements', () => {
  it('keeps them as prepared, in the order given, with the order of their keys', async () => {
    const given = sampleStatement({ result: { score: { raw: 1, max: 2 }, response: '\u822a\u6807' } });
    const outcome = await store(given, sampleStatement({ id: v7() }));
    if (!outcome.ok) throw new Error('refused');
    const [first] = await selectStatementsByIds(test.deps.db, source.schoolId, outcome.ids);
    expect(outcome.storedCount).toBe(2);
    expect(first?.id).toBe(outcome.ids[0]);
    expect(first?.actorKey).toBe('account|https://lms.school.example|101');
    expect(Object.keys(first?.payload ?? {})).toEqual([
      ...Object.keys(given),
      'id',
      'timestamp',
      'stored',
      'authority',
      'version',
    ]);
    expect(first?.payload).toMatchObject({ ...given, authority: AUTHORITY, version: '2.0.0' });
  });

  it('takes the same statement again without doubling it', async () => {
    const statement = sampleStatement({ id: v7() });
    await store(statement);
    expect(await store(sampleStatement(), statement)).toMatchObject({ ok: true, storedCount: 1 });
    expect(
      await selectStatementsByIds(test.deps.db, source.schoolId, [statement['id'] as string]),
    ).toHaveLength(1);
  });

  it('stores nothing of a batch in which an id means another statement already', async () => {
    const id = v7();
    const other = v7();
    await store(sampleStatement({ id }));
    const changed = sampleStatement({ id, result: { success: true } });
    expect(await store(sampleStatement({ id: other }), changed)).toEqual({
      ok: false,
      kind: 'conflict',
      index: 1,
      id,
    });
    expect(await selectStatementsByIds(test.deps.db, source.schoolId, [other])).toEqual([]);
  });

  it('stores nothing of a batch with a bad statement and says which it is', async () => {
    const id = v7();
    expect(await store(sampleStatement({ id }), sampleStatement({ verb: {} }))).toMatchObject({
      ok: false,
      kind: 'invalid',
      index: 1,
      problem: { pointer: '/verb', requirement: 'XAPI-00044' },
    });
    expect(await selectStatementsByIds(test.deps.db, source.schoolId, [id])).toEqual([]);
  });

  it('settles simultaneous posts of one id: the same is fine, another is a conflict', async () => {
    const id = v7();
    const same = sampleStatement({ id, timestamp: '2026-09-01T08:00:00Z' });
    const outcomes = await Promise.all([store(same), store(same), store(same, sampleStatement())]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true]);
    const contested = v7();
    const kinds = await Promise.all(
      [1, 2, 3].map((raw) => store(sampleStatement({ id: contested, result: { score: { raw } } }))),
    );
    expect(kinds.filter(({ ok }) => ok)).toHaveLength(1);
    expect(kinds.filter((one) => !one.ok && one.kind === 'conflict')).toHaveLength(2);
  });

  it('keeps what one school stored from another that has the same id', async () => {
    const id = v7();
    const elsewhere = await aSource();
    await store(sampleStatement({ id }));
    const changed = sampleStatement({ id, result: { success: true } });
    expect(await storeStatements(test.deps, elsewhere, [changed])).toMatchObject({
      ok: true,
      storedCount: 1,
    });
    expect(await voidedBy(id)).toBeNull();
  });

  it('takes identifiers longer than an index entry, and times at the edge of the calendar', async () => {
    const name = 'x'.repeat(3) + Array.from({ length: 400 }, () => v7()).join('');
    const actor = { account: { homePage: 'https://lms.school.example', name } };
    const outcome = await store(sampleStatement({ actor, timestamp: '0001-01-01T00:00:00Z' }));
    expect(outcome).toMatchObject({ ok: true });
    expect(await store(sampleStatement({ timestamp: '9999-12-31T23:59:59-14:00' }))).toMatchObject({
      problem: { pointer: '/timestamp' },
    });
  });
});

describe('voiding', () => {
  it('marks the target, before or after it, and in the same batch', async () => {
    const ids = [v7(), v7(), v7()] as const;
    const marks = [v7(), v7(), v7()] as const;
    await store(sampleStatement({ id: ids[0] }));
    await store(voiding(ids[0], marks[0]));
    await store(voiding(ids[1], marks[1]));
    await store(sampleStatement({ id: ids[1] }));
    await store(sampleStatement({ id: ids[2] }), voiding(ids[2], marks[2]));
    expect(await Promise.all(ids.map(voidedBy))).toEqual(marks);
  });

  it('does nothing to a voiding statement', async () => {
    const [target, first] = [v7(), v7()];
    await store(sampleStatement({ id: target }), voiding(target, first));
    await store(voiding(first));
    expect(await voidedBy(first)).toBeNull();
    expect(await voidedBy(target)).toBe(first);
  });

  it('is not missed when target and voiding statement arrive at the same moment', async () => {
    const pairs = Array.from({ length: 20 }, () => ({ target: v7(), mark: v7() }));
    await Promise.all(
      pairs.flatMap(({ target, mark }) => [
        store(sampleStatement({ id: target })),
        store(voiding(target, mark)),
      ]),
    );
    expect(await Promise.all(pairs.map(({ target }) => voidedBy(target)))).toEqual(
      pairs.map(({ mark }) => mark),
    );
  });
});

describe('reading in fold order', () => {
  it('goes on after the cursor until nothing is left, without a gap', async () => {
    source = await aSource();
    const batches = await Promise.all(
      Array.from({ length: 8 }, () => store(...Array.from({ length: 5 }, () => sampleStatement()))),
    );
    const stored = batches.flatMap((outcome) => (outcome.ok ? outcome.ids : []));
    const readAll = async () => {
      const ids: string[] = [];
      for (let cursor = null; ;) {
        const rows = await selectStatementsAfter(test.deps.db, {
          schoolId: source.schoolId,
          cursor,
          limit: 7,
        });
        if (rows.length === 0) return ids;
        ids.push(...rows.map(({ id }) => id));
        cursor = rows.at(-1) ?? null;
      }
    };
    // The oldest running transaction of the whole server holds readers back, other tests' databases included.
    const read = await eventually(async () => {
      const ids = await readAll();
      return ids.length >= 40 ? ids : undefined;
    });
    expect(read).toHaveLength(40);
    expect([...read].sort()).toEqual([...stored].sort());
    // Within a batch in the order given.
    for (const outcome of batches) {
      const ids = outcome.ok ? outcome.ids : [];
      expect(read.filter((id) => ids.includes(id))).toEqual(ids);
    }
  });
});

describe('the news of stored statements', () => {
  const told: string[] = [];
  const deliver = (value: unknown, onStored = (schoolId: string) => void told.push(schoolId)) =>
    receiveStatements(
      { deps: test.deps, book: createCredentialBook(test.deps), listeners: { onStored } },
      {
        source: { ...source, credentialId: v7() },
        value,
        attachments: [],
        limits: null,
        account: { schoolId: source.schoolId, credentialId: v7() },
        requestId: 'r',
      },
    );

  it('is told once for what is new, and not for what was there or is refused', async () => {
    const id = v7();
    await deliver([sampleStatement({ id }), sampleStatement()]);
    expect(told).toEqual([source.schoolId]);
    await deliver(sampleStatement({ id }));
    await expect(deliver(sampleStatement({ id, result: { success: true } }))).rejects.toMatchObject({
      status: 409,
    });
    await expect(deliver(7)).rejects.toMatchObject({ status: 400 });
    expect(told).toHaveLength(1);
  });

  it('comes after the commit: the listener can read what it is told of', async () => {
    const id = v7();
    let found: Promise<unknown[]> | undefined;
    await deliver(sampleStatement({ id }), (schoolId) => {
      found = selectStatementsByIds(test.deps.db, schoolId, [id]);
    });
    expect(await found).toHaveLength(1);
  });

  it('loses nothing when the listener fails', async () => {
    const failing = () => {
      throw new Error('listener');
    };
    await expect(deliver(sampleStatement(), failing)).resolves.toHaveLength(1);
  });
});
