export { evaluateKnowledge, type Training } from './evaluate-knowledge.ts';
export { CALIBRATION_BINS } from './score.rules.ts';
