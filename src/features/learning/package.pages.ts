import type { CourseSkill, LocalText, Resource, ResourceKind, Tier } from '../programme/index.ts';
import type { LinkedResource } from '../resources/index.ts';
import { presentPace, presentTask, type Pace, type StageStep, type TaskLine } from './learner-parts.pages.ts';
import { presentStages } from './learner-parts.pages.ts';
import type { LearnerTask, StageRecord } from './learner.schema.ts';
import { inLearningOrder } from './skill-order.rules.ts';

export interface PackageRows {
  tier: Tier;
  provisional: boolean;
  stages: StageRecord[];
  skills: CourseSkill[];
  resources: Resource[];
  tasks: LearnerTask[];
  /** Ids of resources this learner said are done. */
  done: string[];
  /** The library's, of the plan's modules. */
  library: LinkedResource[];
}

export interface ResourceLine {
  id: string;
  title: LocalText;
  kind: ResourceKind;
  minutes: number;
  done: boolean;
}

/** R032: what a tier gets, in the order of the skill graph. */
export interface PackagePage {
  stages: StageStep[];
  tier: Tier;
  provisional: boolean;
  planned: boolean;
  doneResources: number;
  allResources: number;
  /** The first one not done yet. */
  next: ResourceLine | null;
  skills: {
    /** Counted from 1, in the order to learn them. */
    place: number;
    skillId: string;
    name: LocalText;
    /** Names of what should be learned before. */
    after: LocalText[];
    resources: ResourceLine[];
    done: boolean;
    openSetId: null;
  }[];
  units: { title: string; tasks: TaskLine[] }[];
  /** Published teaching resources of the course's modules. */
  library: Pick<LinkedResource, 'id' | 'title' | 'kind' | 'minutes'>[];
  pace: Pace;
}

export function presentPackage(rows: PackageRows, now: Date): PackagePage {
  const done = new Set(rows.done);
  const names = new Map(rows.skills.map((skill) => [skill.id, skill.name]));
  const skills = inLearningOrder(rows.skills)
    .flatMap((skill) => {
      const resources = rows.resources
        .filter((resource) => resource.skillId === skill.id)
        .map(({ id, title, kind, minutes }) => ({ id, title, kind, minutes, done: done.has(id) }));
      if (resources.length === 0) return [];
      const after = skill.requires.flatMap((id) => names.get(id) ?? []);
      const allDone = resources.every((resource) => resource.done);
      return [{ skillId: skill.id, name: skill.name, after, resources, done: allDone, openSetId: null }];
    })
    .map((skill, index) => ({ place: index + 1, ...skill }));
  const lines = skills.flatMap((skill) => skill.resources);
  const tasks = rows.tasks.map((task) => presentTask(task, now));
  return {
    stages: presentStages(rows.stages),
    tier: rows.tier,
    provisional: rows.provisional,
    planned: tasks.length > 0 || lines.length > 0,
    doneResources: lines.filter((line) => line.done).length,
    allResources: lines.length,
    next: lines.find((line) => !line.done) ?? null,
    skills,
    units: groupByUnit(tasks),
    library: rows.library
      .filter(({ id, published }, place, all) => published && all.findIndex((one) => one.id === id) === place)
      .map(({ id, title, kind, minutes }) => ({ id, title, kind, minutes })),
    pace: presentPace(tasks, now),
  };
}

/** Tasks come in the plan's order, so one unit's stand together. */
function groupByUnit(tasks: readonly TaskLine[]): { title: string; tasks: TaskLine[] }[] {
  const units: { title: string; tasks: TaskLine[] }[] = [];
  for (const task of tasks) {
    const last = units.at(-1);
    if (last?.title === task.unitTitle) last.tasks.push(task);
    else units.push({ title: task.unitTitle, tasks: [task] });
  }
  return units;
}

export interface ResourcePage {
  id: string;
  title: LocalText;
  kind: ResourceKind;
  minutes: number;
  skillId: string;
  skillName: LocalText;
  /** One text per paragraph. */
  paragraphs: LocalText[];
  url: string | null;
  done: boolean;
  openSetId: null;
  name: LocalText;
}

export function presentResource(
  resource: Resource,
  known: { skillName: LocalText; done: boolean },
): ResourcePage {
  const { id, title, kind, minutes, skillId, url, body } = resource;
  const [zh, en] = [body['zh-CN'].split('\n'), body.en.split('\n')];
  return {
    id,
    title,
    kind,
    minutes,
    skillId,
    skillName: known.skillName,
    name: known.skillName,
    paragraphs: Array.from({ length: Math.max(zh.length, en.length) }, (_, index) => ({
      'zh-CN': zh[index] ?? '',
      en: en[index] ?? '',
    })),
    url: url !== null && /^https?:\/\//.test(url) ? url : null,
    done: known.done,
    openSetId: null,
  };
}
