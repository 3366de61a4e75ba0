import { and, eq, inArray, sql } from 'drizzle-orm';
import { asJson, inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { PlanFile, SkillName } from './plan-file.schema.ts';
import { readPlanFile } from './plan-import.rules.ts';
import { mergePlan, type MergedPlan } from './plan-merge.rules.ts';
import { lockPlan, selectTasks, selectUnits } from './plan.queries.ts';
import { taskSkills } from './programme.tables.ts';
import { readCatalogue } from './read-catalogue.ts';
import { selectSkills } from './skill.queries.ts';

interface Course {
  schoolId: string;
  courseId: string;
  timeZone: string;
}

export interface PlanPreview {
  file: PlanFile;
  /** null while the file has problems. */
  merged: MergedPlan | null;
}

/** What importing this text would do. */
export async function previewPlanImport(db: Database, course: Course, text: string): Promise<PlanPreview> {
  const { planWords, skills } = await readCatalogue();
  const aliases = new Map(skills.map((skill) => [skill.id, skill.aliases]));
  const names: SkillName[] = (await selectSkills(db, course)).map(({ id, name }) => ({
    id,
    names: [name['zh-CN'], name.en, ...(aliases.get(id) ?? [])],
  }));
  const file = readPlanFile(text, { words: planWords, skills: names, timeZone: course.timeZone });
  if (file.problems.length > 0) return { file, merged: null };
  const plan = { units: await selectUnits(db, course), tasks: await selectTasks(db, course) };
  return { file, merged: mergePlan(plan, file.tasks, file.columns) };
}

/** Imports all of it or, when the file has problems, nothing; either way says what it did. */
export function importPlan(deps: Deps, course: Course, text: string): Promise<PlanPreview> {
  return inTransaction(deps.db, async (tx) => {
    await lockPlan(tx, course);
    const preview = await previewPlanImport(tx, course, text);
    if (preview.merged) await writePlan(tx, deps, course, preview.merged);
    return preview;
  });
}

async function writePlan(tx: Database, deps: Deps, course: Course, merged: MergedPlan): Promise<void> {
  const { schoolId, courseId } = course;
  const unitRows = merged.units.map(({ id, title }, position) => ({
    id: id ?? deps.newId(),
    position: position + 1,
    title,
  }));
  await tx.execute(sql`
    insert into units (school_id, id, course_id, position, title)
    select ${schoolId}::uuid, id, ${courseId}::uuid, position, title
    from jsonb_to_recordset(${asJson(unitRows)}) as r(id uuid, position integer, title text)
    on conflict (school_id, id) do update set position = excluded.position, title = excluded.title`);

  const told = merged.tasks.map(({ id, unit, ...task }, index) => ({
    ...task,
    id: id ?? deps.newId(),
    unitId: unitRows[unit]?.id,
    position: index + 1,
  }));
  // Tasks that the file doesn't name come after its own, in the order they had.
  const rows = [
    ...told,
    ...merged.kept.map((task, index) => ({ ...task, position: told.length + index + 1 })),
  ];
  await tx.execute(sql`
    insert into tasks (school_id, id, course_id, unit_id, position, title, kind, tier, activity_id, due_at,
      required, from_enterprise)
    select ${schoolId}::uuid, id, ${courseId}::uuid, "unitId", position, title, kind, tier, "activityId", "dueAt",
      required, "fromEnterprise"
    from jsonb_to_recordset(${asJson(rows)}) as r(id uuid, "unitId" uuid, position integer, title text, kind text,
      tier text, "activityId" text, "dueAt" timestamptz, required boolean, "fromEnterprise" boolean)
    on conflict (school_id, id) do update set unit_id = excluded.unit_id, position = excluded.position,
      title = excluded.title, kind = excluded.kind, tier = excluded.tier, activity_id = excluded.activity_id,
      due_at = excluded.due_at, required = excluded.required, from_enterprise = excluded.from_enterprise`);

  const ids = told.map(({ id }) => id);
  await tx.delete(taskSkills).where(and(eq(taskSkills.schoolId, schoolId), inArray(taskSkills.taskId, ids)));
  const links = told.flatMap(({ id, skillIds }) =>
    skillIds.map((skillId) => ({ schoolId, taskId: id, skillId })),
  );
  if (links.length > 0) await tx.insert(taskSkills).values(links);
}
