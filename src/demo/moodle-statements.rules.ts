/** Statements of Moodle's events, as logstore_xapi 5.0.1 writes them. */
import type { Activity, Statement } from '../features/xapi/index.ts';
import {
  ADL_TYPES,
  EDLM_TYPES,
  TINCAN_TYPES,
  activity,
  agent,
  courseActivity,
  inUnit,
  moduleActivity,
  siteActivity,
  tell,
  words,
  type Scene,
  type Told,
} from './moodle-scene.rules.ts';
import type { PlacedTask, SampleItem } from './sample-course.rules.ts';

export const enrolled = (scene: Scene, at: number): Statement =>
  tell(scene, at, {
    verb: 'enrolled',
    event: ['core', 'user_enrolment_created'],
    object: courseActivity(scene),
    instructor: agent(scene.site, scene.teacher),
    extensions: {
      'https://xapi.edlm/profiles/edlm-lms/concepts/context-extensions/enrolment-type': 'manual',
    },
  });

export const loggedIn = (scene: Scene, at: number): Statement =>
  tell(scene, at, { verb: 'loggedIn', event: ['core', 'user_loggedin'], object: siteActivity(scene) });

export const courseViewed = (scene: Scene, at: number): Statement =>
  tell(scene, at, { verb: 'viewed', event: ['core', 'course_viewed'], object: courseActivity(scene) });

export function moduleViewed(scene: Scene, at: number, task: PlacedTask): Statement {
  const event: Told['event'] =
    task.sender === 'h5p' ? ['core_h5p', 'h5p_viewed'] : [`mod_${task.sender}`, 'course_module_viewed'];
  const object = moduleActivity(scene, task);
  const parent = inUnit(scene, task.unit);
  return tell(scene, at, { verb: 'viewed', event, handler: 'all\\course_module_viewed', object, parent });
}

/** The module's completion by Moodle's own rules; success only where there is a grade to pass. */
export const moduleCompleted = (scene: Scene, at: number, task: PlacedTask): Statement =>
  tell(scene, at, {
    verb: 'completed',
    event: ['core', 'course_module_completion_updated'],
    object: moduleActivity(scene, task),
    parent: inUnit(scene, task.unit),
    result: { completion: true },
  });

export interface Attempt {
  /** Of all attempts in the LMS. */
  id: number;
  /** Of this learner at this quiz, from 1. */
  number: number;
}

function attemptActivity(scene: Scene, task: PlacedTask, attempt: Attempt): Activity {
  const name = words(scene, scene.course.words.attempt, {
    title: words(scene, task.title),
    number: attempt.number,
  });
  const id = `${scene.site.lmsUrl}/mod/quiz/attempt.php?attempt=${attempt.id}&cmid=${task.module}`;
  return activity(scene, id, `${ADL_TYPES}attempt`, name);
}

export const attemptStarted = (scene: Scene, at: number, task: PlacedTask, attempt: Attempt): Statement =>
  tell(scene, at, {
    verb: 'started',
    event: ['mod_quiz', 'attempt_started'],
    object: attemptActivity(scene, task, attempt),
    parent: inUnit(scene, task.unit, moduleActivity(scene, task)),
  });

export interface Answer {
  item: SampleItem;
  right: boolean;
  /** Letter of the choice taken and of the right one. */
  taken: string;
  key: string;
}

/** The attempt and its answers come from one event, so at one time. */
export function attemptSubmitted(
  scene: Scene,
  at: number,
  task: PlacedTask,
  attempt: Attempt & { seconds: number; answers: readonly Answer[] },
): Statement[] {
  const object = attemptActivity(scene, task, attempt);
  const parent = inUnit(scene, task.unit, moduleActivity(scene, task));
  const event: Told['event'] = ['mod_quiz', 'attempt_submitted'];
  const handler = 'mod_quiz\\attempt_submitted\\handler';
  const max = attempt.answers.length;
  const raw = attempt.answers.filter(({ right }) => right).length;
  const score = { raw, min: 0, max, scaled: mapToBothSides(raw, max) };
  // Without a grade to pass Moodle finds every attempt passed.
  const result = { score, completion: true, success: true, duration: `PT${attempt.seconds}S` };
  return [
    tell(scene, at, { verb: 'completed', event, handler, object, parent, result }),
    ...attempt.answers.map((answer) =>
      tell(scene, at, {
        verb: 'answered',
        event,
        handler,
        object: questionActivity(scene, answer),
        parent: [object, ...parent],
        result: {
          response: answer.taken,
          completion: true,
          success: answer.right,
          extensions: { 'http://learninglocker.net/xapi/cmi/choice/response': answer.taken.toUpperCase() },
        },
      }),
    ),
  ];
}

export const itemName = (scene: Scene, item: SampleItem): string =>
  words(scene, scene.course.words.item, {
    skill: scene.skillNames.get(item.skillId) ?? item.skillId,
    number: item.number,
  });

function questionActivity(scene: Scene, { item, key }: Answer): Activity {
  const name = { [scene.locale]: itemName(scene, item) };
  return {
    id: item.id,
    definition: {
      name,
      description: name,
      type: `${ADL_TYPES}cmi.interaction`,
      interactionType: 'choice',
      correctResponsesPattern: [key],
    },
    objectType: 'Activity',
  };
}

/** What the plugin makes of a grade since 4.8: none of the points is -1, half of them 0. */
const mapToBothSides = (raw: number, max: number) => Math.round(((raw / max) * 2 - 1) * 10_000) / 10_000;

const submissionActivity = (scene: Scene, task: PlacedTask) =>
  activity(
    scene,
    `${task.activityId}#submission`,
    `${EDLM_TYPES}submission`,
    words(scene, scene.course.words.submission, { title: words(scene, task.title) }),
  );

export const assignmentSubmitted = (scene: Scene, at: number, task: PlacedTask): Statement =>
  tell(scene, at, {
    verb: 'submitted',
    event: ['mod_assign', 'assessable_submitted'],
    handler: 'mod_assign\\assignment_submitted',
    object: submissionActivity(scene, task),
    parent: inUnit(scene, task.unit, moduleActivity(scene, task)),
  });

export const assignmentGraded = (scene: Scene, at: number, task: PlacedTask, raw: number): Statement =>
  tell(scene, at, {
    verb: 'scored',
    event: ['mod_assign', 'submission_graded'],
    handler: 'mod_assign\\assignment_graded',
    object: submissionActivity(scene, task),
    parent: inUnit(scene, task.unit, moduleActivity(scene, task)),
    instructor: agent(scene.site, scene.teacher),
    result: { score: { raw, min: 0, max: 100, scaled: mapToBothSides(raw, 100) }, success: raw >= 60 },
  });

const FORUM_MODULE = 9;

const forumActivity = (scene: Scene) =>
  activity(
    scene,
    `${scene.site.lmsUrl}/mod/forum/view.php?id=${FORUM_MODULE}`,
    `${EDLM_TYPES}forum`,
    words(scene, scene.course.words.forum),
  );

const discussionActivity = (scene: Scene, unit: number) =>
  activity(
    scene,
    `${scene.site.lmsUrl}/mod/forum/discuss.php?d=${unit + 1}`,
    `${TINCAN_TYPES}discussion`,
    words(scene, scene.course.words.discussion, { number: unit + 1 }),
  );

export const discussionViewed = (scene: Scene, at: number, unit: number): Statement =>
  tell(scene, at, {
    verb: 'viewed',
    event: ['mod_forum', 'discussion_viewed'],
    object: discussionActivity(scene, unit),
    parent: inUnit(scene, 0, forumActivity(scene)),
  });

/** `postId`: of all posts in the LMS. */
export function replied(scene: Scene, at: number, unit: number, postId: number): Statement {
  const discussion = discussionActivity(scene, unit);
  const name = { [scene.locale]: `Re: ${words(scene, scene.course.words.discussion, { number: unit + 1 })}` };
  return tell(scene, at, {
    verb: 'replied',
    event: ['mod_forum', 'post_created'],
    object: {
      id: `${discussion.id}#p${postId}`,
      definition: {
        name,
        description: { [scene.locale]: words(scene, scene.course.words.reply) },
        type: `${TINCAN_TYPES}forum-reply`,
      },
      objectType: 'Activity',
    },
    parent: inUnit(scene, 0, discussion, forumActivity(scene)),
  });
}
