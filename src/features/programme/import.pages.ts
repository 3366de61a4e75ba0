import type { CalendarFile } from './calendar-import.rules.ts';
import { presentLessons, type LessonView } from './lesson.pages.ts';
import type { MergedLessons } from './lesson-merge.rules.ts';
import type { LineProblem, PlanFile, Sentence } from './plan-file.schema.ts';
import type { MergedPlan } from './plan-merge.rules.ts';
import type { Lesson, LocalText, PhaseSettings, TaskKind, Tier } from './programme.schema.ts';

const SHOWN = 100;

interface PreviewedTask {
  unit: string;
  title: string;
  kind: TaskKind;
  tier: Tier | null;
  dueAt: Date | null;
  required: boolean;
  linked: boolean;
  skills: LocalText[];
  change: 'new' | 'changed' | 'same';
}

export interface ImportPage {
  /** The file's text, sent back to be confirmed. */
  source: string;
  problems: LineProblem[];
  moreProblems: number;
  ignored: string | null;
  preview: { tasks: PreviewedTask[]; added: number; changed: number; same: number; kept: number } | null;
}

export function presentImport(
  source: string,
  preview: { file: PlanFile; merged: MergedPlan | null } | null,
  names: Map<string, LocalText>,
): ImportPage {
  const problems = preview?.file.problems ?? [];
  const merged = preview?.merged ?? null;
  const count = (change: PreviewedTask['change']) =>
    merged?.tasks.filter((task) => task.change === change).length ?? 0;
  return {
    source,
    problems: problems.slice(0, SHOWN),
    moreProblems: Math.max(0, problems.length - SHOWN),
    ignored: preview?.file.ignored.join(' / ') || null,
    preview: merged && {
      tasks: merged.tasks.map((task) => ({
        unit: merged.units[task.unit]?.title ?? '',
        title: task.title,
        kind: task.kind,
        tier: task.tier,
        dueAt: task.dueAt,
        required: task.required,
        linked: task.activityId !== null,
        skills: task.skillIds.flatMap((id) => names.get(id) ?? []),
        change: task.change,
      })),
      added: count('new'),
      changed: count('changed'),
      same: count('same'),
      kept: merged.kept.length,
    },
  };
}

export interface TimetablePage {
  saved: boolean;
  lessons: LessonView[];
  settings: PhaseSettings;
  source: string;
  wholeDay: boolean;
  problems: { title: string; sentence: Sentence }[];
  preview: {
    lessons: LessonView[];
    more: number;
    added: number;
    changed: number;
    removed: number;
    unchanged: number;
    wholeDaySkipped: number;
    endless: string | null;
  } | null;
}

export function presentTimetable(given: {
  lessons: Lesson[];
  settings: PhaseSettings;
  timeZone: string;
  saved: boolean;
  source: string;
  wholeDay: boolean;
  imported: { file: CalendarFile; merged: MergedLessons | null } | null;
}): TimetablePage {
  const { imported, timeZone, lessons, ...rest } = given;
  const file = imported?.file;
  const merged = imported?.merged;
  return {
    ...rest,
    lessons: presentLessons(lessons, timeZone),
    problems: file?.problems.slice(0, SHOWN) ?? [],
    preview:
      file && merged
        ? {
            lessons: presentLessons(
              [...file.lessons]
                .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
                .slice(0, SHOWN)
                .map((lesson) => ({ ...lesson, id: lesson.importKey })),
              timeZone,
            ),
            more: Math.max(0, file.lessons.length - SHOWN),
            added: merged.added.length,
            changed: merged.changed.length,
            removed: merged.removed.length,
            unchanged: merged.unchanged,
            wholeDaySkipped: file.wholeDaySkipped,
            endless: file.endless.join(' / ') || null,
          }
        : null,
  };
}
