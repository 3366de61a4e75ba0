import { checkClauses, type Finding } from './clause.rules.ts';
import { assessDispute, type DisputeOutlook } from './dispute.rules.ts';
import {
  AGREEMENT_KINDS,
  Clauses,
  DISPUTE_KINDS,
  DISPUTE_OUTCOMES,
  INSURED,
  PENALTY_GROUNDS,
  type AgreementKind,
  type AgreementState,
  type DisputeKind,
  type DisputeOutcome,
  type DisputeStep,
} from './signing.schema.ts';

/** What the pages need of the rows the queries give. */
interface AgreementSeen {
  id: string;
  personName: string;
  state: AgreementState;
  sharedAt: Date | null;
  advisedAt: Date | null;
  updatedAt: Date;
}
interface DisputeSeen {
  id: string;
  personName: string;
  kind: DisputeKind;
  aroseOn: string;
  sharedAt: Date | null;
  closedAt: Date | null;
  outcome: DisputeOutcome | null;
}

type CountOf = Record<Finding['verdict'], number>;
const countVerdicts = (findings: readonly Finding[]): CountOf => {
  const count = (verdict: Finding['verdict']) => findings.filter((one) => one.verdict === verdict).length;
  return { against: count('against'), missing: count('missing'), ask: count('ask') };
};

export interface SigningPage {
  saved: boolean;
  agreements: {
    id: string;
    employer: string;
    kind: AgreementKind | null;
    state: AgreementState;
    updatedAt: Date;
    advised: boolean;
    counts: CountOf;
  }[];
  disputes: { id: string; kind: DisputeKind; aroseOn: string; closed: boolean }[];
  /** null: the reader advises nobody. */
  shared: {
    none: boolean;
    agreements: { id: string; personName: string; sharedAt: Date | null; advised: boolean }[];
    disputes: { id: string; personName: string; kind: DisputeKind; closed: boolean }[];
  } | null;
  form: { kinds: readonly DisputeKind[]; today: string };
}

export function presentSigning(
  rows: {
    agreements: readonly { row: AgreementSeen; clauses: Clauses | null }[];
    disputes: readonly DisputeSeen[];
    shared: { agreements: readonly AgreementSeen[]; disputes: readonly DisputeSeen[] } | null;
  },
  { today, saved }: { today: string; saved: boolean },
): SigningPage {
  return {
    saved,
    agreements: rows.agreements.map(({ row, clauses }) => ({
      id: row.id,
      employer: clauses?.employer ?? '–',
      kind: clauses?.kind ?? null,
      state: row.state,
      updatedAt: row.updatedAt,
      advised: row.advisedAt !== null,
      counts: countVerdicts(clauses === null ? [] : checkClauses(clauses, today)),
    })),
    disputes: rows.disputes.map(({ id, kind, aroseOn, closedAt }) => ({
      ...{ id, kind, aroseOn, closed: closedAt !== null },
    })),
    shared: rows.shared && {
      none: rows.shared.agreements.length + rows.shared.disputes.length === 0,
      agreements: rows.shared.agreements.map(({ id, personName, sharedAt, advisedAt }) => ({
        ...{ id, personName, sharedAt, advised: advisedAt !== null },
      })),
      disputes: rows.shared.disputes.map(({ id, personName, kind, closedAt }) => ({
        ...{ id, personName, kind, closed: closedAt !== null },
      })),
    },
    form: { kinds: DISPUTE_KINDS, today },
  };
}

export interface AgreementPage {
  id: string | null;
  saved: boolean;
  own: boolean;
  personName: string | null;
  state: AgreementState | null;
  shared: boolean;
  clauses: Clauses;
  findings: { verdict: Finding['verdict']; sentence: Sentence; law: Sentence | null }[];
  /** Sums and counts of the form, in the order of a paper; `value` '' where it doesn't say. */
  numbers: { name: string; value: number | ''; most: number; hinted: boolean }[];
  mayDrop: boolean;
  advice: string | null;
  kinds: readonly AgreementKind[];
  grounds: readonly string[];
  insured: readonly string[];
}

/** A sentence of views/locales and what goes into it. */
interface Sentence {
  id: string;
  values: Record<string, string | number>;
}

const NUMBERS = [
  { name: 'termMonths', most: 600 },
  { name: 'probationMonths', most: 60 },
  { name: 'pay', most: 1_000_000 },
  { name: 'probationPay', most: 1_000_000 },
  { name: 'leastPay', most: 1_000_000, hinted: true },
  { name: 'weeklyHours', most: 168 },
  { name: 'restDays', most: 7 },
  { name: 'deposit', most: 1_000_000 },
  { name: 'penalty', most: 1_000_000 },
  { name: 'trainingCost', most: 1_000_000 },
  { name: 'restraintMonths', most: 120 },
  { name: 'restraintPay', most: 1_000_000 },
] as const satisfies readonly { name: keyof Clauses; most: number; hinted?: boolean }[];

export const emptyClauses = (): Clauses => ({
  ...Clauses.parse({ kind: 'labour', employer: '-' }),
  employer: '',
});

export function presentAgreement(
  row: AgreementSeen | null,
  { clauses, advice }: { clauses: Clauses; advice: string | null },
  { today, own, saved }: { today: string; own: boolean; saved: boolean },
): AgreementPage {
  const findings = row === null ? [] : checkClauses(clauses, today);
  return {
    id: row?.id ?? null,
    ...{ saved, own, clauses, advice },
    personName: own ? null : (row?.personName ?? null),
    state: row?.state ?? null,
    shared: row !== null && row.sharedAt !== null,
    findings: findings.map(presentFinding),
    numbers: NUMBERS.map((field) => ({
      ...{ name: field.name, most: field.most, hinted: 'hinted' in field },
      value: clauses[field.name] ?? '',
    })),
    mayDrop: own && row?.state === 'considered',
    kinds: AGREEMENT_KINDS,
    grounds: PENALTY_GROUNDS,
    insured: INSURED,
  };
}

const presentFinding = ({ id, verdict, values, law }: Finding): AgreementPage['findings'][number] => ({
  verdict,
  sentence: { id: `signing.finding.${id}`, values },
  law: law && { id: `signing.law.${law.act}`, values: { articles: law.articles } },
});

export interface DisputePage {
  id: string;
  saved: boolean;
  own: boolean;
  personName: string | null;
  kind: DisputeKind;
  aroseOn: string;
  shared: boolean;
  outcome: DisputeOutcome | null;
  story: string | null;
  steps: { kind: DisputeStep; day: string; byName: string; note: string | null }[];
  outlook: DisputeOutlook;
  outcomes: readonly DisputeOutcome[];
  today: string;
}

export function presentDispute(
  dispute: DisputeSeen & { story: string | null; steps: DisputePage['steps'] },
  { today, own, saved }: { today: string; own: boolean; saved: boolean },
): DisputePage {
  const { id, kind, aroseOn, sharedAt, closedAt, outcome, story } = dispute;
  const steps = dispute.steps.map(({ kind: step, day, byName, note }) => ({ kind: step, day, byName, note }));
  return {
    ...{ id, saved, own, kind, aroseOn, outcome, story, steps, today },
    personName: own ? null : dispute.personName,
    shared: sharedAt !== null,
    outlook: assessDispute({ aroseOn, closed: closedAt !== null, steps }, today),
    outcomes: DISPUTE_OUTCOMES,
  };
}
