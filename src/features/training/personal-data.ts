import type { Deps } from '../../infra/deps.ts';
import { openForPerson, type PersonalDataSource } from '../roster/index.ts';
import { selectMentorRecords } from './mentors.queries.ts';
import { selectPersonProjects } from './projects.queries.ts';
import { selectPersonAttendances } from './offline.queries.ts';

/** What this room holds on a person, for "my data" and its download. */
export function trainingDataSources(deps: Deps): PersonalDataSource[] {
  const { db } = deps;
  return [
    {
      id: 'attendances',
      label: 'training.myData.attendances',
      count: async (key) => (await selectPersonAttendances(db, key)).length,
      async select(key) {
        const rows = await selectPersonAttendances(db, key);
        const notes = await openForPerson(
          db,
          deps,
          key,
          rows.map(({ noteSealed }) => noteSealed),
        );
        return rows.map(({ noteSealed: _, ...row }, index) => ({ ...row, note: notes[index] ?? null }));
      },
    },
    {
      id: 'trainingProjects',
      label: 'training.myData.projects',
      count: async (key) => (await selectPersonProjects(db, key)).length,
      select: (key) => selectPersonProjects(db, key),
    },
    {
      id: 'mentoring',
      label: 'training.myData.mentoring',
      count: async (key) => (await selectMentorRecords(db, key)).length,
      select: (key) => selectMentorRecords(db, key),
    },
  ];
}
