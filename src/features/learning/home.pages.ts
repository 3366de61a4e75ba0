import type { Lesson, LocalText } from '../programme/index.ts';
import {
  orderTasksToDo,
  presentPace,
  presentSkills,
  presentStages,
  presentTask,
  presentTier,
  type Pace,
  type SkillLine,
  type StageStep,
  type TaskLine,
  type TierCard,
} from './learner-parts.pages.ts';
import type { Sitting } from './home.schema.ts';
import type { Day, Learner, LearnerTask, OpenPractice, ReviewCard, SkillFact } from './learner.schema.ts';
import { ENOUGH_ATTEMPTS, RELEASED_FROM } from './mastery.rules.ts';
import { decideReviewAt } from './review.rules.ts';
import { planWeek, type WeekPlan } from './week-plan.rules.ts';
import { addDays, dayIn, mondayOf } from '../../infra/day.rules.ts';
import { decideNextStep } from './next-step.rules.ts';
import { presentProgress, type Progress } from './time-on-task.pages.ts';
import { isResting } from './weak-spot.rules.ts';

export interface HomeRows {
  version: string;
  learner: Learner;
  tasks: LearnerTask[];
  lessons: Lesson[];
  skillFacts: SkillFact[];
  days: Day[];
  openPractice: OpenPractice[];
  sittings: Sitting[];
  /** Keys of friendly sentences that say nothing of levels or colours. */
  messages: string[];
  review: ReviewCard;
}

export interface LessonLine {
  title: string;
  place: string | null;
  startsAt: Date;
  endsAt: Date;
  now: boolean;
}

export interface NextCard {
  kind: 'task' | 'resume' | 'weak' | 'package';
  task: TaskLine | null;
  practice: OpenPractice | null;
  weak: SkillLine | null;
}

/** What changes while the page is open; replaced as a whole. */
export interface HomeLive {
  version: string;
  updatedAt: Date;
  next: NextCard;
  lessons: LessonLine[];
  tasks: TaskLine[];
  tasksMore: number;
  pace: Pace;
  planned: boolean;
  weakSpots: WeakSpotLine[];
  /** Suspected only: three questions will tell. */
  probes: WeakSpotLine[];
  /** Mastered skills that are due to come back. */
  reviews: WeakSpotLine[];
  week: WeekPlan;
  practices: OpenPractice[];
  skills: SkillLine[];
  moreSkills: SkillLine[];
  tier: TierCard;
  review: ReviewCard;
  progress: Progress;
  minutesChart: string;
  messages: string[];
}

/** A weak spot with its practice, begun or not. */
export interface WeakSpotLine {
  skillId: string;
  name: LocalText;
  mastery: number;
  attempts: number;
  correct: number;
  openSetId: string | null;
  /** Practice rests until somebody has sat down with the learner. */
  resting: boolean;
}

export interface HomePage extends HomeLive {
  stages: StageStep[];
}

const TASKS_SHOWN = 5;
const SKILLS_SHOWN = 6;

/** `minutesChart`: the drawn chart, '' when there is nothing to draw. */
export function presentHomeLive(
  rows: HomeRows,
  shown: { now: Date; timeZone: string; minutesChart: string },
): HomeLive {
  const { now } = shown;
  const tasks = rows.tasks.map((task) => presentTask(task, now));
  const toDo = orderTasksToDo(tasks);
  const skills = presentSkills(rows.skillFacts);
  const tier = presentTier(rows.learner.tier);
  const progress = presentProgress(rows.days, now, shown.timeZone);
  const practices = rows.openPractice.filter((practice) => practice.answered < practice.questions);
  const reviews = skills
    .filter((skill) => isDueAgain(skill, rows.sittings, now))
    .map((skill) => presentSpot(skill, practices, now));
  return {
    version: rows.version,
    updatedAt: now,
    next: presentNext(
      toDo,
      practices,
      skills.filter((skill) => !rests(skill, now)),
    ),
    lessons: rows.lessons.map(({ title, place, startsAt, endsAt }) => ({
      title,
      place,
      startsAt,
      endsAt,
      now: startsAt <= now && now < endsAt,
    })),
    tasks: toDo.slice(0, TASKS_SHOWN),
    tasksMore: Math.max(0, toDo.length - TASKS_SHOWN),
    pace: presentPace(tasks, now),
    planned: tasks.length > 0,
    weakSpots: skills.filter((skill) => skill.weak).map((skill) => presentSpot(skill, practices, now)),
    probes: skills.filter((skill) => skill.probe).map((skill) => presentSpot(skill, practices, now)),
    reviews,
    week: presentWeek({ tasks: toDo, skills, reviews, progress }, now, shown.timeZone),
    practices: practices.filter(
      ({ skillId }) => !skills.some((skill) => (skill.weak || skill.probe) && skill.skillId === skillId),
    ),
    skills: skills.slice(0, SKILLS_SHOWN),
    moreSkills: skills.slice(SKILLS_SHOWN),
    tier,
    // After a change of tier its reason is shown with the tier.
    review: rows.review.answer === tier.overrideReason ? { ...rows.review, answer: null } : rows.review,
    progress,
    minutesChart: shown.minutesChart,
    messages: rows.messages,
  };
}

const rests = ({ stuckAt }: SkillLine, now: Date): boolean =>
  stuckAt !== null && isResting({ state: 'stuck', stuckAt }, now);

function presentSpot(skill: SkillLine, practices: readonly OpenPractice[], now: Date): WeakSpotLine {
  const { skillId, name, mastery, attempts, correct } = skill;
  const open = practices.find((practice) => practice.skillId === skillId);
  return {
    ...{ skillId, name, mastery, attempts, correct },
    openSetId: open?.id ?? null,
    resting: rests(skill, now),
  };
}

/** Mastered, and so long ago that it would begin to be forgotten (§4 of the notes: spaced). */
function isDueAgain(skill: SkillLine, sittings: readonly Sitting[], now: Date): boolean {
  const mastered = skill.mastery >= RELEASED_FROM && skill.attempts >= ENOUGH_ATTEMPTS;
  if (!mastered || skill.weak || skill.probe) return false;
  const own = sittings.filter(({ skillId }) => skillId === skill.skillId);
  return decideReviewAt(own, skill.lastAttemptAt) <= now;
}

function presentWeek(
  known: {
    tasks: readonly TaskLine[];
    skills: readonly SkillLine[];
    reviews: readonly WeakSpotLine[];
    progress: Progress;
  },
  now: Date,
  timeZone: string,
): WeekPlan {
  const sunday = addDays(mondayOf(dayIn(timeZone, now)), 6);
  return planWeek({
    tasks: known.tasks.map(({ kind, required, dueAt }) => ({
      kind,
      pressing: required && dueAt !== null && dayIn(timeZone, dueAt) <= sunday,
    })),
    weakSpots: known.skills.filter((skill) => skill.weak && !rests(skill, now)).length,
    probes: known.skills.filter((skill) => skill.probe).length,
    reviews: known.reviews.length,
    minutesDone: known.progress.thisWeekMinutes,
    lastWeekMinutes: known.progress.lastWeekMinutes,
  });
}

export const presentHome = (live: HomeLive, learner: Learner): HomePage => ({
  ...live,
  stages: presentStages(learner.stages),
});

function presentNext(
  tasks: readonly TaskLine[],
  practices: readonly OpenPractice[],
  skills: readonly SkillLine[],
): NextCard {
  const step = decideNextStep({
    tasks,
    openPractice: practices[0] ?? null,
    weakSpots: skills.filter((skill) => skill.weak),
  });
  return {
    kind: step.kind,
    task: step.kind === 'task' ? step.task : null,
    practice: step.kind === 'resume' ? step.practice : null,
    weak: step.kind === 'weak' ? step.weak : null,
  };
}
