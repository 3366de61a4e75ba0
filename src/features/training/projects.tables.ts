import { date, foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { skills, tasks } from '../programme/programme.tables.ts';
import { courses, people } from '../roster/roster.tables.ts';
import type { TalentType } from '../roster/index.ts';
import type { EvidenceKind, ProjectSource, ProjectStage, ProjectTaskState } from './training.schema.ts';

/** A training project of a course (§5.6.2). Where it comes from is claimed by `source` and shown by the evidence. */
export const trainingProjects = pgTable(
  'training_projects',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    courseId: uuid('course_id').notNull(),
    title: text().notNull(),
    talentType: text('talent_type').$type<TalentType>(),
    /** The post it trains for. */
    post: text(),
    source: text().$type<ProjectSource>().notNull(),
    employerName: text('employer_name'),
    evidenceKind: text('evidence_kind').$type<EvidenceKind>(),
    /** Number of the contract, or a link to the paper. */
    evidenceReference: text('evidence_reference'),
    startsOn: date('starts_on').notNull(),
    endsOn: date('ends_on').notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.courseId),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);

/** What each of the five stages has to deliver, and when it did (R025). */
export const projectStages = pgTable(
  'project_stages',
  {
    schoolId: uuid('school_id').notNull(),
    projectId: uuid('project_id').notNull(),
    stage: text().$type<ProjectStage>().notNull(),
    deliverable: text().notNull(),
    deliveredOn: date('delivered_on'),
    /** Where it lies. */
    link: text(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.projectId, t.stage] }),
    foreignKey({
      columns: [t.schoolId, t.projectId],
      foreignColumns: [trainingProjects.schoolId, trainingProjects.id],
    }).onDelete('cascade'),
  ],
);

export const projectSkills = pgTable(
  'project_skills',
  {
    schoolId: uuid('school_id').notNull(),
    projectId: uuid('project_id').notNull(),
    skillId: text('skill_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.projectId, t.skillId] }),
    foreignKey({
      columns: [t.schoolId, t.projectId],
      foreignColumns: [trainingProjects.schoolId, trainingProjects.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.schoolId, t.skillId], foreignColumns: [skills.schoolId, skills.id] }),
  ],
);

/** Tasks of the course's plan that are parts of a project: it is what shows that they are an enterprise's (R050). */
export const projectPlanTasks = pgTable(
  'project_plan_tasks',
  {
    schoolId: uuid('school_id').notNull(),
    projectId: uuid('project_id').notNull(),
    taskId: uuid('task_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.projectId, t.taskId] }),
    index().on(t.schoolId, t.taskId),
    foreignKey({
      columns: [t.schoolId, t.projectId],
      foreignColumns: [trainingProjects.schoolId, trainingProjects.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.schoolId, t.taskId], foreignColumns: [tasks.schoolId, tasks.id] }).onDelete(
      'cascade',
    ),
  ],
);

/** Who works on it, and in which of its teams. */
export const projectMembers = pgTable(
  'project_members',
  {
    schoolId: uuid('school_id').notNull(),
    projectId: uuid('project_id').notNull(),
    personId: uuid('person_id').notNull(),
    team: text(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.projectId, t.personId] }),
    index().on(t.schoolId, t.personId),
    foreignKey({
      columns: [t.schoolId, t.projectId],
      foreignColumns: [trainingProjects.schoolId, trainingProjects.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** What has to be done (§6.2.3.2, R106). It belongs to a learner or to a team; neither: to whoever takes it. */
export const projectTasks = pgTable(
  'project_tasks',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    projectId: uuid('project_id').notNull(),
    stage: text().$type<ProjectStage>().notNull(),
    title: text().notNull(),
    ownerPersonId: uuid('owner_person_id'),
    ownerTeam: text('owner_team'),
    dueOn: date('due_on').notNull(),
    state: text().$type<ProjectTaskState>().notNull(),
    doneOn: date('done_on'),
    createdOn: date('created_on').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.projectId),
    foreignKey({
      columns: [t.schoolId, t.projectId],
      foreignColumns: [trainingProjects.schoolId, trainingProjects.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.schoolId, t.ownerPersonId], foreignColumns: [people.schoolId, people.id] }),
  ],
);
