/** Ways through a course structure. */
import type { AssignableUnit, Block, CourseNode, CourseStructure } from './course-structure.schema.ts';

/** All assignable units in their sequence. */
export const listUnits = (course: { children: readonly CourseNode[] }): AssignableUnit[] =>
  course.children.flatMap((node) => (node.kind === 'au' ? [node] : listUnits(node)));

/** All blocks, outer ones first. */
export const listBlocks = (course: { children: readonly CourseNode[] }): Block[] =>
  course.children.flatMap((node) => (node.kind === 'block' ? [node, ...listBlocks(node)] : []));

export const findUnit = (course: CourseStructure, unitId: string): AssignableUnit | undefined =>
  listUnits(course).find(({ id }) => id === unitId);

/** Whether an address stands for itself; else it is relative to the package's root. */
export const isFullyQualified = (url: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(url);
