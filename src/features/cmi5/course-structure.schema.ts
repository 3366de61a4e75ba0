/** A course structure (cmi5 13.1) as it was read and checked; also what stands in the database. */

export const MOVE_ON = [
  'NotApplicable',
  'Passed',
  'Completed',
  'CompletedAndPassed',
  'CompletedOrPassed',
] as const;
export type MoveOn = (typeof MOVE_ON)[number];

export const LAUNCH_METHODS = ['AnyWindow', 'OwnWindow'] as const;
export type LaunchMethod = (typeof LAUNCH_METHODS)[number];

/** One text in the languages its author gave, in their order; `lang` '' where none was named. */
export type LangStrings = { lang: string; text: string }[];

interface Described {
  /** As the course structure has it. */
  publisherId: string;
  title: LangStrings;
  description: LangStrings;
}

export type Objective = Described;

interface Node extends Described {
  /** Given by us, and part of its activity's address, which must not be the publisher's (8.1.5, 9.4). */
  id: string;
  objectiveIds: string[];
}

export interface AssignableUnit extends Node {
  kind: 'au';
  /** Relative to the package's root, or fully qualified. */
  url: string;
  launchMethod: LaunchMethod;
  moveOn: MoveOn;
  masteryScore: number | null;
  activityType: string | null;
  launchParameters: string | null;
  entitlementKey: string | null;
}

export interface Block extends Node {
  kind: 'block';
  children: CourseNode[];
}

export type CourseNode = AssignableUnit | Block;

export interface CourseStructure extends Described {
  objectives: Objective[];
  children: CourseNode[];
}

/** Why a package can't be imported: a sentence below `cmi5.problem`, and where in cmi5.xml. */
export interface PackageProblem {
  id: string;
  values: Record<string, string | number>;
  line: number | null;
}
