import type { ChartOption } from '../../infra/charts.ts';
import { shortDay } from '../../infra/day.rules.ts';
import type { LocalText, Skill } from '../programme/index.ts';
import type { TalentType } from '../roster/index.ts';
import type { CourseLearner } from './offline.schema.ts';
import { choose, type Option } from './offline.pages.ts';
import { burnDown, mayMove, type BurndownPoint, type Mover } from './project.rules.ts';
import { statesOf } from './projects.pages.ts';
import type { Guidance, Project, ProjectMember, ProjectTask, StageRow } from './projects.schema.ts';
import type { TabView } from './tabs.pages.ts';
import {
  PROJECT_STAGES,
  PROJECT_TASK_STATES,
  type Named,
  type ProjectStage,
  type ProjectTaskState,
} from './training.schema.ts';

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
  /** null: may not change it. */
  form: { stages: Option<ProjectStage>[]; owners: OwnerOption[] } | null;
}

/** A team, a member, or neither: whoever takes it. */
interface OwnerOption {
  value: string;
  team: string | null;
  name: string | null;
  selected: boolean;
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
  const teams = [...new Set(members.flatMap(({ team }) => team ?? []))];
  const cards = rows.tasks.map((task) => ({
    ...task,
    overdue: task.state !== 'done' && task.dueOn < today,
    states: statesOf(task),
    mayMove: mayMove(task, reader),
    form: reader.teaches
      ? { stages: choose(PROJECT_STAGES, task.stage), owners: chooseOwner(teams, members, task) }
      : null,
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
    teams,
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

function chooseOwner(
  teams: readonly string[],
  members: readonly ProjectMember[],
  task: ProjectTask,
): OwnerOption[] {
  const { ownerPersonId, ownerTeam } = task;
  return [
    { value: '', team: null, name: null, selected: ownerPersonId === null && ownerTeam === null },
    ...teams.map((team) => ({ value: `team:${team}`, team, name: null, selected: team === ownerTeam })),
    ...members.map(({ id, name }) => ({
      value: `person:${id}`,
      team: null,
      name,
      selected: id === ownerPersonId,
    })),
  ];
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
