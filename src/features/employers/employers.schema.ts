/** Kinds of employers, by nature of the unit. */
export const EMPLOYER_KINDS = ['state', 'private', 'foreign', 'institution', 'government', 'other'] as const;
export type EmployerKind = (typeof EMPLOYER_KINDS)[number];

/** R086: leading and innovative firms are told apart. */
export const EMPLOYER_STANDINGS = ['leading', 'innovative', 'ordinary'] as const;
export type EmployerStanding = (typeof EMPLOYER_STANDINGS)[number];

/** 未核验 → 待核 → 已核验; 停用 from any. */
export const VERIFICATIONS = ['unverified', 'pending', 'verified', 'suspended'] as const;
export type Verification = (typeof VERIFICATIONS)[number];

export const VISIT_WAYS = ['visit', 'call', 'online', 'fair'] as const;
export type VisitWay = (typeof VISIT_WAYS)[number];

/** What is agreed; `training` is taking part in training (§5.2.3), which makes a cooperating employer. */
export const AGREEMENT_KINDS = ['training', 'internship', 'employment', 'other'] as const;
export type AgreementKind = (typeof AGREEMENT_KINDS)[number];

/** What somebody can be reached by; sealed at rest. */
export interface ContactContent {
  name: string;
  post: string;
  phone: string;
  email: string;
}

export interface EmployerContent {
  name: string;
  creditCode: string | null;
  kind: EmployerKind;
  standing: EmployerStanding;
  region: string;
  about: string;
}
