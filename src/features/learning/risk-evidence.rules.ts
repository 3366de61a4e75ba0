import type { CaseLevel, EvidenceLine } from '../cases/index.ts';
import type { RiskTerm } from '../risk/index.ts';

/** What the model's newest run says of a learner. */
export interface RiskSignal {
  p: number;
  level: CaseLevel | null;
  terms: readonly RiskTerm[];
  /** The mean probability in the course. */
  courseMean: number;
}

const TERMS_SHOWN = 3;
/** What adds less to the log-odds is no reason. */
const LEAST_CONTRIBUTION = 0.1;

/** The probability beside the course's, and the reasons that raise it, each beside what is usual. */
export const describeRisk = (risk: RiskSignal): EvidenceLine[] => [
  {
    id: 'cases.line.risk',
    values: { percent: percentOf(risk.p), mean: percentOf(risk.courseMean) },
    statementIds: [],
  },
  ...reasonsOf(risk).map(({ feature, value, courseMean }) => ({
    id: `cases.line.riskTerm.${feature}`,
    values: { value: sayValue(feature, value), mean: sayValue(feature, courseMean) },
    statementIds: [],
  })),
];

const reasonsOf = ({ terms }: RiskSignal): RiskTerm[] =>
  terms.filter(({ contribution }) => contribution >= LEAST_CONTRIBUTION).slice(0, TERMS_SHOWN);

/** Shares as whole percents, counts with one decimal. */
function sayValue(feature: RiskTerm['feature'], value: number): number {
  return feature.endsWith('_share') ? percentOf(value) : Math.round(value * 10) / 10;
}

const percentOf = (share: number) => Math.round(share * 100);

/** What to do first, by the strongest reason. */
export function suggestByRisk(risk: RiskSignal): string {
  switch (reasonsOf(risk)[0]?.feature) {
    case 'points_share':
      return 'goThroughWork';
    case 'activity_share':
    case 'silent_weeks':
      return 'reachOut';
    default:
      return 'agreeOnPlan';
  }
}
