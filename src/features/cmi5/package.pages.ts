import type { Locale } from '../../infra/views.ts';
import { listUnits } from './course-walk.rules.ts';
import type { AssignableUnit, CourseNode, CourseStructure, MoveOn } from './course-structure.schema.ts';
import { inLanguage } from './lang-string.rules.ts';
import { decideLaunchMode } from './launch.rules.ts';
import {
  findNext,
  isUnitDone,
  isUnitSatisfied,
  standInPackage,
  type StateOf,
} from './package-standing.rules.ts';
import type { LaunchMode, UnitState } from './session.schema.ts';

export type UnitProgress = 'notBegun' | 'underWay' | 'failed' | 'waived' | 'done';

export interface UnitLine {
  isBlock: false;
  id: string;
  title: string;
  description: string;
  moveOn: MoveOn;
  /** 0 … 1, with `hasMastery`. */
  masteryScore: number;
  hasMastery: boolean;
  objectives: string[];
  progress: UnitProgress;
  passed: boolean;
  completed: boolean;
  /** 0 … 1, with `hasScore`. */
  score: number;
  hasScore: boolean;
  /** What the unit said itself of how far its learner is; 0: nothing, or done. */
  percent: number;
  minutes: number;
  mode: LaunchMode;
  isNext: boolean;
}

export interface BlockLine {
  isBlock: true;
  title: string;
  description: string;
  satisfied: boolean;
  objectives: string[];
  children: (UnitLine | BlockLine)[];
}

export interface PackageView {
  id: string;
  title: string;
  description: string;
  isLearner: boolean;
  /** Nothing of it can be opened: the operator has set up no origin for its files. */
  closed: boolean;
  satisfied: boolean;
  done: number;
  total: number;
  /** Mean of scores, 0 … 1, with `hasShare`. */
  share: number;
  hasShare: boolean;
  next: UnitLine | null;
  nodes: (UnitLine | BlockLine)[];
}

export interface PackageGiven {
  id: string;
  structure: CourseStructure;
  stateOf: StateOf;
  locale: Locale;
  isLearner: boolean;
  closed: boolean;
}

/** A package as its learner sees it: where they are, and what comes next. */
export function presentPackage(given: PackageGiven): PackageView {
  const { structure, stateOf, locale } = given;
  const units = listUnits(structure);
  const next = given.isLearner ? findNext(structure, stateOf) : undefined;
  const standing = standInPackage(structure, stateOf);
  return {
    id: given.id,
    title: inLanguage(structure.title, locale),
    description: inLanguage(structure.description, locale),
    isLearner: given.isLearner,
    closed: given.closed,
    satisfied: units.every((unit) => isUnitSatisfied(unit, stateOf(unit.id))),
    done: units.filter((unit) => isUnitDone(unit, stateOf(unit.id))).length,
    total: units.length,
    share: standing.share ?? 0,
    hasShare: standing.share !== null,
    next: next ? presentUnit(given, next, next.id) : null,
    nodes: structure.children.map((node) => presentNode(given, node, next?.id ?? null)),
  };
}

function presentNode(given: PackageGiven, node: CourseNode, nextId: string | null): UnitLine | BlockLine {
  if (node.kind === 'au') return presentUnit(given, node, nextId);
  const { locale, stateOf } = given;
  return {
    isBlock: true,
    title: inLanguage(node.title, locale),
    description: inLanguage(node.description, locale),
    satisfied: given.isLearner && listUnits(node).every((unit) => isUnitDone(unit, stateOf(unit.id))),
    objectives: presentObjectives(given, node),
    children: node.children.map((child) => presentNode(given, child, nextId)),
  };
}

export function presentUnit(given: PackageGiven, unit: AssignableUnit, nextId: string | null): UnitLine {
  const state = given.stateOf(unit.id);
  const progress = judgeProgress(unit, state);
  return {
    isBlock: false,
    id: unit.id,
    title: inLanguage(unit.title, given.locale),
    description: inLanguage(unit.description, given.locale),
    moveOn: unit.moveOn,
    masteryScore: unit.masteryScore ?? 0,
    hasMastery: unit.masteryScore !== null,
    objectives: presentObjectives(given, unit),
    progress,
    passed: Boolean(state?.passedAt),
    completed: Boolean(state?.completedAt),
    score: state?.scoreScaled ?? 0,
    hasScore: state?.scoreScaled !== null && state?.scoreScaled !== undefined,
    percent: progress === 'underWay' ? (state?.progressPercent ?? 0) : 0,
    minutes: Math.round((state?.timeSeconds ?? 0) / 60),
    mode: decideLaunchMode(unit, state, given.isLearner),
    isNext: unit.id === nextId,
  };
}

function judgeProgress(unit: AssignableUnit, state: UnitState | undefined): UnitProgress {
  if (!state) return 'notBegun';
  if (state.waivedAt && !state.passedAt && !state.completedAt) return 'waived';
  if (isUnitDone(unit, state)) return 'done';
  if (state.failedAt) return 'failed';
  return state.launchedAt ? 'underWay' : 'notBegun';
}

const presentObjectives = (
  { structure, locale }: PackageGiven,
  { objectiveIds }: { objectiveIds: string[] },
): string[] =>
  structure.objectives
    .filter(({ publisherId }) => objectiveIds.includes(publisherId))
    .map(({ title }) => inLanguage(title, locale));
