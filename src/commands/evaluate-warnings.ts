import type { Command } from './command.ts';
import { evaluateWarnings, reportEvaluation } from '../features/risk/index.ts';

/** What warnings would have been worth on finished courses. */
export const evaluateWarningsCommand: Command = {
  usage: '<folder> [--days 42,70,98]',
  summary:
    'replays finished courses (students.csv, assessments.csv, submissions.csv) and measures the warnings',
  async calculate([folder], { days }) {
    if (!folder) throw new Error('Name the folder.');
    const evaluation = await evaluateWarnings(folder, { days: days === undefined ? null : parseDays(days) });
    process.stdout.write(`${reportEvaluation(evaluation).join('\n')}\n`);
  },
};

function parseDays(text: string): number[] {
  const days = text.split(',').map(Number);
  if (days.some((day) => !Number.isInteger(day) || day < 0))
    throw new Error('--days: whole numbers, as in 42,70.');
  return days;
}
