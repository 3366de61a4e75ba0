import type { Deps } from '../../infra/deps.ts';
import type { PersonalDataSource } from '../roster/index.ts';
import { openGraduate } from './load-graduate.ts';
import { openComments } from './load-resume.ts';
import { selectResumes } from './resume.queries.ts';
import { openContent } from './save-resume.ts';

/** What this room holds on a person, opened, for "my data" and its download. */
export function employmentDataSources(deps: Deps): PersonalDataSource[] {
  return [
    {
      id: 'employment',
      label: 'employment.myData',
      count: async (key) => ((await openGraduate(deps, key)) ? 1 : 0),
      async select(key) {
        const graduate = await openGraduate(deps, key);
        return graduate ? [graduate] : [];
      },
    },
    {
      id: 'resumes',
      label: 'employment.myResumes',
      count: async (key) => (await selectResumes(deps.db, key)).length,
      async select(key) {
        const opened = [];
        for (const row of await selectResumes(deps.db, key))
          opened.push({
            id: row.id,
            updatedAt: row.updatedAt,
            content: await openContent(deps, row),
            comments: await openComments(deps, row),
          });
        return opened;
      },
    },
  ];
}
