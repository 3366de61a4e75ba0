export { evaluateWarnings } from './evaluate-warnings.ts';
export { reportEvaluation } from './evaluation-report.rules.ts';
export { fitRiskFromFolder } from './fit-risk.ts';
