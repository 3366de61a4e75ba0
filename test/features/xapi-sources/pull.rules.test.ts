import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { PullProgress } from '../../../src/features/xapi-sources/lrs.schema.ts';
import {
  OVERLAP_MS,
  advance,
  askSince,
  decideNextPage,
} from '../../../src/features/xapi-sources/pull.rules.ts';

const NOTHING: PullProgress = { readTo: null, pass: null };
const at = (minute: number) => new Date(Date.UTC(2026, 8, 1) + minute * 60_000);
const NOW = at(1000);
const page = (minutes: number[], more: string | null = null, consistentThrough: Date | null = null) => ({
  statements: minutes.map((minute) => ({ stored: at(minute).toISOString() })),
  more,
  next: more,
  consistentThrough,
  storedCount: minutes.length,
});
/** Progress after these pages, all but the last of which lead on. */
const after = (...pages: number[][]) =>
  pages.reduce(
    (progress, minutes, index) =>
      advance(progress, page(minutes, index < pages.length - 1 ? `https://lrs/${index}` : null), NOW),
    NOTHING,
  );
const midway = (...pages: number[][]) =>
  pages.reduce(
    (progress, minutes, index) => advance(progress, page(minutes, `https://lrs/${index}`), NOW),
    NOTHING,
  );

describe('how far a pull is', () => {
  test.each<[string, PullProgress, Date | null]>([
    ['at the end: the newest', after([1, 2], [3, 4]), at(4)],
    ['in the middle, rising: the newest so far', midway([1, 2], [3, 4]), at(4)],
    ['in the middle of equal ones: unknown', midway([1, 1], [1, 1]), null],
    ['in the middle, newest first: unknown', midway([90, 80], [70, 60]), null],
    ['newest first, to the end: the newest', after([90, 80], [70, 60]), at(90)],
    ['one by one, newest first: unknown', midway([90], [60]), null],
    ['small steps back are no fall', midway([10, 8, 12], [11, 13]), at(13)],
    ['nothing there: unknown', after([]), null],
  ])('%s', (_sentence, progress, readTo) => {
    expect(progress.readTo).toEqual(readTo);
  });

  it('goes no further than the beginning of a long pass: something may have come in behind it', () => {
    const begun = advance(NOTHING, page([1, 2], 'https://lrs/1'), at(10));
    expect(advance(begun, page([3, 40]), at(41)).readTo).toEqual(at(10));
  });

  it('never goes back', () => {
    expect(advance({ readTo: at(50), pass: null }, page([10, 20]), NOW).readTo).toEqual(at(50));
    expect(advance({ readTo: at(50), pass: null }, page([]), NOW).readTo).toEqual(at(50));
  });

  it('takes statements without a time of storing for no news', () => {
    const nameless = {
      ...page([]),
      statements: [{}, null, 7, { stored: 'soon' }, { stored: at(3).toISOString() }],
    };
    expect(advance(NOTHING, nameless, NOW).readTo).toEqual(at(3));
  });

  test.each<[string, PullProgress, { since: Date | null }, Date | null]>([
    ['all at first', NOTHING, { since: null }, null],
    ['from the day that was chosen at first', NOTHING, { since: at(5) }, at(5)],
    ['a little before what was read', { readTo: at(60), pass: null }, { since: null }, at(55)],
    ['never before the day that was chosen', { readTo: at(60), pass: null }, { since: at(58) }, at(58)],
  ])('asks for %s', (_sentence, progress, { since }, expected) => {
    expect(askSince(progress, { since, verb: null, homePage: null })).toEqual(expected);
  });
});

describe('the next page', () => {
  const endpoint = 'https://lrs.example/data/xapi';
  test.each<[string | null, ReturnType<typeof decideNextPage>]>([
    [null, { kind: 'end' }],
    [
      '/data/xapi/statements?more=1',
      { kind: 'next', url: 'https://lrs.example/data/xapi/statements?more=1' },
    ],
    ['https://lrs.example/more/1', { kind: 'next', url: 'https://lrs.example/more/1' }],
    ['//evil.example/more/1', { kind: 'foreign' }],
    ['https://evil.example/more', { kind: 'foreign' }],
    ['http://lrs.example/more', { kind: 'foreign' }],
    ['https://lrs.example:8443/more', { kind: 'foreign' }],
    ['https://lrs.example@evil.example/more', { kind: 'foreign' }],
    ['javascript:alert(1)', { kind: 'foreign' }],
  ])('%s', (more, expected) => {
    expect(decideNextPage(more, endpoint, null)).toEqual(expected);
  });
});

/** A step in the life of an LRS and of who pulls from it. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('store' as const), lateMs: fc.nat(OVERLAP_MS - 2000) }),
  },
  { weight: 4, arbitrary: fc.constant({ do: 'read' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'lose' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(20 * 60_000) }) },
);

describe('whatever happens in between', () => {
  it('every statement is read, though it became visible late, pages were lost, or none was in order', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        fc.constantFrom(null, 'honest' as const, 'ancient' as const, 'future' as const),
        (steps, size, knowsAscending, header) => {
          let now = at(0).getTime();
          const visible: { id: number; stored: string }[] = [];
          const seen = new Set<number>();
          let progress = NOTHING;
          const through = () => {
            const told = { honest: new Date(now - OVERLAP_MS), ancient: at(-99999), future: at(99999) };
            return header === null ? null : told[header];
          };
          const read = () => {
            const since = askSince(progress, { since: null, verb: null, homePage: null });
            const query = progress.pass
              ? (JSON.parse(progress.pass.more) as { since: string | null; from: number })
              : { since: since?.toISOString() ?? null, from: 0 };
            const found = visible
              .filter(({ stored }) => query.since === null || stored > query.since)
              .sort((one, other) => (one.stored < other.stored ? -1 : 1));
            const ordered = knowsAscending ? found : found.toReversed();
            const statements = ordered.slice(query.from, query.from + size);
            const fresh = statements.filter(({ id }) => !seen.has(id));
            fresh.forEach(({ id }) => seen.add(id));
            const isLast = query.from + size >= ordered.length;
            const next = isLast ? null : JSON.stringify({ ...query, from: query.from + size });
            const told = {
              statements,
              more: next,
              next,
              consistentThrough: through(),
              storedCount: fresh.length,
            };
            progress = advance(progress, told, new Date(now));
          };
          for (const one of steps) {
            now += 1000;
            if (one.do === 'wait') now += one.ms;
            else if (one.do === 'lose') progress = { ...progress, pass: null };
            else if (one.do === 'read') read();
            else visible.push({ id: visible.length, stored: new Date(now - one.lateMs).toISOString() });
          }
          // The pass under way, and one more.
          for (let passes = 0; passes < 2; passes += 1)
            do read();
            while (progress.pass !== null);
          expect(seen.size).toBe(visible.length);
        },
      ),
      { numRuns: 500 },
    );
  });
});
