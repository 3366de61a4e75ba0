import type { Deps } from '../../infra/deps.ts';
import type { PersonalDataSource } from '../roster/index.ts';
import { openContent, openScores } from './attempt-seal.ts';
import { openMarks } from './mark-attempt.ts';
import { selectMarkedBy } from './marking.queries.ts';
import { selectAttemptsOf } from './attempt.queries.ts';

/** What somebody answered and what came of it, opened, for "my data" and its download. */
export function instrumentsDataSources(deps: Deps): PersonalDataSource[] {
  return [
    {
      id: 'instrumentAttempts',
      label: 'instruments.myData',
      count: async (key) => (await selectAttemptsOf(deps.db, key)).length,
      async select(key) {
        const rows = await selectAttemptsOf(deps.db, key);
        const scores = await openScores(
          deps.db,
          deps,
          key,
          rows.map(({ scoresSealed }) => scoresSealed),
        );
        const opened = [];
        for (const [index, { contentSealed, scoresSealed: _sealed, ...row }] of rows.entries()) {
          const content = await openContent(deps.db, deps, { ...key, contentSealed });
          const marks = (await openMarks(deps.db, deps, { ...key, id: row.id })).map((one) => one.marks);
          opened.push({ ...row, answers: content.answers, scores: scores[index] ?? null, marks });
        }
        return opened;
      },
    },
    {
      id: 'instrumentMarkings',
      label: 'instruments.marking.myData',
      count: async (key) => (await selectMarkedBy(deps.db, key)).length,
      select: (key) => selectMarkedBy(deps.db, key),
    },
  ];
}
