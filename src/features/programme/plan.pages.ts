import { presentLessons, type LessonView } from './lesson.pages.ts';
import type { CoursePlan, LocalText, PlanTask, Skill, TalentType, Tier } from './programme.schema.ts';
import { TASK_KINDS, TIERS, type TaskKind } from './programme.schema.ts';

/** §5.5.1.2: the share of a course's tasks that should come from real enterprise projects. */
export const ENTERPRISE_SHARE = 0.4;
const LESSONS_SHOWN = 5;

interface TaskView extends Omit<PlanTask, 'skillIds'> {
  skills: { id: string; name: LocalText }[];
}

export interface PlanPage {
  saved: boolean;
  /** Title of the course this plan was copied from; null: it was made here. */
  copiedFrom: string | null;
  empty: boolean;
  talentType: TalentType | null;
  /** What is still missing, as counts; zero: in order. */
  gaps: { noSkill: number; noActivity: number; noDue: number; noLessons: boolean };
  ready: boolean;
  enterprise: { share: number; wanted: number; enough: boolean } | null;
  units: { id: string; title: string; tasks: TaskView[] }[];
  lessons: { total: number; next: LessonView[] };
}

export function presentPlan(
  plan: CoursePlan,
  given: {
    skills: Skill[];
    talentType: TalentType | null;
    timeZone: string;
    now: Date;
    saved: boolean;
    copiedFrom: string | null;
  },
): PlanPage {
  const names = new Map(given.skills.map(({ id, name }) => [id, name]));
  const { tasks, lessons } = plan;
  const gaps = {
    noSkill: tasks.filter(({ skillIds, kind }) => skillIds.length === 0 && kind !== 'offline').length,
    noActivity: tasks.filter(({ activityId, kind }) => activityId === null && kind !== 'offline').length,
    noDue: tasks.filter(({ dueAt, required }) => dueAt === null && required).length,
    noLessons: lessons.length === 0,
  };
  const share = tasks.length === 0 ? 0 : tasks.filter((task) => task.fromEnterprise).length / tasks.length;
  return {
    saved: given.saved,
    copiedFrom: given.copiedFrom,
    empty: tasks.length === 0,
    talentType: given.talentType,
    gaps,
    ready:
      given.talentType !== null &&
      gaps.noSkill + gaps.noActivity + gaps.noDue === 0 &&
      !gaps.noLessons &&
      tasks.length > 0,
    enterprise:
      tasks.length === 0 ? null : { share, wanted: ENTERPRISE_SHARE, enough: share >= ENTERPRISE_SHARE },
    units: plan.units.map(({ id, title }) => ({
      id,
      title,
      tasks: tasks
        .filter(({ unitId }) => unitId === id)
        .map(({ skillIds, ...task }) => ({
          ...task,
          skills: skillIds.flatMap((skillId) => {
            const name = names.get(skillId);
            return name ? [{ id: skillId, name }] : [];
          }),
        })),
    })),
    lessons: {
      total: lessons.length,
      next: presentLessons(
        lessons.filter(({ endsAt }) => endsAt > given.now).slice(0, LESSONS_SHOWN),
        given.timeZone,
      ),
    },
  };
}

interface Option<T> {
  value: T;
  selected: boolean;
}
const options = <T>(values: readonly T[], chosen: T | null): Option<T>[] =>
  values.map((value) => ({ value, selected: value === chosen }));

/** A task as its form has it: times as wall time in the school's zone. */
export interface TaskForm {
  unitId: string;
  title: string;
  kind: TaskKind;
  tier: Tier | null;
  dueAt: string;
  activity: string;
  required: boolean;
  fromEnterprise: boolean;
  skillIds: string[];
}

export interface TaskPage {
  taskId: string | null;
  problem: string | null;
  form: Pick<TaskForm, 'title' | 'dueAt' | 'activity' | 'required' | 'fromEnterprise'>;
  units: { value: string; title: string; selected: boolean }[];
  kinds: Option<TaskKind>[];
  tiers: Option<Tier>[];
  /** Skills by talent type, the course's own type open. */
  skillGroups: {
    talentType: TalentType;
    open: boolean;
    skills: { id: string; name: LocalText; checked: boolean }[];
  }[];
}

export function presentTask(
  form: TaskForm,
  given: {
    taskId: string | null;
    problem: string | null;
    units: { id: string; title: string }[];
    skills: Skill[];
    talentType: TalentType | null;
  },
): TaskPage {
  const { title, dueAt, activity, required, fromEnterprise } = form;
  const types = [...new Set(given.skills.map(({ talentType }) => talentType))];
  return {
    taskId: given.taskId,
    problem: given.problem,
    form: { title, dueAt, activity, required, fromEnterprise },
    units: given.units.map((unit) => ({
      value: unit.id,
      title: unit.title,
      selected: unit.id === form.unitId,
    })),
    kinds: options(TASK_KINDS, form.kind),
    tiers: options(TIERS, form.tier),
    skillGroups: types.map((talentType) => {
      const skills = given.skills
        .filter((skill) => skill.talentType === talentType)
        .map(({ id, name }) => ({ id, name, checked: form.skillIds.includes(id) }));
      return {
        talentType,
        open: talentType === given.talentType || skills.some(({ checked }) => checked),
        skills,
      };
    }),
  };
}
