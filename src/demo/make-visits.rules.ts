/** What a learner's visits leave behind as statements. */
import type { Statement } from '../features/xapi/index.ts';
import { projectHandedIn, projectWorkedOn } from './cmi5-statements.rules.ts';
import { h5pAnswered, h5pAttempted, h5pCompleted } from './h5p-statements.rules.ts';
import type { Scene } from './moodle-scene.rules.ts';
import {
  assignmentGraded,
  assignmentSubmitted,
  attemptStarted,
  attemptSubmitted,
  courseViewed,
  discussionViewed,
  enrolled,
  loggedIn,
  moduleCompleted,
  moduleViewed,
  replied,
  type Answer,
} from './moodle-statements.rules.ts';
import type { Errand, Visit } from './plan-visits.rules.ts';
import { clamp, type Random } from './random.rules.ts';
import { DAY_MS, MINUTE_MS, type PlacedTask, type SampleItem } from './sample-course.rules.ts';
import type { SampleLearner } from './sample-learners.rules.ts';

/** A learner on the way through the course; changes with every answer. */
export interface Walk {
  learner: SampleLearner;
  /** Prerequisites by skill. */
  requires: ReadonlyMap<string, readonly string[]>;
  random: Random;
  scene: Omit<Scene, 'sessionId'>;
  levels: Map<string, number>;
  /** cmi5: one registration for the course. */
  registration: string;
  attempts: Map<string, number>;
  completed: Set<string>;
  /** Number of the next attempt or post in the LMS. */
  nextId: number;
  /** Nobody is in two places: a visit starts when the one before has ended. */
  freeAt: number;
}

/** Statements of one visit; those of a grade lie days later. */
export function makeVisit(walk: Walk, visit: Visit): { statements: Statement[]; endsAt: number } {
  const { random } = walk;
  const scene: Scene = { ...walk.scene, sessionId: random.uuid(5) };
  const pause = (low: number, high: number) => 1000 * random.integer(low, high);
  let at = Math.max(visit.at, walk.freeAt + pause(30, 90));
  const statements: Statement[] = [];
  const isEnrolment = visit.errands.some(({ kind }) => kind === 'enrol');
  if (!isEnrolment) {
    if (random.chance(0.45)) statements.push(loggedIn(scene, at));
    at += pause(2, 20);
    statements.push(courseViewed(scene, at));
  }
  for (const errand of visit.errands) {
    at += pause(5, 60);
    const done = runErrand(walk, scene, at, errand);
    statements.push(...done.statements);
    at = done.endsAt;
  }
  walk.freeAt = at;
  return { statements, endsAt: at };
}

interface Done {
  statements: Statement[];
  endsAt: number;
}

function runErrand(walk: Walk, scene: Scene, at: number, errand: Errand): Done {
  switch (errand.kind) {
    case 'enrol':
      return { statements: [enrolled(scene, at)], endsAt: at };
    case 'look':
      return lookAt(walk, scene, at, errand.task);
    case 'practise':
      return practise(walk, scene, at, errand.task);
    case 'quiz':
      return takeQuiz(walk, scene, at, errand.task);
    case 'assign':
      return handIn(walk, scene, at, errand.task);
    case 'project':
      return workOnProject(walk, scene, at, errand);
    case 'discuss':
      return discuss(walk, scene, at, errand);
  }
}

function lookAt({ random, completed }: Walk, scene: Scene, at: number, task: PlacedTask): Done {
  // A cmi5 unit opens elsewhere: Moodle's log tells of its own modules only.
  if (task.sender === 'cmi5') return { statements: [], endsAt: at };
  const endsAt = at + random.integer(40, 420) * 1000;
  const isRead = task.sender === 'page' && !completed.has(task.key);
  return {
    statements: [moduleViewed(scene, at, task), ...(isRead ? complete({ completed }, scene, at, task) : [])],
    endsAt,
  };
}

/** Moodle tells of a completion once. */
function complete(
  { completed }: Pick<Walk, 'completed'>,
  scene: Scene,
  at: number,
  task: PlacedTask,
): Statement[] {
  if (completed.has(task.key)) return [];
  completed.add(task.key);
  return [moduleCompleted(scene, at, task)];
}

/** Whoever did the exercise in the lesson mostly just looks at it again at home. */
function practise(walk: Walk, scene: Scene, at: number, task: PlacedTask): Done {
  const { random } = walk;
  if (walk.completed.has(task.key) && !random.chance(0.3)) return lookAt(walk, scene, at, task);
  const statements = [moduleViewed(scene, at, task)];
  const startsAt = at + 1000 * random.integer(5, 30);
  statements.push(h5pAttempted(scene, random, startsAt, task));
  let now = startsAt;
  const answers = task.items.map((item) => {
    const answer = answerItem(walk, item);
    const seconds = random.between(12, 75);
    now += Math.round(seconds * 1000);
    statements.push(h5pAnswered(scene, random, now, { task, answer, seconds }));
    return answer;
  });
  now += 1000;
  statements.push(h5pCompleted(scene, random, now, { task, answers, seconds: (now - startsAt) / 1000 }));
  return { statements: [...statements, ...complete(walk, scene, now + 1000, task)], endsAt: now + 1000 };
}

/** Share right from which nobody tries again. */
const CONTENT_WITH = 0.75;

export function takeQuiz(walk: Walk, scene: Scene, at: number, task: PlacedTask): Done {
  const { random, learner } = walk;
  const statements = [moduleViewed(scene, at, task)];
  let now = at;
  for (let tries = 0; tries < learner.habits.attempts; tries += 1) {
    const number = (walk.attempts.get(task.key) ?? 0) + 1;
    walk.attempts.set(task.key, number);
    const attempt = { id: (walk.nextId += 1), number };
    now += 1000 * random.integer(10, 90);
    statements.push(attemptStarted(scene, now, task, attempt));
    const answers = task.items.map((item) => answerItem(walk, item));
    const seconds = task.items.reduce((sum) => sum + random.integer(15, 70), 0);
    now += 1000 * seconds;
    statements.push(...attemptSubmitted(scene, now, task, { ...attempt, seconds, answers }));
    const share = answers.filter(({ right }) => right).length / answers.length;
    if (share >= CONTENT_WITH || random.chance(learner.habits.givesUp)) break;
  }
  return { statements: [...statements, ...complete(walk, scene, now + 1000, task)], endsAt: now + 1000 };
}

const LETTERS = ['a', 'b', 'c', 'd'];
/** Even who knows nothing hits one in ten: most wrong choices look likely. */
const LUCK = 0.1;
const STEEPNESS = 1.4;

/** Right with a probability that rises with the level and falls with the difficulty; every answer teaches a little. */
export function answerItem(walk: Walk, item: SampleItem): Answer {
  const level = effectiveLevel(walk, item.skillId);
  const knows = 1 / (1 + Math.exp(-STEEPNESS * (level - item.difficulty)));
  const right = walk.random.chance(LUCK + (1 - LUCK) * knows);
  const isStuck = item.skillId === walk.learner.stuckSkillId;
  const gain = isStuck ? 0 : walk.learner.habits.growth * (right ? 1 : 0.6);
  walk.levels.set(item.skillId, (walk.levels.get(item.skillId) ?? 0) + gain);
  const key = LETTERS[Math.floor((item.difficulty + 10) * 100) % LETTERS.length] ?? 'a';
  const taken = right ? key : walk.random.pick(LETTERS.filter((letter) => letter !== key));
  return { item, right, taken, key };
}

/** What a skill needs and isn't there holds the skill itself back. */
function effectiveLevel({ levels, requires }: Walk, skillId: string): number {
  const own = levels.get(skillId) ?? 0;
  const gaps = (requires.get(skillId) ?? []).map((id) => Math.max(0, 0.6 - (levels.get(id) ?? 0)));
  return own - 0.5 * Math.max(0, ...gaps);
}

const meanLevel = (walk: Walk, task: PlacedTask): number =>
  task.skills.reduce((sum, id) => sum + effectiveLevel(walk, id), 0) / task.skills.length;

/** Graded by the teacher one to three days later, in the afternoon. */
function handIn(walk: Walk, scene: Scene, at: number, task: PlacedTask): Done {
  const { random } = walk;
  const handedInAt = at + 1000 * random.integer(300, 2400);
  const gradedAt = handedInAt + random.between(1, 3) * DAY_MS;
  const raw = clamp(Math.round(66 + 13 * meanLevel(walk, task) + 5 * random.bell()), 30, 98);
  const statements = [
    moduleViewed(scene, at, task),
    assignmentSubmitted(scene, handedInAt, task),
    ...complete(walk, scene, handedInAt + 1000, task),
    assignmentGraded(scene, gradedAt, task, raw),
  ];
  return { statements, endsAt: handedInAt + 1000 };
}

function workOnProject(
  walk: Walk,
  scene: Scene,
  at: number,
  { task, last }: { task: PlacedTask; last: boolean },
): Done {
  const { random, registration } = walk;
  const session = {
    task,
    registration,
    sessionId: random.uuid(4),
    seconds: random.integer(15 * 60, 50 * 60),
  };
  const endsAt = at + session.seconds * 1000 + MINUTE_MS;
  if (!last) return { statements: projectWorkedOn(scene, random, at, session), endsAt };
  const share = clamp(0.68 + 0.12 * meanLevel(walk, task) + 0.07 * random.bell(), 0.2, 0.98);
  const scoreScaled = Math.round(share * 100) / 100;
  return { statements: projectHandedIn(scene, random, at, { ...session, scoreScaled }), endsAt };
}

function discuss(
  walk: Walk,
  scene: Scene,
  at: number,
  { unit, replies }: { unit: number; replies: boolean },
): Done {
  const repliedAt = at + 1000 * walk.random.integer(60, 300);
  const reply = replies ? [replied(scene, repliedAt, unit, (walk.nextId += 1))] : [];
  return { statements: [discussionViewed(scene, at, unit), ...reply], endsAt: repliedAt };
}
