export type {
  CaseEvidence,
  CaseLevel,
  CaseOutcome,
  CaseState,
  CaseStep,
  EvidenceLine,
} from './cases.schema.ts';
