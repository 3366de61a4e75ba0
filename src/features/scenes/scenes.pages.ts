import type { TalentType } from '../roster/index.ts';
import { SCENES, playScene, scoreScene } from './play-scene.rules.ts';
import { SCENE_KINDS, type JudgedPoint, type SceneKind, type SceneView } from './scene.schema.ts';
import type { ClassRow, SceneRun } from './scene-run.schema.ts';

export interface ScenesPage {
  scenes: {
    kind: SceneKind;
    talentType: TalentType;
    minutes: number;
    /** It is of the talent type the course trains for. */
    own: boolean;
    going: boolean;
    runs: { id: string; startedAt: Date; ended: boolean; percent: number | null }[];
  }[];
  /** What the class did; null for learners. */
  class: (ClassRow & { talentType: TalentType })[] | null;
}

/** The scenes, that of the course's talent type first. */
export function presentScenes(
  runs: readonly SceneRun[],
  courseType: TalentType | null,
  ofClass: readonly ClassRow[] | null,
): ScenesPage {
  const scenes = SCENE_KINDS.map((kind) => {
    const own = runs.filter((run) => run.kind === kind);
    return {
      kind,
      talentType: SCENES[kind].talentType,
      minutes: SCENES[kind].minutes,
      own: SCENES[kind].talentType === courseType,
      going: own.some(({ endedAt }) => endedAt === null),
      runs: own.map(({ id, startedAt, endedAt, got, most }) => ({
        id,
        startedAt,
        ended: endedAt !== null,
        percent: toPercent(got, most),
      })),
    };
  });
  return {
    scenes: scenes.toSorted((a, b) => Number(b.own) - Number(a.own)),
    class: ofClass && ofClass.map((row) => ({ ...row, talentType: SCENES[row.kind].talentType })),
  };
}

const toPercent = (got: number | null, most: number | null): number | null =>
  got === null || most === null || most === 0 ? null : Math.round((100 * got) / most);

export interface ScenePage extends SceneView {
  id: string;
  kind: SceneKind;
  minutes: number;
  /** How many steps this page knows of. */
  place: number;
  /** What happened, once it is over. */
  debrief: {
    percent: number;
    got: number;
    most: number;
    points: (JudgedPoint & { full: boolean })[];
    steps: { place: number; act: string; target: string; minute: number }[];
  } | null;
}

export function presentScene(run: SceneRun): ScenePage {
  const { id, kind, seed, steps } = run;
  const view = playScene(kind, seed, steps);
  const { costs, minutes } = SCENES[kind];
  if (run.endedAt === null) return { ...view, id, kind, minutes, place: steps.length, debrief: null };
  const { got, most, points } = scoreScene(kind, seed, steps);
  let minute = 0;
  return {
    ...view,
    id,
    kind,
    minutes,
    place: steps.length,
    debrief: {
      percent: toPercent(got, most) ?? 0,
      got,
      most,
      points: points.map((point) => ({ ...point, full: point.got === point.most })),
      steps: steps.map(({ act, target }, index) => {
        minute += costs[act] ?? 0;
        return { place: index + 1, act, target: target.replace(':', ' · '), minute };
      }),
    },
  };
}
