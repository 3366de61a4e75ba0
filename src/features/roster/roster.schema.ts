/** Table 1 of the standard: 数字开发设计, 数字技术支持, 数字运营 (F2: one code for 运营/经营). */
export const TALENT_TYPES = ['development', 'support', 'operations'] as const;
export type TalentType = (typeof TALENT_TYPES)[number];

/** What the LMS tells (design, decision 11). */
export const COURSE_ROLES = ['learner', 'instructor', 'administrator'] as const;
export type CourseRole = (typeof COURSE_ROLES)[number];

/** What is appointed or invited inside Waymark. */
export const APPOINTED_ROLES = ['career_teacher', 'enterprise_mentor', 'expert', 'supervisor'] as const;
export type AppointedRole = (typeof APPOINTED_ROLES)[number];

export const ROLES = [...COURSE_ROLES, ...APPOINTED_ROLES] as const;
export type Role = (typeof ROLES)[number];

/** R001: 在读学生, 在职员工, 转型从业者, 社会求职者. */
export const LEARNER_CATEGORIES = ['student', 'employee', 'career_changer', 'job_seeker'] as const;
export type LearnerCategory = (typeof LEARNER_CATEGORIES)[number];

/** Figure 1 (§5.1): 方案制定, 咨询填报, 职业规划, 教学, 实训, 就业. */
export const STAGES = ['programme', 'admission', 'career', 'teaching', 'training', 'employment'] as const;
export type Stage = (typeof STAGES)[number];

/** What people may ask to be done with their data; a copy they download themselves. */
export const DATA_REQUEST_KINDS = ['correction', 'erasure'] as const;
export type DataRequestKind = (typeof DATA_REQUEST_KINDS)[number];

/** How the three days of a yellow warning are counted (R058). */
export const WARNING_CLOCKS = ['calendar_days', 'working_days'] as const;
export type WarningClock = (typeof WARNING_CLOCKS)[number];

/** Holidays, and days that are worked to make up for them (调休). */
export const CALENDAR_DAY_KINDS = ['holiday', 'school_day'] as const;
export type CalendarDayKind = (typeof CALENDAR_DAY_KINDS)[number];
