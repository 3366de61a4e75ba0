/** When an assignable unit, a block and the course are satisfied (cmi5 13.1.4 moveOn, 9.3.9). */
import { listBlocks } from './course-walk.rules.ts';
import type { CourseNode, CourseStructure, MoveOn } from './course-structure.schema.ts';

/** What is known of a learner's unit. */
export interface UnitOutcome {
  completed: boolean;
  passed: boolean;
  waived: boolean;
}

export const NO_OUTCOME: UnitOutcome = { completed: false, passed: false, waived: false };

export function meetsMoveOn(moveOn: MoveOn, { completed, passed, waived }: UnitOutcome): boolean {
  if (waived) return true;
  switch (moveOn) {
    case 'NotApplicable':
      return true;
    case 'Passed':
      return passed;
    case 'Completed':
      return completed;
    case 'CompletedAndPassed':
      return completed && passed;
    case 'CompletedOrPassed':
      return completed || passed;
  }
}

export type OutcomeOf = (unitId: string) => UnitOutcome;

export const isSatisfied = (node: CourseNode, outcomeOf: OutcomeOf): boolean =>
  node.kind === 'au'
    ? meetsMoveOn(node.moveOn, outcomeOf(node.id))
    : node.children.every((child) => isSatisfied(child, outcomeOf));

/** Stands for the course itself among the ids of its blocks. */
export const WHOLE_COURSE = 'course';

/** The blocks that are satisfied, inner ones first, and the course last. */
export function listSatisfied(course: CourseStructure, outcomeOf: OutcomeOf): string[] {
  const blocks = listBlocks(course)
    .filter((block) => isSatisfied(block, outcomeOf))
    .map(({ id }) => id)
    .reverse();
  return course.children.every((node) => isSatisfied(node, outcomeOf)) ? [...blocks, WHOLE_COURSE] : blocks;
}

/** What became satisfied and hasn't been told of: each is told once in a registration (9.3.9). */
export const listNewlySatisfied = (
  course: CourseStructure,
  outcomeOf: OutcomeOf,
  told: readonly string[],
): string[] => listSatisfied(course, outcomeOf).filter((id) => !told.includes(id));
