import { z } from 'zod';

/**
 * What a mentor from an enterprise has to show (§5.6.3: 能力标准). The standard asks for a competence standard and
 * leaves its contents open; these are ours, with a version that is kept with each file.
 */
export const COMPETENCES = ['experience', 'skill', 'teaching', 'ethics', 'induction'] as const;
export type Competence = (typeof COMPETENCES)[number];
export const COMPETENCE_STANDARD = 'mentor-competence-1';

/** §5.2.2.3 and §5.5.3.3: what mentors are engaged for. */
export const ENGAGEMENTS = [
  'case_teaching',
  'project_guidance',
  'career_lecture',
  'ideological_case_teaching',
  'warning_guidance',
] as const;
export type Engagement = (typeof ENGAGEMENTS)[number];

/** What a yearly appraisal looks at, each from 1 to 5. */
export const APPRAISAL_CRITERIA = ['duties', 'teaching', 'guidance', 'students', 'ethics'] as const;
export type AppraisalCriterion = (typeof APPRAISAL_CRITERIA)[number];
export type Ratings = Record<AppraisalCriterion, number>;

/** What stands in a mentor's file in words: sealed with the mentor's key. */
export const FileWords = z.object({
  employer: z.string(),
  position: z.string(),
  /** What shows each competence: a certificate, years and where, a link. */
  evidence: z.record(z.string(), z.string()),
  selection: z.string(),
  agreement: z.string(),
});
export type FileWords = z.output<typeof FileWords>;

/** What may be read without opening anything: enough to say whether the file is complete. Days are YYYY-MM-DD. */
export interface FileOutline {
  hasEmployer: boolean;
  hasPosition: boolean;
  shown: readonly string[];
  engagements: readonly Engagement[];
  selectedOn: string | null;
  agreementFrom: string | null;
  agreementUntil: string | null;
}

/** An administrator's word that somebody may be assigned all the same, with the reason sealed, until a day. */
export interface Exception {
  exceptUntil: string | null;
}

export interface MentorRow extends FileOutline, Exception {
  personId: string;
  name: string;
  /** Whether anything was ever written down. */
  hasFile: boolean;
  courses: string[];
  lastAppraisedOn: string | null;
  lastScore: number | null;
}
