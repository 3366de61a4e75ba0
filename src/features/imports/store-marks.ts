import { sql } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { fromWallTime, type InCourse } from '../roster/index.ts';
import { storeOwnStatements } from '../xapi/index.ts';
import { selectStandingMarks } from './imports.queries.ts';
import type { MarkBefore } from './imports.schema.ts';
import { importedMarks } from './imports.tables.ts';
import { prepareMarkStatement, prepareVoiding } from './mark-statement.rules.ts';
import type { MarkedTask } from './plan-import.ts';

const BATCH = 200;

export interface WantedMark {
  personId: string;
  taskId: string;
  points: number;
  fullMark: number;
  day: string;
  before: { points: number; fullMark: number; day: string } | null;
}

/** Tells marks as statements; one that takes another's place voids it. */
export async function storeMarks(
  tx: Database,
  deps: Deps,
  who: InCourse,
  { importId, tasks }: { importId: string; tasks: readonly MarkedTask[] },
  marks: readonly WantedMark[],
): Promise<void> {
  const { schoolId, courseId } = who;
  const taskById = new Map(tasks.map((task) => [task.id, task]));
  const standing = new Map(
    (await selectStandingMarks(tx, who)).map((mark) => [`${mark.personId} ${mark.taskId}`, mark]),
  );
  const replaced = marks.flatMap(({ personId, taskId }) => standing.get(`${personId} ${taskId}`) ?? []);
  await voidMarks(tx, deps, schoolId, replaced);
  const rows = marks.flatMap((mark) => {
    const task = taskById.get(mark.taskId);
    if (!task) return [];
    const earlier = standing.get(`${mark.personId} ${mark.taskId}`);
    const before: MarkBefore | null = earlier
      ? { points: earlier.points, fullMark: earlier.fullMark, day: earlier.day, importId: earlier.importId }
      : null;
    return [{ ...mark, before, task, statementId: deps.newId() }];
  });
  const { publicUrl } = deps.config;
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    await storeOwnStatements(
      { ...deps, db: tx },
      schoolId,
      batch.map((mark) =>
        prepareMarkStatement({ ...mark, publicUrl, courseId, at: timeOf(mark.day, who, deps.now()) }),
      ),
    );
    await tx
      .insert(importedMarks)
      .values(batch.map(({ task: _, ...mark }) => ({ ...mark, schoolId, importId })))
      .onConflictDoUpdate({
        target: [importedMarks.schoolId, importedMarks.taskId, importedMarks.personId],
        set: {
          importId: sql`excluded.import_id`,
          points: sql`excluded.points`,
          fullMark: sql`excluded.full_mark`,
          day: sql`excluded.day`,
          statementId: sql`excluded.statement_id`,
          before: sql`excluded.before`,
        },
      });
  }
}

export async function voidMarks(
  tx: Database,
  deps: Deps,
  schoolId: string,
  marks: readonly { statementId: string }[],
): Promise<void> {
  const { publicUrl } = deps.config;
  const at = deps.now();
  const voiding = marks.map((mark) =>
    prepareVoiding({ statementId: deps.newId(), voidedId: mark.statementId, publicUrl, at }),
  );
  for (let from = 0; from < voiding.length; from += BATCH)
    await storeOwnStatements({ ...deps, db: tx }, schoolId, voiding.slice(from, from + BATCH));
}

/** A mark has a day and no hour: noon of that day, and never later than now. */
function timeOf(day: string, { timeZone }: Pick<InCourse, 'timeZone'>, now: Date): Date {
  const noon = fromWallTime(`${day}T12:00`, timeZone);
  return noon === null || noon > now ? now : noon;
}
