/** Statements of an enterprise's project unit by cmi5: ids and UTC times of its own, one registration per learner and course. */
import type { Statement } from '../features/xapi/index.ts';
import { ADL, agent, words, type Scene } from './moodle-scene.rules.ts';
import type { PlacedTask } from './sample-course.rules.ts';
import type { Random } from './random.rules.ts';

const CMI5 = 'https://w3id.org/xapi/cmi5/context';
const CMI5_CATEGORY = { id: `${CMI5}/categories/cmi5` };
const MOVE_ON_CATEGORY = { id: `${CMI5}/categories/moveon` };
const PUBLISHER = 'https://projects.example.org/units';
const MASTERY_SCORE = 0.6;

/** One launch of a unit. */
export interface ProjectSession {
  task: PlacedTask;
  registration: string;
  sessionId: string;
}

type Result = NonNullable<Statement['result']>;
type Verb = 'initialized' | 'completed' | 'passed' | 'failed' | 'terminated';

function tell(
  scene: Scene,
  random: Random,
  at: number,
  { task, registration, sessionId }: ProjectSession,
  verb: Verb,
  result?: Result,
): Statement {
  const isJudged = verb === 'passed' || verb === 'failed';
  const movesOn = result?.success !== undefined || result?.completion !== undefined;
  return {
    id: random.uuid(4),
    actor: agent(scene.site, scene.learner),
    verb: { id: ADL + verb, display: { 'en-US': verb } },
    object: {
      id: task.activityId,
      objectType: 'Activity',
      definition: {
        type: 'http://adlnet.gov/expapi/activities/lesson',
        name: { [scene.locale]: words(scene, task.title) },
      },
    },
    timestamp: new Date(at).toISOString(),
    context: {
      registration,
      contextActivities: {
        category: movesOn ? [CMI5_CATEGORY, MOVE_ON_CATEGORY] : [CMI5_CATEGORY],
        grouping: [{ id: `${PUBLISHER}/${task.key}`, objectType: 'Activity' }],
      },
      extensions: {
        [`${CMI5}/extensions/sessionid`]: sessionId,
        ...(isJudged && { [`${CMI5}/extensions/masteryscore`]: MASTERY_SCORE }),
      },
    },
    ...(result && { result }),
  };
}

const duration = (seconds: number) => `PT${Math.floor(seconds / 60)}M${seconds % 60}S`;

/** A sitting that ends before the work does. */
export const projectWorkedOn = (
  scene: Scene,
  random: Random,
  at: number,
  session: ProjectSession & { seconds: number },
): Statement[] => [
  tell(scene, random, at, session, 'initialized'),
  tell(scene, random, at + session.seconds * 1000, session, 'terminated', {
    duration: duration(session.seconds),
  }),
];

/** The last sitting: completed, then judged, then left. */
export function projectHandedIn(
  scene: Scene,
  random: Random,
  at: number,
  session: ProjectSession & { seconds: number; scoreScaled: number },
): Statement[] {
  const endsAt = at + session.seconds * 1000;
  const took = duration(session.seconds);
  const isPassed = session.scoreScaled >= MASTERY_SCORE;
  return [
    tell(scene, random, at, session, 'initialized'),
    tell(scene, random, endsAt, session, 'completed', { completion: true, duration: took }),
    tell(scene, random, endsAt + 1000, session, isPassed ? 'passed' : 'failed', {
      score: { scaled: session.scoreScaled },
      success: isPassed,
      duration: took,
    }),
    tell(scene, random, endsAt + 2000, session, 'terminated', { duration: took }),
  ];
}
