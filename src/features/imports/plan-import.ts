import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { selectTasks, type PlanTask } from '../programme/index.ts';
import { dayAt, openForPerson, selectClasses, selectListCandidates, type InCourse } from '../roster/index.ts';
import type { ImportPlan } from './import-plan.schema.ts';
import { selectStandingMarks, type ImportRow } from './imports.queries.ts';
import type { Mapping, Table } from './imports.schema.ts';
import { planMarks } from './marks-plan.rules.ts';
import { planPeople } from './people-plan.rules.ts';
import { readImportWords } from './read-table.ts';

/** A task that statements can be about: of one without an address, no mark could be told. */
export type MarkedTask = PlanTask & { activityId: string };

export const selectMarkedTasks = async (db: Database, who: InCourse): Promise<MarkedTask[]> =>
  (await selectTasks(db, who)).filter((task): task is MarkedTask => task.activityId !== null);

/** The uploaded table, opened with its sender's key; a draft that was thrown away or applied has none. */
export async function openTable(db: Database, deps: Deps, row: ImportRow): Promise<Table> {
  const key = { schoolId: row.schoolId, personId: row.createdBy };
  const [text] = await openForPerson(db, deps, key, [row.tableSealed]);
  if (text === null || text === undefined) throw notFound('imports.gone');
  return JSON.parse(text) as Table;
}

/** What an import would do now. */
export async function planImport(
  db: Database,
  deps: Deps,
  who: InCourse,
  { kind, table, mapping }: { kind: ImportRow['kind']; table: Table; mapping: Mapping },
): Promise<ImportPlan> {
  const candidates = await selectListCandidates(db, who);
  if (kind === 'people') {
    const classes = await selectClasses(db, who.schoolId);
    return { kind, plan: planPeople(table, mapping, { candidates, classes }) };
  }
  const tasks = new Set((await selectMarkedTasks(db, who)).map(({ id }) => `task:${id}`));
  // A task that was taken out of the plan since is no column any more.
  const columns = mapping.columns.map((use) => (use.startsWith('task:') && !tasks.has(use) ? '' : use));
  const standing = await selectStandingMarks(db, who);
  const { absent: absentWords } = await readImportWords();
  const known = { candidates, standing, absentWords };
  return { kind, plan: planMarks(table, { ...mapping, columns }, known, dayAt(deps.now(), who)) };
}
