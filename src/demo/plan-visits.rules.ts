/** When a learner of the sample class comes, and what for. */
import { clamp, type Random } from './random.rules.ts';
import { DAY_MS, MINUTE_MS, courseStart, type PlacedTask, type SampleLesson } from './sample-course.rules.ts';
import type { SampleLearner } from './sample-learners.rules.ts';

export type Errand =
  | { kind: 'enrol' }
  | { kind: 'look' | 'practise' | 'quiz' | 'assign'; task: PlacedTask }
  /** `last`: hands the project in; else works on it for a while. */
  | { kind: 'project'; task: PlacedTask; last: boolean }
  | { kind: 'discuss'; unit: number; replies: boolean };

export interface Visit {
  at: number;
  errands: Errand[];
}

export interface Timetable {
  tasks: readonly PlacedTask[];
  lessons: readonly SampleLesson[];
  endsAt: Date;
}

/** What somebody does in which unit, after the kind of learner they are. */
interface Presence {
  /** Days of the course on which they are there at all: from, before. */
  from: number;
  until: number;
  /** Share of their usual visits and lessons. */
  intensity(unit: number): number;
  skips(task: PlacedTask): boolean;
}

const LAST_UNIT = 7;

function decidePresence(learner: SampleLearner, random: Random): Presence {
  const always: Presence = { from: 0, until: Infinity, intensity: () => 1, skips: () => false };
  // Work whose grace is over today and whose marks are not yet in: the deadlines a warning speaks of.
  const isLateWork = (task: PlacedTask) => task.unit === LAST_UNIT - 1;
  switch (learner.archetype) {
    case 'fading': {
      const until = random.integer(34, 39);
      return {
        ...always,
        until,
        intensity: (unit) => (unit < 3 ? 1 : 0.5),
      };
    }
    case 'missedTwo':
      return {
        ...always,
        intensity: (unit) => (unit < 5 ? 1 : 0.6),
        skips: (task) => isLateWork(task) && (task.sender === 'quiz' || task.sender === 'cmi5'),
      };
    case 'slowing':
      return {
        ...always,
        intensity: (unit) => (unit < LAST_UNIT - 1 ? 1 : 0),
        skips: (task) => (isLateWork(task) && task.sender !== 'quiz') || task.unit === LAST_UNIT,
      };
    case 'lateStarter':
      return { ...always, from: random.integer(15, 18) };
    default:
      return always;
  }
}

export function planVisits(learner: SampleLearner, timetable: Timetable, random: Random): Visit[] {
  const presence = decidePresence(learner, random);
  const start = courseStart(timetable.endsAt);
  const planner = { learner, timetable, random, presence, start };
  const visits = [
    { at: start + presence.from * DAY_MS + 8 * 60 * MINUTE_MS, errands: [{ kind: 'enrol' as const }] },
    ...attendLessons(planner),
    ...timetable.tasks.flatMap((task) => workOn(planner, task)),
    ...Array.from({ length: LAST_UNIT + 1 }, (_, unit) => dropIn(planner, unit)).flat(),
  ];
  const [from, until] = [presence.from, presence.until].map((day) => start + day * DAY_MS);
  return visits
    .filter(({ at }) => at >= (from ?? 0) && at < (until ?? Infinity))
    .sort((first, second) => first.at - second.at);
}

interface Planner {
  learner: SampleLearner;
  timetable: Timetable;
  random: Random;
  presence: Presence;
  start: number;
}

/** In the first lesson of a unit the class tries its exercise, in the second it looks at what is to be done. */
function attendLessons({ learner, timetable, random, presence }: Planner): Visit[] {
  return timetable.lessons.flatMap((lesson, index): Visit[] => {
    const attends = random.chance(learner.habits.attends * Math.min(1, presence.intensity(lesson.unit)));
    if (!attends) return [];
    const ofUnit = timetable.tasks.filter(({ unit }) => unit === lesson.unit);
    const first = timetable.lessons[index - 1]?.unit !== lesson.unit;
    const exercise = ofUnit.find(({ sender }) => sender === 'h5p');
    const errands: Errand[] =
      first && exercise
        ? [{ kind: 'practise', task: exercise }]
        : [{ kind: 'look', task: random.pick(ofUnit) }];
    return [{ at: lesson.startsAt.getTime() + random.between(2, 25) * MINUTE_MS, errands }];
  });
}

function workOn(planner: Planner, task: PlacedTask): Visit[] {
  const { presence, random } = planner;
  if (presence.skips(task)) return [];
  const dueDay = Math.floor((task.dueAt.getTime() - planner.start) / DAY_MS);
  const day = pickWorkDay(planner, dueDay);
  switch (task.sender) {
    case 'page':
      return task.required || random.chance(0.4)
        ? [visitOn(planner, Math.max(presence.from, dueDay - 2), [{ kind: 'look', task }])]
        : [];
    case 'h5p':
      return [visitOn(planner, day, [{ kind: 'practise', task }])];
    case 'quiz':
      return [visitOn(planner, day, [{ kind: 'quiz', task }]), ...tryAgain(planner, task, day)];
    case 'assign':
      return [visitOn(planner, day, [{ kind: 'assign', task }])];
    case 'cmi5':
      return [
        visitOn(planner, day - 1, [{ kind: 'project', task, last: false }]),
        visitOn(planner, day, [{ kind: 'project', task, last: true }]),
      ];
  }
}

/** Up to two days before it is due; now and then a day too late. Late starters make up for what they missed. */
function pickWorkDay({ presence, random }: Planner, dueDay: number): number {
  const planned = dueDay - random.integer(0, 2) + (random.chance(0.05) ? 2 : 0);
  return planned >= presence.from + 3 ? planned : presence.from + random.integer(1, 9);
}

/** A spinning learner comes back to the same quiz on another day. */
function tryAgain(planner: Planner, task: PlacedTask, day: number): Visit[] {
  const { stuckSkillId, archetype } = planner.learner;
  const isStuck = archetype === 'spinning' && stuckSkillId !== null && task.skills.includes(stuckSkillId);
  return isStuck ? [visitOn(planner, day + 1, [{ kind: 'quiz', task }])] : [];
}

/** Visits without a task: looking around, reading the forum, trying an exercise once more. */
function dropIn(planner: Planner, unit: number): Visit[] {
  const { learner, timetable, random, presence } = planner;
  const wanted = (learner.habits.visitsPerWeek + random.bell()) * presence.intensity(unit);
  const known = timetable.tasks.filter((task) => task.unit <= unit && task.unit >= unit - 1);
  return Array.from({ length: clamp(Math.round(wanted), 0, 9) }, () => {
    const errands: Errand[] = [{ kind: 'look', task: random.pick(known) }];
    if (random.chance(0.5)) errands.push({ kind: 'look', task: random.pick(known) });
    if (random.chance(0.3)) errands.push({ kind: 'discuss', unit, replies: random.chance(0.3) });
    const exercise = known.findLast(({ sender }) => sender === 'h5p');
    if (exercise && random.chance(0.08)) errands.push({ kind: 'practise', task: exercise });
    return visitOn(planner, 7 * unit + random.integer(0, 6), errands, random.chance(0.3));
  });
}

/** `inBreak`: between lessons, for those who work by day. */
function visitOn(
  { learner, random, start }: Planner,
  day: number,
  errands: Errand[],
  inBreak = false,
): Visit {
  const [from, to] = learner.habits.hours;
  const hour = inBreak && from < 20 ? random.between(7.5, 13.5) : random.between(from, to);
  return { at: start + day * DAY_MS + hour * 60 * MINUTE_MS, errands };
}
