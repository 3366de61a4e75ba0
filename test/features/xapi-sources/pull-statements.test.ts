import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { selectPutAside } from '../../../src/features/xapi-sources/put-aside.queries.ts';
import { selectAuthorities } from '../../../src/features/xapi-sources/connection.queries.ts';
import { storePulled } from '../../../src/features/xapi-sources/store-pulled.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aFakeLrs, answer, type FakeLrs } from './fake-lrs.ts';
import {
  aConnection,
  aRunner,
  aStatement,
  idsOf,
  minutesAfter,
  run,
  storedOf,
  transferOf,
} from './lrs-scene.ts';

let test: TestApp;
let lrs: FakeLrs;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  lrs = await aFakeLrs();
});
afterEach(() => lrs.close());

const fill = (count: number, from = 0) => {
  for (let n = from; n < from + count; n += 1) lrs.add(aStatement(n), minutesAfter(n));
};

describe('pulling from an LRS', () => {
  it.each(['relative', 'absolute'] as const)('reads all pages, `more` being %s', async (more) => {
    lrs.manners.more = more;
    fill(120);
    const told: string[] = [];
    const key = await aConnection(test, lrs);
    await run(test, key, 'pull', told);
    expect((await storedOf(test, key)).map(({ id }) => id)).toEqual(idsOf(lrs.statements));
    expect(lrs.requests[0]).toBe('GET /xapi/statements?ascending=true&limit=50');
    expect(lrs.requests).toHaveLength(3);
    expect(told).toEqual([50, 50, 20].map((statements) => `${key.schoolId} ${statements}`));
    expect(await transferOf(test, key)).toMatchObject({
      looked: 120,
      done: 120,
      refused: 0,
      failures: 0,
      problem: null,
      claim: null,
      caughtUpAt: test.clock.now,
      progress: { readTo: minutesAfter(119).toISOString(), pass: null },
    });
  });

  it('goes on where it stopped, a little before, and stores nothing twice', async () => {
    fill(60);
    const key = await aConnection(test, lrs);
    await run(test, key);
    fill(3, 60);
    lrs.requests.length = 0;
    await run(test, key);
    expect(lrs.requests).toEqual([
      `GET /xapi/statements?ascending=true&limit=50&since=${encodeURIComponent(minutesAfter(54).toISOString())}`,
    ]);
    expect((await storedOf(test, key)).map(({ id }) => id)).toEqual(idsOf(lrs.statements));
    expect(await transferOf(test, key)).toMatchObject({ done: 63 });
  });

  it('finds what became visible late, behind what was read already', async () => {
    fill(10);
    const key = await aConnection(test, lrs);
    await run(test, key);
    const late = lrs.add(aStatement(99), minutesAfter(6));
    await run(test, key);
    expect((await storedOf(test, key)).map(({ id }) => id)).toContain(late['id']);
  });

  it('asks only from the day and for the verb it was told, and keeps to one home page', async () => {
    fill(5);
    const foreign = { account: { homePage: 'https://other.example/', name: '1' } };
    lrs.add(aStatement(5, { actor: foreign }), minutesAfter(5));
    const key = await aConnection(test, lrs, {
      sinceAt: minutesAfter(2),
      verb: 'http://adlnet.gov/expapi/verbs/completed',
      homePage: 'https://other.example',
    });
    await run(test, key);
    expect((await storedOf(test, key)).map(({ id }) => id)).toEqual(idsOf(lrs.statements.slice(5)));
    expect(lrs.requests[0]).toContain('verb=http%3A%2F%2Fadlnet.gov%2Fexpapi%2Fverbs%2Fcompleted');
    expect(await transferOf(test, key)).toMatchObject({ looked: 3, done: 1, leftOut: 2 });
  });

  it('names the source as authority and keeps who vouched there', async () => {
    fill(1);
    const key = await aConnection(test, lrs);
    await run(test, key);
    const [stored] = await storedOf(test, key);
    expect(stored?.payload['authority']).toMatchObject({
      name: 'Old LRS',
      account: {
        homePage: test.deps.config.publicUrl,
        name: expect.stringMatching(`^lrs:${key.connectionId}:`),
      },
    });
    const [kept] = await selectAuthorities(test.deps.db, key.schoolId);
    expect(JSON.parse(kept?.authority ?? '')).toEqual(lrs.statements[0]?.['authority']);
  });

  it('puts aside what the store refuses, says why, and stores the rest in order', async () => {
    fill(4);
    const [first, second] = lrs.statements;
    lrs.add({ ...aStatement(7), verb: { id: 'completed' } }, minutesAfter(4));
    lrs.add({ ...aStatement(8), id: undefined }, minutesAfter(5));
    lrs.add({ ...first, verb: { id: 'http://adlnet.gov/expapi/verbs/failed' } }, minutesAfter(6));
    lrs.add({ ...second }, minutesAfter(7));
    fill(1, 9);
    const key = await aConnection(test, lrs);
    await run(test, key);
    await run(test, key);
    const good = [...lrs.statements.slice(0, 4), ...lrs.statements.slice(8)];
    expect((await storedOf(test, key)).map(({ id }) => id)).toEqual(idsOf(good));
    const reasons = (await selectPutAside(test.deps.db, key, 10)).map(({ reason }) => reason);
    expect(reasons).toHaveLength(3);
    expect(reasons).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ messageId: 'xapi.notIri', pointer: '/verb/id' }),
        expect.objectContaining({ messageId: 'lrs.noId' }),
        expect.objectContaining({ messageId: 'lrs.conflict' }),
      ]),
    );
    expect(await transferOf(test, key)).toMatchObject({ done: 5, refused: 3, problem: null });
  });

  it('keeps what the database could not hold as text', async () => {
    lrs.add(aStatement(1, { result: { response: 'a\0b \ud800' } }), minutesAfter(1));
    const key = await aConnection(test, lrs);
    await run(test, key);
    const [kept] = await selectPutAside(test.deps.db, key, 1);
    expect(JSON.parse(kept?.content ?? '')).toMatchObject({ result: { response: 'a\0b \ud800' } });
  });
});

describe('an LRS that misbehaves', () => {
  it.each([
    ['a `more` on another site', { more: 'foreign' }, 'moreForeign'],
    ['a `more` that never ends', { more: 'same' }, 'moreEndless'],
  ] as const)('with %s is followed no further', async (_name, manners, problem) => {
    Object.assign(lrs.manners, manners);
    fill(120);
    const key = await aConnection(test, lrs);
    await run(test, key);
    expect(lrs.requests.length).toBeLessThan(4);
    expect(await transferOf(test, key)).toMatchObject({ problem, failures: 1, claim: null });
    // What came is kept, and what is behind it is not taken for read.
    expect((await storedOf(test, key)).length).toBeGreaterThanOrEqual(50);
    lrs.manners.more = 'relative';
    await run(test, key);
    expect(await storedOf(test, key)).toHaveLength(120);
    expect(await transferOf(test, key)).toMatchObject({ problem: null, failures: 0 });
  });

  it('and answers newest first loses nothing when it is interrupted and its pages are gone', async () => {
    lrs.manners.knowsAscending = false;
    fill(120);
    const key = await aConnection(test, lrs);
    lrs.manners.next.push(
      (_req, res) => {
        const newest = lrs.statements.toReversed().slice(0, 50);
        answer(res, 200, { statements: newest, more: '/xapi/statements?from=50' });
      },
      (_req, res) => answer(res, 404, { error: 'expired' }),
    );
    await run(test, key);
    expect(await transferOf(test, key)).toMatchObject({
      problem: 'moreGone',
      progress: { readTo: null, pass: null },
    });
    await run(test, key);
    expect((await storedOf(test, key)).map(({ id }) => id).sort()).toEqual(idsOf(lrs.statements).sort());
    expect(await transferOf(test, key)).toMatchObject({
      progress: { readTo: minutesAfter(119).toISOString() },
    });
  });

  it.each([
    ['in 1970', '1970-01-01T00:00:00Z', minutesAfter(29)],
    ['in the future', '2199-01-01T00:00:00Z', minutesAfter(89)],
    ['that is no time', 'soon', minutesAfter(89)],
    ['a little behind', minutesAfter(80).toISOString(), minutesAfter(80)],
  ])(
    'with a Consistent-Through %s still moves on, and not beyond what is known',
    async (_name, told, readTo) => {
      lrs.manners.consistentThrough = told;
      fill(90);
      const key = await aConnection(test, lrs);
      await run(test, key);
      expect(await transferOf(test, key)).toMatchObject({ progress: { readTo: readTo.toISOString() } });
    },
  );

  it('whose clock is a year ahead is not followed into the future', async () => {
    lrs.add(aStatement(1), '2027-09-01T00:00:00Z');
    const key = await aConnection(test, lrs);
    await run(test, key);
    expect(await transferOf(test, key)).toMatchObject({ progress: { readTo: test.clock.now.toISOString() } });
  });

  it.each<[string, number, Record<string, string>, unknown, string]>([
    ['breaks down', 500, {}, 'oops', 'failing'],
    ['is away', 503, {}, 'oops', 'down'],
    ['is busy', 429, { 'retry-after': '3600' }, {}, 'busy'],
    ['knows us not', 401, {}, {}, 'unauthorized'],
    ['lets us not in', 403, {}, {}, 'forbidden'],
    ['is elsewhere', 404, {}, '<html>', 'wrongPath'],
    ['is another page', 200, {}, '<html>Welcome</html>', 'notXapi'],
    ['sends multipart unasked', 200, { 'content-type': 'multipart/mixed; boundary=x' }, '--x--', 'notXapi'],
    ['has moved', 302, { location: 'https://lrs.example/' }, '', 'redirected'],
    ['speaks another version', 400, {}, { error: 'version not supported' }, 'versionRefused'],
  ])('and %s is left alone for a while, and asked again', async (_name, status, headers, body, problem) => {
    fill(2);
    lrs.manners.next = [(_req, res) => answer(res, status, body, headers)];
    const key = await aConnection(test, lrs);
    const runner = aRunner(test);
    await runner.runDue();
    const failed = await transferOf(test, key);
    expect(failed).toMatchObject({ problem, failures: 1, claim: null });
    const restMs = failed.nextAt.getTime() - test.clock.now.getTime();
    const [least, most] = status === 429 ? [3600, 3961] : [45, 75];
    expect(restMs).toBeGreaterThanOrEqual(least * 1000);
    expect(restMs).toBeLessThanOrEqual(most * 1000);
    await runner.runDue();
    expect(await storedOf(test, key)).toHaveLength(0);
    test.clock.advance(restMs);
    await runner.runDue();
    expect(await storedOf(test, key)).toHaveLength(2);
    expect(await transferOf(test, key)).toMatchObject({ problem: null, failures: 0 });
  });

  it('and can’t be reached is no reason to fail for others', async () => {
    const gone = await aFakeLrs();
    gone.close();
    fill(1);
    const lost = await aConnection(test, gone);
    const key = await aConnection(test, lrs);
    await aRunner(test).runDue();
    expect(await transferOf(test, lost)).toMatchObject({ problem: 'unreachable', failures: 1 });
    expect(await storedOf(test, key)).toHaveLength(1);
  });

  it('with a page too large to be read is asked for smaller ones', async () => {
    fill(8);
    lrs.manners.next = [(_req, res) => answer(res, 200, { statements: [], pad: 'x'.repeat(25_000_001) })];
    const key = await aConnection(test, lrs);
    await run(test, key);
    expect(await transferOf(test, key)).toMatchObject({ problem: 'tooLarge' });
    await run(test, key);
    expect(
      lrs.requests.slice(1).map((line) => new URL(line.slice(4), 'http://x').searchParams.get('limit')),
    ).toEqual(['5', '5']);
    expect(await storedOf(test, key)).toHaveLength(8);
  });
});

describe('a pull that is broken off', () => {
  it('half-way is finished by another process when its lease ends; the first one then writes nothing', async () => {
    fill(120);
    const key = await aConnection(test, lrs);
    let letGo = () => {};
    lrs.manners.next.push(
      (_req, res) =>
        answer(res, 200, {
          statements: lrs.statements.slice(0, 50),
          more: '/xapi/statements?ascending=true&from=50',
        }),
      // The second page hangs.
      (_req, res) => {
        letGo = () =>
          answer(res, 200, { statements: lrs.statements.slice(50, 100), more: '/xapi/statements?from=0' });
      },
    );
    const dying = run(test, key);
    while (lrs.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    await aRunner(test).runDue();
    expect(lrs.requests).toHaveLength(2);

    test.clock.advance(4 * 60_000);
    await aRunner(test).runDue();
    expect(lrs.requests[2]).toBe('GET /xapi/statements?ascending=true&from=50');
    expect((await storedOf(test, key)).map(({ id }) => id)).toEqual(idsOf(lrs.statements));
    const finished = await transferOf(test, key);
    letGo();
    await dying;
    expect(await transferOf(test, key)).toEqual(finished);
    expect(await storedOf(test, key)).toHaveLength(120);
  });

  it('between storing and noting it reads the page again and doubles nothing', async () => {
    fill(30);
    const key = await aConnection(test, lrs);
    const origin = { ...key, label: 'Old LRS', version: '1.0.3' as const };
    await storePulled(test.deps, origin, lrs.statements.slice(0, 20));
    await run(test, key);
    expect((await storedOf(test, key)).map(({ id }) => id)).toEqual(idsOf(lrs.statements));
  });
});
