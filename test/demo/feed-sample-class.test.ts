import { describe, expect, it } from '@jest/globals';
import { feedSampleClass, type Feed } from '../../src/demo/feed-sample-class.ts';
import type { Statement } from '../../src/features/xapi/index.ts';

const statements = Array.from({ length: 120 }, (_, index): Statement => ({
  actor: { account: { homePage: 'https://lms.example.edu', name: '101' } },
  verb: { id: 'https://verbs.example.org/did' },
  object: { id: `https://lms.example.edu/${index}` },
}));

/** What the other side does, as a promise. */
const later = (work: () => void) => Promise.resolve().then(work);

function aFeed(changes: Partial<Feed> = {}) {
  const told: (number | string)[] = [];
  const feed: Feed = {
    statements,
    sent: 0,
    onStored: (sent) => later(() => void told.push(sent)),
    onRefused: (error) => void told.push((error as Error).message),
    signal: new AbortController().signal,
    ...changes,
  };
  return { feed, told };
}

describe('feeding', () => {
  it('sends batches of fifty in their order and tells of each', async () => {
    const batches: (readonly Statement[])[] = [];
    const { feed, told } = aFeed();
    await feedSampleClass({ send: (batch) => later(() => void batches.push(batch)) }, feed);
    expect(batches.map(({ length }) => length)).toEqual([50, 50, 20]);
    expect(batches.flat()).toEqual(statements);
    expect(told).toEqual([50, 100, 120]);
  });

  it('goes on where it was', async () => {
    const batches: (readonly Statement[])[] = [];
    const { feed } = aFeed({ sent: 100 });
    await feedSampleClass({ send: (batch) => later(() => void batches.push(batch)) }, feed);
    expect(batches.flat()).toEqual(statements.slice(100));
  });

  it('sends a refused batch again before the next', async () => {
    let calls = 0;
    const { feed, told } = aFeed();
    const send = () =>
      later(() => {
        calls += 1;
        if (calls === 2) throw new Error('busy');
      });
    await feedSampleClass({ send }, feed);
    expect(told).toEqual([50, 'busy', 100, 120]);
  });

  it('ends when it is told to, after the batch on its way', async () => {
    const aborter = new AbortController();
    const { feed, told } = aFeed({ signal: aborter.signal });
    const send = () => later(() => aborter.abort());
    await expect(feedSampleClass({ send }, feed)).rejects.toThrow(/abort/i);
    expect(told).toEqual([50]);
  });
});
