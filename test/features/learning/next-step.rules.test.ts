import { expect, test } from '@jest/globals';
import { decideNextStep, type TaskToDo } from '../../../src/features/learning/next-step.rules.ts';

const task = (state: TaskToDo['state'], required = true) => ({ state, required });

test.each([
  [
    'late required work comes before everything',
    { tasks: [task('overdue')], openPractice: 'set', weakSpots: ['skill'] },
    'task',
  ],
  ['so does what is due soon', { tasks: [task('due_soon')], openPractice: 'set', weakSpots: [] }, 'task'],
  [
    'late optional work does not press',
    { tasks: [task('overdue', false)], openPractice: null, weakSpots: ['skill'] },
    'weak',
  ],
  [
    'practice that was begun comes before a weak spot',
    { tasks: [task('open')], openPractice: 'set', weakSpots: ['skill'] },
    'resume',
  ],
  [
    'a weak spot comes before work without hurry',
    { tasks: [task('open')], openPractice: null, weakSpots: ['skill'] },
    'weak',
  ],
  ['then the next task', { tasks: [task('open')], openPractice: null, weakSpots: [] }, 'task'],
  ['with all done the package', { tasks: [], openPractice: null, weakSpots: [] }, 'package'],
])('%s', (_sentence, situation, kind) => {
  expect(decideNextStep(situation).kind).toBe(kind);
});
