/**
 * Statements of H5P content as a school's relay passes them on: H5P knows no accounts, so the relay puts the LMS's own
 * in the place of the mailbox and adds the id and the time that H5P leaves out. No statement names the course.
 */
import type { Activity, Statement } from '../features/xapi/index.ts';
import { ADL, agent, words, type Scene } from './moodle-scene.rules.ts';
import { itemName, type Answer } from './moodle-statements.rules.ts';
import type { PlacedTask } from './sample-course.rules.ts';
import type { Random } from './random.rules.ts';

const SET_LIBRARY = 'http://h5p.org/libraries/H5P.QuestionSet-1.20';
const ITEM_LIBRARY = 'http://h5p.org/libraries/H5P.MultiChoice-1.16';
const CONTENT_ID = 'http://h5p.org/x-api/h5p-local-content-id';
const SUB_CONTENT_ID = 'http://h5p.org/x-api/h5p-subContentId';
const LETTERS = ['a', 'b', 'c', 'd'];

type Result = NonNullable<Statement['result']>;

interface Told {
  verb: 'attempted' | 'answered' | 'completed';
  object: Activity;
  library: string;
  parent?: Activity;
  result?: Result;
}

function tell(scene: Scene, random: Random, at: number, told: Told): Statement {
  return {
    id: random.uuid(4),
    actor: agent(scene.site, scene.learner),
    verb: { id: ADL + told.verb, display: { 'en-US': told.verb } },
    object: told.object,
    timestamp: new Date(at).toISOString(),
    context: {
      contextActivities: {
        ...(told.parent && { parent: [told.parent] }),
        category: [{ id: told.library, objectType: 'Activity' }],
      },
    },
    ...(told.result && { result: told.result }),
  };
}

const content = (scene: Scene, task: PlacedTask): Activity => ({
  id: task.activityId,
  objectType: 'Activity',
  definition: {
    extensions: { [CONTENT_ID]: task.module },
    name: { 'en-US': words(scene, task.title) },
  },
});

export const h5pAttempted = (scene: Scene, random: Random, at: number, task: PlacedTask): Statement =>
  tell(scene, random, at, { verb: 'attempted', object: content(scene, task), library: SET_LIBRARY });

/** H5P counts choices from 0 and gives an answer's time in hundredths of a second. */
export function h5pAnswered(
  scene: Scene,
  random: Random,
  at: number,
  given: { task: PlacedTask; answer: Answer; seconds: number },
): Statement {
  const { item, right, taken, key } = given.answer;
  const raw = right ? 1 : 0;
  return tell(scene, random, at, {
    verb: 'answered',
    library: ITEM_LIBRARY,
    parent: { id: given.task.activityId, objectType: 'Activity' },
    object: {
      id: item.id,
      objectType: 'Activity',
      definition: {
        extensions: {
          [CONTENT_ID]: given.task.module,
          [SUB_CONTENT_ID]: item.id.slice(item.id.lastIndexOf('=') + 1),
        },
        name: { 'en-US': itemName(scene, item) },
        description: { 'en-US': itemName(scene, item) },
        type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
        interactionType: 'choice',
        choices: LETTERS.map((letter, index) => ({
          id: String(index),
          description: { 'en-US': letter.toUpperCase() },
        })),
        correctResponsesPattern: [String(LETTERS.indexOf(key))],
      },
    },
    result: {
      score: { min: 0, max: 1, raw, scaled: raw },
      completion: true,
      success: right,
      duration: `PT${given.seconds.toFixed(2)}S`,
      response: String(LETTERS.indexOf(taken)),
    },
  });
}

export function h5pCompleted(
  scene: Scene,
  random: Random,
  at: number,
  given: { task: PlacedTask; answers: readonly Answer[]; seconds: number },
): Statement {
  const max = given.answers.length;
  const raw = given.answers.filter(({ right }) => right).length;
  return tell(scene, random, at, {
    verb: 'completed',
    library: SET_LIBRARY,
    object: content(scene, given.task),
    result: {
      score: { min: 0, max, raw, scaled: Math.round((raw / max) * 10_000) / 10_000 },
      completion: true,
      success: raw >= max / 2,
      duration: `PT${given.seconds.toFixed(2)}S`,
    },
  });
}
