import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { storeStatements } from '../../../src/features/xapi/index.ts';
import { askToResend, selectUnsent } from '../../../src/features/xapi-sources/unsent.queries.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aSchool } from '../../support/builders.ts';
import { aFakeLrs, answer, type FakeLrs, type Json } from './fake-lrs.ts';
import {
  aConnection,
  aRunner,
  aStatement,
  idsOf,
  minutesAfter,
  run,
  storedOf,
  transferOf,
  untilReadable,
} from './lrs-scene.ts';

const ALERTED = 'https://w3id.org/xapi/dod-isd/verbs/alerted';
const VOIDED = 'http://adlnet.gov/expapi/verbs/voided';

let test: TestApp;
let lrs: FakeLrs;
let schoolId: string;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  lrs = await aFakeLrs({ versions: ['2.0.0'] });
  ({ schoolId } = await aSchool(test.deps));
});
afterEach(() => lrs.close());

/** Stores statements of Waymark's own, or as a credential's; returns their ids. */
async function state(statements: Json[], account = 'waymark'): Promise<string[]> {
  const authority = {
    objectType: 'Agent' as const,
    account: { homePage: 'http://localhost:3300', name: account },
  };
  const outcome = await storeStatements(test.deps, { schoolId, credentialId: null, authority }, statements);
  if (!outcome.ok) throw new Error(outcome.kind);
  await untilReadable(test, schoolId, outcome.ids);
  return outcome.ids;
}
const some = (count: number, from = 0) => Array.from({ length: count }, (_, n) => aStatement(from + n));
const connect = (given: Partial<Parameters<typeof aConnection>[2]> = {}) =>
  aConnection(test, lrs, {
    schoolId,
    pulls: false,
    forwards: true,
    backlog: true,
    version: '2.0.0',
    ...given,
  });
const posts = () => lrs.requests.filter((line) => line.startsWith('POST'));

describe('forwarding to an LRS', () => {
  it('sends what Waymark states, in order, in batches, and what comes later', async () => {
    const first = await state(some(120));
    const key = await connect();
    await run(test, key, 'forward');
    expect(idsOf(lrs.statements)).toEqual(first);
    expect(posts()).toHaveLength(3);
    const later = await state(some(2, 200));
    await run(test, key, 'forward');
    await run(test, key, 'forward');
    expect(idsOf(lrs.statements)).toEqual([...first, ...later]);
    expect(posts()).toHaveLength(4);
    expect(await transferOf(test, key, 'forward')).toMatchObject({ looked: 122, done: 122, problem: null });
  });

  it('leaves to that store what a store sets', async () => {
    await state(some(1));
    await run(test, await connect(), 'forward');
    expect(lrs.statements[0]).not.toHaveProperty('authority');
    expect(lrs.statements[0]).not.toHaveProperty('version');
  });

  it('begins with what is stored from now on, unless it is told otherwise', async () => {
    await state(some(3));
    const key = await connect({ backlog: false });
    await run(test, key, 'forward');
    expect(lrs.statements).toHaveLength(0);
    test.clock.advance(1000);
    const later = await state(some(1, 9));
    await run(test, key, 'forward');
    expect(idsOf(lrs.statements)).toEqual(later);
  });

  it('sends Waymark’s own statements only, or all', async () => {
    const own = await state(some(2));
    const others = await state(some(2, 10), 'some-credential');
    await run(test, await connect(), 'forward');
    expect(idsOf(lrs.statements)).toEqual(own);
    lrs.statements.length = 0;
    await run(test, await connect({ what: 'all' }), 'forward');
    expect(idsOf(lrs.statements)).toEqual([...own, ...others]);
  });

  it('keeps warnings, and what is about them, at home until somebody decides otherwise', async () => {
    const [plain, warning] = await state([aStatement(1), aStatement(2, { verb: { id: ALERTED } })]);
    const about = (id: string | undefined) => ({ object: { objectType: 'StatementRef', id } });
    const [answered, voidsPlain] = await state(
      [
        aStatement(3, { verb: { id: 'http://adlnet.gov/expapi/verbs/responded' }, ...about(warning) }),
        aStatement(4, { verb: { id: VOIDED }, ...about(plain) }),
      ],
      'some-credential',
    );
    const key = await connect();
    await run(test, key, 'forward');
    // Voiding goes where the voided went, whoever voids it.
    expect(idsOf(lrs.statements)).toEqual([plain, voidsPlain]);
    expect(await transferOf(test, key, 'forward')).toMatchObject({ looked: 4, done: 2, leftOut: 2 });
    lrs.statements.length = 0;
    await run(test, await connect({ sensitive: true }), 'forward');
    expect(idsOf(lrs.statements)).toEqual([plain, warning, answered, voidsPlain]);
  });

  it('goes on after a backup was restored into another PostgreSQL, whose transactions count anew', async () => {
    const old = await state(some(3));
    const key = await connect();
    await run(test, key, 'forward');
    test.clock.advance(2 * 3_600_000);
    const recent = await state(some(1, 5));
    await run(test, key, 'forward');
    const unsent = await state(some(2, 10));
    // As the numbers look from a counter that has not come so far.
    const later = sql`(transaction_id::text::bigint + 1000000000)::text::xid8`;
    await test.deps.db.execute(
      sql`update statements set transaction_id = ${later} where school_id = ${schoolId}::uuid`,
    );
    await test.app.prepare();
    lrs.requests.length = 0;
    const fresh = await state(some(2, 20));
    await run(test, key, 'forward');
    expect(idsOf(lrs.statements)).toEqual([...old, ...recent, ...unsent, ...fresh]);
    expect(await transferOf(test, key, 'forward')).toMatchObject({ done: 3 + 1 + 1 + 2 + 2, leftOut: 3 });
  });

  it('never sends back what came from there, nor takes its own for new when it pulls', async () => {
    const own = await state([
      aStatement(1, {
        context: {
          contextAgents: [{ objectType: 'contextAgent', agent: { mbox: 'mailto:t@school.example' } }],
        },
      }),
    ]);
    lrs.manners.versions = ['1.0.3'];
    const theirs = lrs.add(aStatement(2), minutesAfter(1));
    const key = await connect({ pulls: true, what: 'all', version: '1.0.3' });
    for (let round = 0; round < 2; round += 1) {
      await run(test, key, 'pull');
      await run(test, key, 'forward');
    }
    expect(idsOf(lrs.statements)).toEqual([theirs['id'], ...own]);
    expect(lrs.statements[1]).not.toHaveProperty('context.contextAgents');
    expect((await storedOf(test, { schoolId })).map(({ id }) => id)).toEqual([...own, theirs['id']]);
    expect(await transferOf(test, key, 'pull')).toMatchObject({ done: 1, refused: 0 });
  });

  it('doubles nothing when the answer to a batch is lost', async () => {
    const ids = await state(some(60));
    lrs.manners.next = [
      (req, res) => {
        lrs.statements.push(...ids.slice(0, 50).map((id, n) => ({ ...aStatement(n), id, stored: '' })));
        req.resume().on('end', () => res.destroy());
      },
    ];
    const key = await connect();
    await run(test, key, 'forward');
    expect(await transferOf(test, key, 'forward')).toMatchObject({ problem: 'unreachable', done: 0 });
    await run(test, key, 'forward');
    // Ours carry a timestamp by now: that LRS calls it a conflict, and still has each of them once.
    expect(idsOf(lrs.statements)).toEqual(ids);
    expect(await transferOf(test, key, 'forward')).toMatchObject({ problem: null, done: 60 });
    expect(await selectUnsent(test.deps.db, key, 10)).toEqual([]);
  });
});

describe('what an LRS doesn’t take', () => {
  it('is found in its batch, kept for somebody to look at, and sent again when asked', async () => {
    const ids = await state(some(20));
    lrs.manners.refuses = ({ id }) => (id === ids[7] ? 400 : null);
    const key = await connect();
    await run(test, key, 'forward');
    expect(idsOf(lrs.statements)).toEqual(ids.filter((id) => id !== ids[7]));
    expect(await selectUnsent(test.deps.db, key, 10)).toMatchObject([
      {
        statementId: ids[7],
        reason: 'refused',
        httpStatus: 400,
        said: expect.stringContaining('as I like it'),
      },
    ]);
    expect(await transferOf(test, key, 'forward')).toMatchObject({ done: 19, refused: 1, problem: null });

    await askToResend(test.deps.db, { ...key, statementId: null });
    await run(test, key, 'forward');
    expect(await selectUnsent(test.deps.db, key, 10)).toMatchObject([{ waiting: false }]);
    lrs.manners.refuses = () => null;
    await askToResend(test.deps.db, { ...key, statementId: ids[7] ?? '' });
    await run(test, key, 'forward');
    expect(await selectUnsent(test.deps.db, key, 10)).toEqual([]);
    expect(idsOf(lrs.statements)).toContain(ids[7]);
  });

  it('while it takes none at all is not blamed on the statements', async () => {
    await state(some(3));
    lrs.manners.refuses = () => 400;
    const key = await connect();
    await run(test, key, 'forward');
    expect(await selectUnsent(test.deps.db, key, 10)).toEqual([]);
    expect(await transferOf(test, key, 'forward')).toMatchObject({ problem: 'refused', done: 0, looked: 0 });
  });

  it('by breaking down over one of them holds up the others for a while only', async () => {
    const ids = await state(some(5));
    lrs.manners.refuses = ({ id }) => (id === ids[2] ? 500 : null);
    const key = await connect();
    for (let round = 0; round < 3; round += 1) {
      await run(test, key, 'forward');
      expect(await transferOf(test, key, 'forward')).toMatchObject({
        problem: 'failing',
        failures: round + 1,
      });
    }
    await run(test, key, 'forward');
    expect(idsOf(lrs.statements)).toEqual(ids.filter((id) => id !== ids[2]));
    expect(await selectUnsent(test.deps.db, key, 10)).toMatchObject([
      { statementId: ids[2], reason: 'failing' },
    ]);
  });

  it('because a file is missing is not even tried', async () => {
    const attachment = {
      usageType: 'https://school.example/essay',
      display: { en: 'Essay' },
      contentType: 'text/plain',
      length: 3,
      sha2: 'a'.repeat(64),
    };
    const [bare, linked] = await state([
      aStatement(1, { attachments: [attachment] }),
      aStatement(2, { attachments: [{ ...attachment, fileUrl: 'https://school.example/essay.txt' }] }),
    ]);
    const key = await connect();
    await run(test, key, 'forward');
    expect(idsOf(lrs.statements)).toEqual([linked]);
    expect(await selectUnsent(test.deps.db, key, 10)).toMatchObject([
      { statementId: bare, reason: 'attachments' },
    ]);
  });

  it('waits as long as the LRS asks', async () => {
    await state(some(1));
    lrs.manners.next = [(_req, res) => answer(res, 503, {}, { 'retry-after': '900' })];
    const key = await connect();
    await aRunner(test).runDue();
    const { nextAt, problem } = await transferOf(test, key, 'forward');
    expect(problem).toBe('down');
    expect(nextAt.getTime() - test.clock.now.getTime()).toBeGreaterThanOrEqual(900_000);
  });
});
