import { expect, test } from '@jest/globals';
import { isDrilled, recommendMethod } from '../../../src/features/learning/teaching-method.rules.ts';

const pattern = { silent: false, overdueTasks: 0, weakSkills: [], judgedSkills: 0, masteredSkills: 0 };

test.each([
  ['silence: talk first', { silent: true, overdueTasks: 3 }, 'contact'],
  ['several late tasks: smaller steps', { overdueTasks: 2 }, 'smaller_steps'],
  ['one late task alone changes nothing', { overdueTasks: 1 }, 'keep'],
  ['a weak spot: take a case apart', { weakSkills: [{ attempts: 6, run: -2 }] }, 'case_breakdown'],
  ['drilled without success: one to one', { weakSkills: [{ attempts: 10, run: 1 }] }, 'one_to_one'],
  ['drilled and getting it: keep practising', { weakSkills: [{ attempts: 10, run: 3 }] }, 'case_breakdown'],
  ['nearly all mastered: a challenge', { judgedSkills: 5, masteredSkills: 4 }, 'challenge'],
  ['one mastered skill is too little to go by', { judgedSkills: 1, masteredSkills: 1 }, 'keep'],
])('%s', (_sentence, given, method) => {
  expect(recommendMethod({ ...pattern, ...given })).toBe(method);
});

test('three right in a row end the drilling', () => {
  expect(isDrilled({ attempts: 10, run: 2 })).toBe(true);
  expect(isDrilled({ attempts: 10, run: 3 })).toBe(false);
  expect(isDrilled({ attempts: 9, run: -9 })).toBe(false);
});
