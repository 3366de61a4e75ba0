import type { CaseMeasures } from '../cases/index.ts';
import type { Warning } from './warning.rules.ts';
import { STUCK_TRIES } from './weak-spot.rules.ts';

export interface StuckSkill {
  skillZh: string;
  skillEn: string;
  statementIds: readonly string[];
}

/** Who practises in vain needs a person, not more questions: a line of its own, beside what else calls for a warning. */
export function warnOfStuck(
  warning: Warning | null,
  measures: CaseMeasures,
  stuck: readonly StuckSkill[],
): Warning | null {
  if (stuck.length === 0) return warning;
  const lines = stuck.map(({ skillZh, skillEn, statementIds }) => ({
    id: 'cases.line.stuck',
    values: { skillZh, skillEn, tries: STUCK_TRIES },
    statementIds: [...statementIds],
  }));
  if (warning === null)
    return { level: 'yellow', evidence: { lines, suggestion: 'cases.suggestion.sitDown', measures } };
  return { ...warning, evidence: { ...warning.evidence, lines: [...warning.evidence.lines, ...lines] } };
}
