import { z } from 'zod';
import { orNothing, Ticked } from '../../infra/forms.ts';

/** What graduates and trainees are given to sign: 就业协议书 (三方), 劳动合同, 实习协议. */
export const AGREEMENT_KINDS = ['labour', 'tripartite', 'internship'] as const;
export type AgreementKind = (typeof AGREEMENT_KINDS)[number];

export const AGREEMENT_STATES = ['considered', 'signed', 'dropped'] as const;
export type AgreementState = (typeof AGREEMENT_STATES)[number];

/** What a sum for leaving or failing is asked for. */
export const PENALTY_GROUNDS = ['none', 'leaving', 'training', 'competition', 'other'] as const;

export const INSURED = ['unsaid', 'yes', 'no'] as const;

const words = (most: number) => z.string().trim().max(most);
const Yuan = orNothing(z.coerce.number().min(0).max(1_000_000)).default(null);
const Count = (most: number) => orNothing(z.coerce.number().min(0).max(most)).default(null);
const Day = orNothing(z.iso.date()).default(null);

/**
 * The clauses as a student finds them in the paper; null: the paper doesn't say. Pay in yuan a month, terms in months
 * (a contract without an end has none), hours a week.
 */
export const Clauses = z.object({
  kind: z.enum(AGREEMENT_KINDS),
  employer: words(200).min(1),
  post: words(200).default(''),
  place: words(200).default(''),
  startsOn: Day,
  signedOn: Day,
  withoutEnd: Ticked,
  termMonths: Count(600),
  probationMonths: Count(60),
  pay: Yuan,
  probationPay: Yuan,
  leastPay: Yuan,
  weeklyHours: Count(168),
  restDays: Count(7),
  insured: z.enum(INSURED).default('unsaid'),
  deposit: Yuan,
  keepsDocuments: Ticked,
  penaltyFor: z.enum(PENALTY_GROUNDS).default('none'),
  penalty: Yuan,
  trainingCost: Yuan,
  restraintMonths: Count(120),
  restraintPay: Yuan,
});
export type Clauses = z.output<typeof Clauses>;

export const DISPUTE_KINDS = ['pay', 'contract', 'dismissal', 'injury', 'discrimination', 'other'] as const;
export type DisputeKind = (typeof DISPUTE_KINDS)[number];

/** The ways a dispute goes, in their order; `note` is none of them. */
export const DISPUTE_STEPS = ['note', 'talked', 'mediation', 'arbitration', 'award', 'court'] as const;
export type DisputeStep = (typeof DISPUTE_STEPS)[number];

export const DISPUTE_OUTCOMES = ['settled', 'won', 'lost', 'withdrawn'] as const;
export type DisputeOutcome = (typeof DISPUTE_OUTCOMES)[number];

export const DisputeForm = z.object({
  kind: z.enum(DISPUTE_KINDS),
  /** The day one knew, or should have known, that a right was hurt: the year for arbitration begins. */
  aroseOn: z.iso.date(),
  story: words(4000).min(2),
  shared: Ticked,
});
export type DisputeForm = z.output<typeof DisputeForm>;
