import { z } from 'zod';
import { TALENT_TYPES } from '../roster/index.ts';
import {
  EVIDENCE_KINDS,
  PROJECT_SOURCES,
  PROJECT_STAGES,
  PROJECT_TASK_STATES,
  type Named,
} from './training.schema.ts';

export const Evidence = z.object({
  source: z.enum(PROJECT_SOURCES),
  employerName: z.string().nullable(),
  evidenceKind: z.enum(EVIDENCE_KINDS).nullable(),
  evidenceReference: z.string().nullable(),
  /** How many of the five stages name what they deliver. */
  deliverables: z.number(),
});
export type Evidence = z.infer<typeof Evidence>;

export const ListedProject = Evidence.extend({
  id: z.string(),
  courseId: z.string(),
  courseTitle: z.string(),
  title: z.string(),
  startsOn: z.string(),
  endsOn: z.string(),
  tasks: z.number(),
  done: z.number(),
  overdue: z.number(),
});
export type ListedProject = z.infer<typeof ListedProject>;

export const StageRow = z.object({
  stage: z.enum(PROJECT_STAGES),
  deliverable: z.string(),
  deliveredOn: z.string().nullable(),
  link: z.string().nullable(),
});
export type StageRow = z.infer<typeof StageRow>;

export const Project = z.object({
  id: z.string(),
  title: z.string(),
  talentType: z.enum(TALENT_TYPES).nullable(),
  post: z.string().nullable(),
  source: z.enum(PROJECT_SOURCES),
  employerName: z.string().nullable(),
  evidenceKind: z.enum(EVIDENCE_KINDS).nullable(),
  evidenceReference: z.string().nullable(),
  startsOn: z.string(),
  endsOn: z.string(),
  stages: z.array(StageRow),
  skillIds: z.array(z.string()),
  planTaskIds: z.array(z.string()),
});
export type Project = z.infer<typeof Project>;
export type ProjectContent = Omit<Project, 'id'>;

export const ProjectTask = z.object({
  id: z.string(),
  projectId: z.string(),
  stage: z.enum(PROJECT_STAGES),
  title: z.string(),
  ownerPersonId: z.string().nullable(),
  ownerName: z.string().nullable(),
  ownerTeam: z.string().nullable(),
  dueOn: z.string(),
  state: z.enum(PROJECT_TASK_STATES),
  doneOn: z.string().nullable(),
  createdOn: z.string(),
});
export type ProjectTask = z.infer<typeof ProjectTask>;

export interface ProjectMember extends Named {
  team: string | null;
}

export const Guidance = z.object({
  id: z.string(),
  byName: z.string(),
  mentorName: z.string().nullable(),
  day: z.string(),
  minutes: z.number(),
  words: z.string(),
});
export type Guidance = z.infer<typeof Guidance>;

/** A task of a course's plan that is said to come from an enterprise, with the projects it is part of. */
export const ClaimedTask = z.object({
  title: z.string(),
  courseId: z.string(),
  courseTitle: z.string(),
  projectIds: z.array(z.string()),
});
export type ClaimedTask = z.infer<typeof ClaimedTask>;

export const CourseTasks = z.object({ courseId: z.string(), title: z.string(), tasks: z.number() });
export type CourseTasks = z.infer<typeof CourseTasks>;
