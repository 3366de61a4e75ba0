import type { MentorDuty, OfflineKind } from './training.schema.ts';

/** §5.2.2.3: enterprise mentors among those who teach a training course, by heads and by hours (R038). */
export const MENTOR_SHARE = 0.2;
/** §5.2.3.1: training projects that come from enterprise business (R041). */
export const ENTERPRISE_PROJECT_SHARE = 0.7;
/** §5.5.1.2, §6.2.3.1: tasks of a course that come from real enterprise projects (R050, R105). */
export const ENTERPRISE_TASK_SHARE = 0.4;
/** Shares are of what was done in so many days: a course of three years ago says nothing of today. */
export const SHARE_DAYS = 365;

export interface Share {
  part: number;
  whole: number;
  /** 0..1; null: there is nothing to take a share of. */
  share: number | null;
  wanted: number;
  /** null: unknown. */
  enough: boolean | null;
}

export function judgeShare(part: number, whole: number, wanted: number): Share {
  const share = whole === 0 ? null : part / whole;
  return { part, whole, share, wanted, enough: share === null ? null : share >= wanted };
}

/** How much of a course was taught by whom; minutes of lessons nobody recorded are the school's own. */
export interface Teaching {
  mentors: number;
  teachers: number;
  mentorMinutes: number;
  ownMinutes: number;
}

export interface MentorShares {
  heads: Share;
  hours: Share;
  /** Both shares are reached; null: neither is known. */
  enough: boolean | null;
}

/** Mentors count by head once they did something for the course: an appointment alone teaches nobody. */
export function judgeMentors(teaching: Teaching): MentorShares {
  const { mentors, teachers, mentorMinutes, ownMinutes } = teaching;
  const heads = judgeShare(mentors, mentors + teachers, MENTOR_SHARE);
  const hours = judgeShare(mentorMinutes, mentorMinutes + ownMinutes, MENTOR_SHARE);
  const known = [heads.enough, hours.enough].filter((enough) => enough !== null);
  return { heads, hours, enough: known.length === 0 ? null : known.every(Boolean) };
}

const SAME: Record<MentorDuty, readonly OfflineKind[]> = {
  case_teaching: ['case_teaching'],
  project_guidance: ['project_guidance'],
  career_lecture: ['career_lecture'],
  ideological_case_teaching: ['ideological_education', 'case_teaching'],
};

/** Whether a session the mentor led that day may be the very thing somebody is about to log. */
export const isSameWork = (duty: MentorDuty, kind: OfflineKind): boolean => SAME[duty].includes(kind);
