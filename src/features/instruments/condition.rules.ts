import type { Answers } from './answer.schema.ts';
import type { Condition } from './definition.schema.ts';

/** Whether a condition holds, given what was answered of what is shown. */
export function holds(condition: Condition, shown: Answers): boolean {
  if ('all' in condition) return condition.all.every((one) => holds(one, shown));
  if ('any' in condition) return condition.any.some((one) => holds(one, shown));
  if ('not' in condition) return !holds(condition.not, shown);
  const value = shown[condition.item];
  if ('answered' in condition) return (value !== undefined) === condition.answered;
  if (value === undefined) return false;
  if ('is' in condition) return matches(value, condition.is);
  if ('in' in condition) return condition.in.some((wanted) => matches(value, wanted));
  if (typeof value !== 'number') return false;
  return 'atLeast' in condition ? value >= condition.atLeast : value <= condition.atMost;
}

/** Of several choices, one that is wanted is enough. */
const matches = (value: Answers[string], wanted: string | number): boolean =>
  Array.isArray(value) ? value.includes(String(wanted)) : value === wanted;

/** Ids of the items a condition asks about. */
export function asksAbout(condition: Condition | undefined): string[] {
  if (condition === undefined) return [];
  if ('all' in condition) return condition.all.flatMap(asksAbout);
  if ('any' in condition) return condition.any.flatMap(asksAbout);
  if ('not' in condition) return asksAbout(condition.not);
  return [condition.item];
}
