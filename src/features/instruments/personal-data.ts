import type { Deps } from '../../infra/deps.ts';
import type { PersonalDataSource } from '../roster/index.ts';
import { openContent, openScores } from './attempt-seal.ts';
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
          opened.push({ ...row, answers: content.answers, scores: scores[index] ?? null });
        }
        return opened;
      },
    },
  ];
}
