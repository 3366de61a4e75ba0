import type { Deps } from '../../infra/deps.ts';
import { openForPerson, type PersonalDataSource } from '../roster/index.ts';
import { selectAgreementsOf, selectDisputesOf, selectSteps } from './signing.queries.ts';

/** Papers and disputes, opened, for "my data" and its download. */
export const signingDataSources = (deps: Deps): PersonalDataSource[] => [
  {
    id: 'agreements',
    label: 'signing.data.agreements',
    count: async (key) => (await selectAgreementsOf(deps.db, key)).length,
    async select(key) {
      const rows = await selectAgreementsOf(deps.db, key);
      const words = await openForPerson(
        deps.db,
        deps,
        key,
        rows.flatMap((row) => [row.clausesSealed, row.adviceSealed]),
      );
      return rows.map(({ clausesSealed: _, adviceSealed: __, ...row }, index) => ({
        ...row,
        clauses: words[2 * index] ?? null,
        advice: words[2 * index + 1] ?? null,
      }));
    },
  },
  {
    id: 'disputes',
    label: 'signing.data.disputes',
    count: async (key) => (await selectDisputesOf(deps.db, key)).length,
    async select(key) {
      const rows = await selectDisputesOf(deps.db, key);
      return Promise.all(
        rows.map(async ({ storySealed, ...row }) => {
          const steps = await selectSteps(deps.db, { schoolId: key.schoolId, disputeId: row.id });
          const [story, ...notes] = await openForPerson(deps.db, deps, key, [
            storySealed,
            ...steps.map(({ noteSealed }) => noteSealed),
          ]);
          return {
            ...row,
            story,
            steps: steps.map(({ kind, day, byName }, index) => ({
              kind,
              day,
              byName,
              note: notes[index] ?? null,
            })),
          };
        }),
      );
    },
  },
];
