import type { PlanColumn } from './catalogue.schema.ts';
import type { TaskKind, Tier } from './programme.schema.ts';

/** A key in views/locales and its replacements. */
export interface Sentence {
  id: string;
  values: Record<string, string | number>;
}

/** What is wrong in one line of a file; line 0: the file as a whole. */
export interface LineProblem {
  line: number;
  sentence: Sentence;
}

/** A task as a plan file tells it. Of a column the file doesn't have, the value is a new task's default. */
export interface ImportedTask {
  line: number;
  unit: string;
  title: string;
  kind: TaskKind;
  tier: Tier | null;
  activityId: string | null;
  dueAt: Date | null;
  required: boolean;
  fromEnterprise: boolean;
  skillIds: string[];
}

export interface PlanFile {
  tasks: ImportedTask[];
  /** The columns found: an import leaves the others as they are. */
  columns: PlanColumn[];
  /** Headings that aren't understood; their cells were passed over. */
  ignored: string[];
  problems: LineProblem[];
}

/** A skill by every word a plan file may call it. */
export interface SkillName {
  id: string;
  names: string[];
}
