export type {
  CaseEvidence,
  CaseLevel,
  CaseMeasures,
  CaseOutcome,
  CaseState,
  CaseStep,
  EvidenceLine,
  SchoolClock,
  Trend,
} from './cases.schema.ts';
export { addLook, openCase, type Look, type NewCase } from './open-case.ts';
export { actOnCase } from './act-on-case.ts';
export { caseJobs, escalateDueCases } from './escalate-cases.ts';
export { getSchoolClock, selectOpenCases, type OpenCase } from './cases.queries.ts';
export { selectFollowUps, settleCases, type FollowUpKind } from './follow-up.ts';
export { selectSupportMessages } from './select-support-messages.ts';
export { CASE_NOTICES } from './case-news.rules.ts';
export { remindDueCases } from './remind-cases.ts';
export { casesRoutes } from './cases.routes.ts';
