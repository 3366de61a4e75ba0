/** What a class does away from the screen (§5.2.2.2 线上预习+线下实操+平台记录; R035, R037). */
export const OFFLINE_KINDS = [
  'lesson',
  'practical',
  'professional_quality',
  'ideological_education',
  'case_teaching',
  'career_lecture',
  'project_guidance',
] as const;
export type OfflineKind = (typeof OFFLINE_KINDS)[number];

export const ATTENDANCE_STATES = ['present', 'late', 'absent', 'excused'] as const;
export type AttendanceState = (typeof ATTENDANCE_STATES)[number];

/** What an enterprise mentor does for a course (§5.2.2.3, R039). */
export const MENTOR_DUTIES = [
  'case_teaching',
  'project_guidance',
  'career_lecture',
  'ideological_case_teaching',
] as const;
export type MentorDuty = (typeof MENTOR_DUTIES)[number];

/** 背景-构思-设计-实施-运行 (§5.2.1.1, R025). */
export const PROJECT_STAGES = ['background', 'conception', 'design', 'implementation', 'operation'] as const;
export type ProjectStage = (typeof PROJECT_STAGES)[number];

export const PROJECT_SOURCES = ['enterprise', 'product', 'other'] as const;
export type ProjectSource = (typeof PROJECT_SOURCES)[number];

/** What shows that a project is an enterprise's own business. */
export const EVIDENCE_KINDS = ['agreement', 'assignment', 'confirmation', 'acceptance'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

export const PROJECT_TASK_STATES = ['todo', 'doing', 'done'] as const;
export type ProjectTaskState = (typeof PROJECT_TASK_STATES)[number];

export interface CourseKey {
  schoolId: string;
  courseId: string;
}

/** Somebody a form lets choose. */
export interface Named {
  id: string;
  name: string;
}
