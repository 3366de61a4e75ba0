export type {
  CaseEvidence,
  CaseLevel,
  CaseMeasures,
  CaseOutcome,
  CaseState,
  CaseStep,
  EvidenceLine,
  Trend,
} from './cases.schema.ts';
