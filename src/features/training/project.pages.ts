import type { ChartOption } from '../../infra/charts.ts';
import { shortDay } from '../learning/index.ts';
import type { LocalText, PlanTask, Skill } from '../programme/index.ts';
import { TALENT_TYPES, type TalentType } from '../roster/index.ts';
import type { CourseLearner } from './offline.schema.ts';
import { choose } from './offline.pages.ts';
import { burnDown, mayMove, type BurndownPoint, type Mover } from './project.rules.ts';
import { statesOf } from './projects.pages.ts';
import type { Guidance, Project, ProjectMember, ProjectTask, StageRow } from './projects.schema.ts';
import type { TabView } from './tabs.pages.ts';
import {
  EVIDENCE_KINDS,
  PROJECT_SOURCES,
  PROJECT_STAGES,
  PROJECT_TASK_STATES,
  type Named,
  type ProjectStage,
  type ProjectTaskState,
} from './training.schema.ts';

type Option<T> = { value: T; selected: boolean };

export interface ProjectPage {
  tabs: TabView[];
  saved: boolean;
  id: string;
  title: string;
  talentType: TalentType | null;
  post: string | null;
  source: Project['source'];
  employerName: string | null;
  startsOn: string;
  endsOn: string;
  skills: { id: string; name: LocalText }[];
  stages: (StageRow & { place: number })[];
  teams: string[];
  members: ProjectMember[];
  board: { state: ProjectTaskState; tasks: TaskCard[] }[];
  burndown: BurndownPoint[];
  chart: string;
  guidance: (Guidance & { hours: number })[];
  /** null: may not note guidance. */
  guide: { mentors: readonly Named[]; forSelf: boolean; today: string } | null;
  /** null: may not change the project. */
  edit: {
    learners: { id: string; name: string; member: boolean; team: string }[];
    stages: readonly ProjectStage[];
    endsOn: string;
  } | null;
}

interface TaskCard extends ProjectTask {
  overdue: boolean;
  states: { value: ProjectTaskState; current: boolean }[];
  mayMove: boolean;
}

export interface ProjectRows {
  project: Project;
  tasks: readonly ProjectTask[];
  members: readonly ProjectMember[];
  guidance: readonly Guidance[];
  skills: readonly Skill[];
  learners: readonly CourseLearner[];
  mentors: readonly Named[];
}

/** `chart` is drawn of `burndown` and put in by the caller. */
export function presentProject(
  rows: ProjectRows,
  given: { tabs: TabView[]; saved: boolean; today: string; reader: Mover & { isMentor: boolean } },
): ProjectPage {
  const { project, members } = rows;
  const { reader, today } = given;
  const stages = [...project.stages].sort(
    (a, b) => PROJECT_STAGES.indexOf(a.stage) - PROJECT_STAGES.indexOf(b.stage),
  );
  const cards = rows.tasks.map((task) => ({
    ...task,
    overdue: task.state !== 'done' && task.dueOn < today,
    states: statesOf(task),
    mayMove: mayMove(task, reader),
  }));
  const teamOf = new Map(members.map(({ id, team }) => [id, team ?? '']));
  return {
    tabs: given.tabs,
    saved: given.saved,
    id: project.id,
    title: project.title,
    talentType: project.talentType,
    post: project.post,
    source: project.source,
    employerName: project.employerName,
    startsOn: project.startsOn,
    endsOn: project.endsOn,
    skills: rows.skills
      .filter(({ id }) => project.skillIds.includes(id))
      .map(({ id, name }) => ({ id, name })),
    stages: stages.map((stage) => ({ ...stage, place: PROJECT_STAGES.indexOf(stage.stage) + 1 })),
    teams: [...new Set(members.flatMap(({ team }) => team ?? []))],
    members: [...members],
    board: PROJECT_TASK_STATES.map((state) => ({
      state,
      tasks: cards.filter((task) => task.state === state),
    })),
    burndown: burnDown(rows.tasks, { ...project, today }),
    chart: '',
    guidance: rows.guidance.map((one) => ({ ...one, hours: one.minutes / 60 })),
    guide:
      reader.teaches || reader.isMentor ? { mentors: rows.mentors, forSelf: !reader.teaches, today } : null,
    edit: reader.teaches
      ? {
          learners: rows.learners.map(({ personId, name }) => ({
            id: personId,
            name,
            member: teamOf.has(personId),
            team: teamOf.get(personId) ?? '',
          })),
          stages: PROJECT_STAGES,
          endsOn: project.endsOn,
        }
      : null,
  };
}

export interface ProjectFormPage {
  tabs: TabView[];
  id: string | null;
  title: string;
  post: string;
  employerName: string;
  evidenceReference: string;
  startsOn: string;
  endsOn: string;
  talentTypes: Option<TalentType>[];
  sources: Option<Project['source']>[];
  evidenceKinds: Option<NonNullable<Project['evidenceKind']>>[];
  stages: { stage: ProjectStage; deliverable: string; deliveredOn: string; link: string }[];
  skills: { id: string; name: LocalText; checked: boolean }[];
  tasks: { id: string; title: string; fromEnterprise: boolean; checked: boolean }[];
}

/** `project` null: a new one. Skills are those of its talent type, else all, and those it has. */
export function presentProjectForm(
  project: Project | null,
  given: {
    tabs: TabView[];
    skills: readonly Skill[];
    tasks: readonly PlanTask[];
    talentType: TalentType | null;
    today: string;
    endsOn: string;
  },
): ProjectFormPage {
  const talentType = project?.talentType ?? given.talentType;
  const stages = new Map(project?.stages.map((stage) => [stage.stage, stage]));
  return {
    tabs: given.tabs,
    id: project?.id ?? null,
    title: project?.title ?? '',
    post: project?.post ?? '',
    employerName: project?.employerName ?? '',
    evidenceReference: project?.evidenceReference ?? '',
    startsOn: project?.startsOn ?? given.today,
    endsOn: project?.endsOn ?? given.endsOn,
    talentTypes: choose(TALENT_TYPES, talentType),
    sources: choose(PROJECT_SOURCES, project?.source ?? 'enterprise'),
    evidenceKinds: choose(EVIDENCE_KINDS, project?.evidenceKind ?? null),
    stages: PROJECT_STAGES.map((stage) => ({
      stage,
      deliverable: stages.get(stage)?.deliverable ?? '',
      deliveredOn: stages.get(stage)?.deliveredOn ?? '',
      link: stages.get(stage)?.link ?? '',
    })),
    skills: given.skills
      .map(({ id, name, talentType: type }) => ({
        id,
        name,
        type,
        checked: project?.skillIds.includes(id) ?? false,
      }))
      .filter(({ type, checked }) => checked || talentType === null || type === talentType)
      .map(({ id, name, checked }) => ({ id, name, checked })),
    tasks: given.tasks.map(({ id, title, fromEnterprise }) => ({
      id,
      title,
      fromEnterprise,
      checked: project?.planTaskIds.includes(id) ?? false,
    })),
  };
}

export const BURNDOWN_CHART = { width: 520, height: 220 };

/** Work left, and the even pace beside it. */
export const buildBurndownChart = (points: readonly BurndownPoint[]): ChartOption => ({
  grid: { left: 36, right: 12, top: 12, bottom: 26 },
  xAxis: {
    type: 'category',
    data: points.map(({ day }) => shortDay(day)),
    axisLabel: { color: '#55616e', fontSize: 11 },
    axisLine: { lineStyle: { color: '#d8dee5' } },
  },
  yAxis: {
    type: 'value',
    min: 0,
    minInterval: 1,
    axisLabel: { color: '#55616e', fontSize: 11 },
    splitLine: { lineStyle: { color: '#e8ecf0' } },
  },
  series: [
    {
      type: 'line',
      data: points.map(({ even }) => even),
      symbol: 'none',
      lineStyle: { color: '#8793a0', type: 'dashed', width: 1 },
    },
    {
      type: 'line',
      data: points.map(({ remaining }) => remaining),
      symbolSize: 5,
      lineStyle: { color: '#0b5c7a', width: 2 },
      itemStyle: { color: '#0b5c7a' },
    },
  ],
});
