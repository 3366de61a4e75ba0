/** A scene as xAPI statements, by the templates of xapi-profiles/scene.jsonld. */
import { v5 } from 'uuid';
import {
  SCENE_TYPE,
  STEP_EXTENSION,
  categoryOf,
  presentAccount,
  presentCourse,
  type JsonObject,
} from '../vocabulary/index.ts';
import type { SceneKind, SceneStep } from './scene.schema.ts';

const ADL = 'http://adlnet.gov/expapi/verbs';
/** Ids are made of what they tell about, so that nothing can be told twice. */
const NAMESPACE = 'd0a4c5b1-64f2-5f0e-8a77-3b9e2f6c1d58';
/** Longer pauses between two steps are no learning time. */
const LONGEST_PAUSE_SECONDS = 600;

export interface ToldRun {
  /** The tool's own address. */
  publicUrl: string;
  runId: string;
  personId: string;
  courseId: string;
  kind: SceneKind;
  /** Its name in both languages. */
  name: Record<string, string>;
}

export const prepareEntered = (told: ToldRun, at: Date): JsonObject =>
  prepareStatement(told, 'initialized', '', at, {});

export const prepareStep = (
  told: ToldRun,
  place: number,
  { act, target }: SceneStep,
  minute: number,
  at: Date,
): JsonObject =>
  prepareStatement(told, 'interacted', String(place), at, {
    extensions: { [STEP_EXTENSION]: { act, ...(target === '' ? {} : { target }), minute } },
  });

export function prepareEnded(
  told: ToldRun,
  score: { got: number; most: number },
  times: readonly Date[],
  at: Date,
): JsonObject {
  const all = [...times, at].map((time) => time.getTime());
  const seconds = all
    .slice(1)
    .reduce(
      (sum, time, index) =>
        sum + Math.min(LONGEST_PAUSE_SECONDS, Math.round((time - (all[index] ?? time)) / 1000)),
      0,
    );
  return prepareStatement(told, 'completed', '', at, {
    result: {
      completion: true,
      duration: `PT${seconds}S`,
      score: {
        raw: score.got,
        min: 0,
        max: score.most,
        scaled: Math.round((score.got / score.most) * 1e4) / 1e4,
      },
    },
  });
}

function prepareStatement(
  told: ToldRun,
  verb: 'initialized' | 'interacted' | 'completed',
  of: string,
  at: Date,
  more: { result?: JsonObject; extensions?: JsonObject },
): JsonObject {
  const { publicUrl, runId, personId, courseId, kind, name } = told;
  return {
    id: v5([runId, verb, of].join(':'), NAMESPACE),
    actor: presentAccount(publicUrl, personId),
    verb: { id: `${ADL}/${verb}`, display: { 'en-US': verb } },
    object: {
      objectType: 'Activity',
      id: `${publicUrl}/scenes/${kind}`,
      definition: { type: SCENE_TYPE, name },
    },
    ...(more.result ? { result: more.result } : {}),
    context: {
      registration: runId,
      contextActivities: {
        grouping: [presentCourse({ publicUrl, courseId })],
        category: [categoryOf('scene')],
      },
      ...(more.extensions ? { extensions: more.extensions } : {}),
    },
    timestamp: at.toISOString(),
  };
}
