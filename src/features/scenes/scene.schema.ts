import type { TalentType } from '../roster/index.ts';

/** One built-in scene for each talent type (R107). A name is stored with each run and so never changes. */
export const SCENE_KINDS = ['release_board', 'console', 'live_room'] as const;
export type SceneKind = (typeof SCENE_KINDS)[number];

/** Key of words in views/locales, and what is filled in. */
export interface Sentence {
  id: string;
  values: Record<string, string | number>;
}

/** What somebody did: `target` is empty where there is nothing to choose. */
export interface SceneStep {
  act: string;
  target: string;
}

/** Something that can be done now, what it costs of the scene's time, and with what. */
export interface SceneAct {
  act: string;
  minutes: number;
  /** Empty: there is nothing to choose. */
  targets: { id: string; words: Sentence }[];
}

export interface Panel {
  title: Sentence;
  heads: Sentence[];
  rows: Sentence[][];
}

/** A scene as it stands after some steps. */
export interface SceneView {
  minute: number;
  over: boolean;
  /** What the last step brought, and what has happened meanwhile. */
  said: Sentence[];
  panels: Panel[];
  /** Lines of a log, as a program writes them. */
  log: string[];
  acts: SceneAct[];
}

/** One thing that is judged, and why. */
export interface JudgedPoint {
  id: string;
  got: number;
  most: number;
  why: Sentence;
}

/** A scene is its rules: the same seed and steps always make the same view and the same judgement. */
export interface SceneRules {
  talentType: TalentType;
  /** How long it lasts in its own time. */
  minutes: number;
  /** Minutes that each act costs. */
  costs: Readonly<Record<string, number>>;
  play(seed: string, steps: readonly SceneStep[]): Omit<SceneView, 'minute' | 'over'>;
  judge(seed: string, steps: readonly SceneStep[]): JudgedPoint[];
}
