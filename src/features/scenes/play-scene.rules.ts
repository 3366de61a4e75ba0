import { CONSOLE } from './console.rules.ts';
import { LIVE_ROOM } from './live-room.rules.ts';
import { RELEASE_BOARD } from './release-board.rules.ts';
import type { JudgedPoint, SceneKind, SceneRules, SceneStep, SceneView } from './scene.schema.ts';

/** Changes whenever the same seed and steps would make another scene or score; stored with each run. */
export const SCENE_RULE = 'scene-1';

export const SCENES: Record<SceneKind, SceneRules> = {
  release_board: RELEASE_BOARD,
  console: CONSOLE,
  live_room: LIVE_ROOM,
};

/** Ends a scene before its time. */
export const FINISH = 'finish';

export const minuteOf = (kind: SceneKind, steps: readonly SceneStep[]): number =>
  steps.reduce((sum, { act }) => sum + (SCENES[kind].costs[act] ?? 0), 0);

/** The scene after some steps; over when its time is, or somebody said so. */
export function playScene(kind: SceneKind, seed: string, steps: readonly SceneStep[]): SceneView {
  const rules = SCENES[kind];
  const minute = minuteOf(kind, steps);
  const over = minute >= rules.minutes || steps.at(-1)?.act === FINISH;
  const view = rules.play(seed, steps);
  const finish = { act: FINISH, minutes: 0, targets: [] };
  return { ...view, minute: Math.min(minute, rules.minutes), over, acts: over ? [] : [...view.acts, finish] };
}

/** Whether a step can be taken now: what somebody sends is held against what the scene offers. */
export function mayTake(
  kind: SceneKind,
  seed: string,
  steps: readonly SceneStep[],
  step: SceneStep,
): boolean {
  const offered = playScene(kind, seed, steps).acts.find(({ act }) => act === step.act);
  if (!offered) return false;
  return offered.targets.length === 0
    ? step.target === ''
    : offered.targets.some(({ id }) => id === step.target);
}

export interface SceneScore {
  got: number;
  most: number;
  points: JudgedPoint[];
}

export function scoreScene(kind: SceneKind, seed: string, steps: readonly SceneStep[]): SceneScore {
  const points = SCENES[kind].judge(seed, steps);
  return {
    points,
    got: points.reduce((sum, { got }) => sum + got, 0),
    most: points.reduce((sum, { most }) => sum + most, 0),
  };
}
