import type { EvidenceLine } from './cases.schema.ts';

const MESSAGES: Record<string, string> = {
  'cases.line.missedDeadline': 'cases.support.catchUp',
  'cases.line.silent': 'cases.support.welcomeBack',
  'cases.line.activity': 'cases.support.smallSteps',
  'cases.line.riskTerm.missed_run': 'cases.support.catchUp',
  'cases.line.riskTerm.silent_weeks': 'cases.support.welcomeBack',
  'cases.line.riskTerm.points_share': 'cases.support.smallSteps',
};

/**
 * What a learner reads while a case about them is open: keys of friendly sentences, none of which tells that there is
 * a case. A level or colour would brand, not help (notes/learning.md §1).
 */
export function buildSupportMessages(lines: readonly EvidenceLine[]): string[] {
  const messages = [...new Set(lines.flatMap(({ id }) => MESSAGES[id] ?? []))].slice(0, 2);
  return lines.length === 0 ? [] : [...messages, 'cases.support.askTeacher'];
}
