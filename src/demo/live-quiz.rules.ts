/** What one learner of the sample class sends who takes a quiz right now. */
import type { Statement } from '../features/xapi/index.ts';
import type { Scene } from './moodle-scene.rules.ts';
import { courseViewed } from './moodle-statements.rules.ts';
import { takeQuiz } from './make-visits.rules.ts';
import { createRandom } from './random.rules.ts';
import { prepareClass, startWalk, type SampleClass } from './sample-class.rules.ts';
import type { PlacedTask } from './sample-course.rules.ts';
import type { SampleLearner } from './sample-learners.rules.ts';

/** Whoever was stuck has practised since: this is to be seen. */
const AFTER_PRACTICE = 1.6;

/** Null when the class has no such learner. The last statement is of `now`; the same moment gives the same answers. */
export function makeLiveQuiz(
  given: SampleClass,
  userId: number,
  now: Date,
): { statements: Statement[]; task: PlacedTask } | null {
  const { learners, tasks } = prepareClass(given);
  const learner = learners.find((one) => one.userId === userId);
  const task = learner && pickQuiz(learner, tasks);
  if (!learner || !task) return null;
  const from = (startsAt: number) => {
    const random = createRandom(`${given.seed}/live/${userId}/${now.getTime()}`);
    const once = { ...learner, habits: { ...learner.habits, attempts: 1 } };
    const walk = startWalk(given, once, random);
    if (learner.stuckSkillId !== null) walk.levels.set(learner.stuckSkillId, AFTER_PRACTICE);
    // Beyond every attempt of the eight weeks.
    walk.nextId = Math.floor(now.getTime() / 1000);
    walk.completed.add(task.key);
    const scene: Scene = { ...walk.scene, sessionId: random.uuid(5) };
    return { scene, done: takeQuiz(walk, scene, startsAt, task) };
  };
  // The same chance twice: how long it takes tells when it began.
  const startsAt = now.getTime() - from(0).done.endsAt;
  const { scene, done } = from(startsAt);
  return { statements: [courseViewed(scene, startsAt - 15_000), ...done.statements], task };
}

/** The quiz on the skill they were stuck on, else the newest one. */
function pickQuiz({ stuckSkillId }: SampleLearner, tasks: readonly PlacedTask[]): PlacedTask | undefined {
  const quizzes = tasks.filter(({ sender }) => sender === 'quiz');
  return (
    quizzes.find(({ skills }) => stuckSkillId !== null && skills.includes(stuckSkillId)) ?? quizzes.at(-1)
  );
}
