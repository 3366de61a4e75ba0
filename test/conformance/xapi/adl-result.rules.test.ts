import { describe, expect, it } from '@jest/globals';
import { findShortcomings } from './adl-result.rules.ts';

const leaf = (status: string) => ({ title: 'stores a statement', status, tests: [] });
const run = (changes: object = {}, tests = [leaf('passed')]) => ({
  state: 'finished',
  summary: { total: 1365, passed: 1365, failed: 0, version: '1.0.3' },
  log: { title: 'all', status: 'passed', tests: [{ title: 'Statements', status: 'passed', tests }] },
  ...changes,
});
const summary = (changes: object) => ({ summary: { ...run().summary, ...changes } });

describe('a run of ADL’s suite', () => {
  it('is a pass when it finished and all of its tests passed', () => {
    expect(findShortcomings(run(), '1.0.3')).toEqual([]);
  });

  it.each([
    ['was broken off', run({ state: 'cancelled' }), ['The run is cancelled, not finished.']],
    ['was of another version', run(summary({ version: '2.0.0' })), ['The run is of 2.0.0, not of 1.0.3.']],
    ['ran some of the tests', run(summary({ total: 12 })), ['12 tests were to run, not 1365.']],
    ['passed all but one', run(summary({ passed: 1364 })), ['1364 tests passed, not 1365.']],
    ['never began', run(summary({ passed: null })), ['No tests passed, not 1365.']],
    ['has a test that failed', run({}, [leaf('failed')]), ['failed: Statements › stores a statement']],
    [
      'has a test that was left out',
      run({}, [leaf('cancelled')]),
      ['cancelled: Statements › stores a statement'],
    ],
  ])('is none when it %s', (_what, log, shortcomings) => {
    expect(findShortcomings(log, '1.0.3')).toEqual(shortcomings);
  });

  it('is none without a log of it', () => {
    expect(findShortcomings({ total: 1365 }, '1.0.3')).toEqual([expect.stringMatching(/^This is no log/)]);
  });
});
