import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runTick, type Job } from '../../src/infra/jobs.ts';
import { createTestApp, type TestApp } from '../support/app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

interface CountingJob extends Job {
  runs: number;
}

const counting = (name: string, work: () => Promise<void> = () => Promise.resolve()): CountingJob => {
  const job: CountingJob = {
    name,
    schedule: '* * * * *',
    runs: 0,
    run() {
      job.runs += 1;
      return work();
    },
  };
  return job;
};

describe('a job', () => {
  it('runs once per tick, however many processes claim it', async () => {
    const job = counting('once');
    const ran = await Promise.all(Array.from({ length: 6 }, () => runTick(test.deps, job, test.clock.now)));
    expect(ran.filter(Boolean)).toHaveLength(1);
    expect(job.runs).toBe(1);
  });

  it('runs again at the next tick', async () => {
    const job = counting('again');
    await runTick(test.deps, job, test.clock.now);
    test.clock.advance(60_000);
    expect(await runTick(test.deps, job, test.clock.now)).toBe(true);
    expect(job.runs).toBe(2);
  });

  it('does not overlap itself, until the lease of a dead run is over', async () => {
    let finish = () => {};
    const job = counting('long', () => new Promise<void>((resolve) => (finish = resolve)));
    const first = runTick(test.deps, job, test.clock.now);
    while (job.runs === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    test.clock.advance(60_000);
    expect(await runTick(test.deps, job, test.clock.now)).toBe(false);
    test.clock.advance(61 * 60_000);
    const second = runTick(test.deps, counting('long'), test.clock.now);
    expect(await second).toBe(true);
    finish();
    await first;
  });

  it('that fails is recorded and doesn’t stop the next one', async () => {
    const job = counting('failing', () => Promise.reject(new Error('broken')));
    expect(await runTick(test.deps, job, test.clock.now)).toBe(true);
    test.clock.advance(60_000);
    expect(await runTick(test.deps, job, test.clock.now)).toBe(true);
    expect(job.runs).toBe(2);
  });
});
