import { z } from 'zod';
import { TALENT_TYPES, type Role, type TalentType } from '../roster/index.ts';

/** What each talent type's posts are learned with (§5.5.2a), then the four forms of §5.5.2b, and cases of law (§6.2.4.1). */
export const LIBRARY_KINDS = [
  'tool_document',
  'fault_case',
  'dashboard_template',
  'micro_lecture',
  'interactive_test',
  'simulation',
  'digitised_case',
  'law_case',
  'other',
] as const;
export type LibraryKind = (typeof LIBRARY_KINDS)[number];

/** What a resource's content is; Table 2 asks other things of a film than of a picture. */
export const MEDIA = ['document', 'video', 'image', 'interactive', 'data'] as const;
export type Medium = (typeof MEDIA)[number];

/** 典型软件产品 / 企业实际项目 (§5.2.1.1, R026). */
export const ORIGINS = ['product', 'enterprise', 'own'] as const;
export type Origin = (typeof ORIGINS)[number];

/** What an element of 岗课赛证训创 leads to; the course itself (课) is the module. */
export const TARGET_KINDS = ['post', 'contest', 'certificate', 'training', 'innovation'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

export const LIBRARY_STATES = ['draft', 'in_review', 'returned', 'published', 'retired'] as const;
export type LibraryState = (typeof LIBRARY_STATES)[number];

/** A resource is reviewed for 政治性 and 科学性 (Table 2), a course's update by an expert and an enterprise (§5.2.1.2). */
export const RESOURCE_SEATS = ['political', 'scientific'] as const;
export const UPDATE_SEATS = ['expert', 'enterprise'] as const;
export type Seat = (typeof RESOURCE_SEATS)[number] | (typeof UPDATE_SEATS)[number];
export const VERDICTS = ['approved', 'returned'] as const;
export type Verdict = (typeof VERDICTS)[number];
export type ReviewSubject = 'resource' | 'course_update';

/** Where a course's yearly update takes its reasons from (R027). */
export const UPDATE_SOURCES = [
  'learning_data',
  'demand',
  'employer',
  'satisfaction',
  'employment',
  'technology',
  'regulation',
] as const;
export type UpdateSource = (typeof UPDATE_SOURCES)[number];

export const REGULATION_SCOPES = ['core', 'industry'] as const;
export type RegulationScope = (typeof REGULATION_SCOPES)[number];
export const REGULATION_STEPS = ['added', 'checked', 'changed', 'repealed'] as const;
export type RegulationStep = (typeof REGULATION_STEPS)[number];

/** Somebody or something a form lets choose. */
export interface Named {
  id: string;
  name: string;
}

export interface Option<T extends string = string> {
  value: T;
  selected: boolean;
}

export const choose = <T extends string>(values: readonly T[], chosen: string | null): Option<T>[] =>
  values.map((value) => ({ value, selected: value === chosen }));

/** Who reads a page of the room. */
export interface Reader {
  personId: string;
  roles: readonly Role[];
}

export const isAny = ({ roles }: Pick<Reader, 'roles'>, ...wanted: Role[]): boolean =>
  roles.some((role) => wanted.includes(role));

export const ReviewRow = z.object({
  seat: z.enum([...RESOURCE_SEATS, ...UPDATE_SEATS]),
  personId: z.string(),
  personName: z.string(),
  verdict: z.enum(VERDICTS),
  comment: z.string(),
  at: z.coerce.date(),
});
export type ReviewRow = z.infer<typeof ReviewRow>;

export const Target = z.object({
  id: z.string(),
  kind: z.enum(TARGET_KINDS),
  name: z.string(),
  issuer: z.string().nullable(),
  level: z.string().nullable(),
});
export type Target = z.infer<typeof Target>;

/** A unit of a course's plan: what the standard calls a module. */
export const Module = z.object({
  id: z.string(),
  title: z.string(),
  courseId: z.string(),
  courseTitle: z.string(),
  /** The course's; its skills may be of others. */
  talentType: z.enum(TALENT_TYPES).nullable(),
});
export type Module = z.infer<typeof Module>;

export type { TalentType };
