import type { PlanColumn } from './catalogue.schema.ts';
import type { ImportedTask } from './plan-file.schema.ts';
import type { PlanTask, PlanUnit } from './programme.schema.ts';
import { foldText } from './question.rules.ts';

/** `id` null: a new one. `unit` is an index into `units`. */
export interface MergedTask extends Omit<PlanTask, 'id' | 'unitId' | 'position'> {
  id: string | null;
  unit: number;
  change: 'new' | 'changed' | 'same';
}

export interface MergedPlan {
  /** In their new order: the file's first, then those the file doesn't name. */
  units: { id: string | null; title: string }[];
  tasks: MergedTask[];
  /** Tasks that the file doesn't name: they stay as they are, after the file's. */
  kept: PlanTask[];
}

/**
 * Lays a file over a plan. A task is the same one when unit and title agree, or, having moved, when its title alone
 * does and only one task has it: it keeps its id, on which facts hang. Columns the file lacks keep their values.
 */
export function mergePlan(
  plan: { units: PlanUnit[]; tasks: PlanTask[] },
  imported: ImportedTask[],
  columns: PlanColumn[],
): MergedPlan {
  const units = mergeUnits(plan.units, imported);
  const unitTitle = new Map(plan.units.map(({ id, title }) => [id, foldText(title)]));
  const left = new Set(plan.tasks);
  const matches = new Map<ImportedTask, PlanTask>();
  const match = (task: ImportedTask, known: PlanTask | undefined) => {
    if (!known) return;
    matches.set(task, known);
    left.delete(known);
  };
  for (const task of imported) {
    const [title, unit] = [foldText(task.title), foldText(task.unit)];
    match(
      task,
      [...left].find((known) => foldText(known.title) === title && unitTitle.get(known.unitId) === unit),
    );
  }
  for (const task of imported.filter((each) => !matches.has(each))) {
    const title = foldText(task.title);
    const wanting = imported.filter((each) => !matches.has(each) && foldText(each.title) === title);
    const offered = [...left].filter((known) => foldText(known.title) === title);
    if (wanting.length === 1 && offered.length === 1) match(task, offered[0]);
  }
  const tasks = imported.map((task): MergedTask => {
    const known = matches.get(task);
    const unit = units.findIndex(({ title }) => foldText(title) === foldText(task.unit));
    if (!known) return { ...contentOf(task), id: null, unit, change: 'new' };
    const merged = laidOver(known, task, columns);
    const moved = units[unit]?.id !== known.unitId;
    const same = !moved && JSON.stringify(contentOf(known)) === JSON.stringify(merged);
    return { ...merged, id: known.id, unit, change: same ? 'same' : 'changed' };
  });
  return { units, tasks, kept: plan.tasks.filter((task) => left.has(task)) };
}

function mergeUnits(known: PlanUnit[], imported: ImportedTask[]): MergedPlan['units'] {
  const titles = new Map(imported.map(({ unit }) => [foldText(unit), unit]));
  const named = [...titles].map(([folded, title]) => ({
    id: known.find((unit) => foldText(unit.title) === folded)?.id ?? null,
    title,
  }));
  const used = new Set(named.map(({ id }) => id));
  return [...named, ...known.filter(({ id }) => !used.has(id)).map(({ id, title }) => ({ id, title }))];
}

type Content = Omit<PlanTask, 'id' | 'unitId' | 'position'>;

const contentOf = (task: Content): Content => ({
  title: task.title,
  kind: task.kind,
  tier: task.tier,
  activityId: task.activityId,
  dueAt: task.dueAt,
  required: task.required,
  fromEnterprise: task.fromEnterprise,
  skillIds: [...task.skillIds].sort(),
});

const COLUMN_OF = {
  kind: 'kind',
  tier: 'tier',
  activityId: 'activity',
  dueAt: 'due',
  required: 'required',
  fromEnterprise: 'enterprise',
  skillIds: 'skills',
} as const satisfies Partial<Record<keyof Content, PlanColumn>>;

/** The plan's task with what the file tells about it. */
function laidOver(known: Content, task: ImportedTask, columns: PlanColumn[]): Content {
  const told = Object.entries(contentOf(task)).filter(
    ([field]) => field === 'title' || columns.includes(COLUMN_OF[field as keyof typeof COLUMN_OF]),
  );
  return contentOf({ ...known, ...(Object.fromEntries(told) as Partial<Content>) });
}
