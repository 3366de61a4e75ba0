import type { Role } from '../roster/index.ts';
import type { Answers } from './answer.schema.ts';
import { fieldName, type Fields } from './answer.rules.ts';
import type { Definition } from './definition.schema.ts';
import type { FormItem, FormPart } from './form.rules.ts';
import type { Marks } from './marking.schema.ts';

export type OpenItem = Extract<FormItem, { kind: 'open' }>;
export const MOST_WORDS = 2000;

/** The items of an attempt that somebody has to read: those that were answered. */
export const listOpenItems = (shown: readonly FormPart[], answers: Answers): OpenItem[] =>
  shown
    .flatMap(({ items }) => items)
    .filter((item): item is OpenItem => item.kind === 'open' && answers[item.id] !== undefined);

/** Whether somebody may mark it: by a role that the instrument names, and never their own. */
export const mayMark = (
  who: { personId: string; roles: readonly Role[] },
  definition: Pick<Definition, 'marking'>,
  attempt: { personId: string | null },
): boolean =>
  attempt.personId !== null &&
  attempt.personId !== who.personId &&
  who.roles.some((role) => definition.marking?.by.includes(role));

export type MarkingState = 'open' | 'marked' | 'scored';

/** Where an attempt stands for one rater: theirs to mark, marked by them and waiting for another, or scored. */
export const judgeMarking = (
  definition: Pick<Definition, 'marking'>,
  raterIds: readonly string[],
  personId: string,
): MarkingState => {
  if (raterIds.length >= (definition.marking?.raters ?? 1)) return 'scored';
  return raterIds.includes(personId) ? 'marked' : 'open';
};

export const wordsField = (itemId: string): string => `w.${itemId}`;

/** Marks out of a form; `missing` names criteria (`item.criterion`) without a level of theirs. */
export function readMarks(items: readonly OpenItem[], fields: Fields): { marks: Marks; missing: string[] } {
  const marks: Marks = { levels: {}, words: {} };
  const missing: string[] = [];
  for (const { id, criteria } of items) {
    const given: Record<string, number> = {};
    for (const criterion of criteria) {
      const sent = fields[fieldName(id, criterion.id)];
      const level = criterion.levels.find(({ value }) => String(value) === sent);
      if (level) given[criterion.id] = level.value;
      else missing.push(`${id}.${criterion.id}`);
    }
    marks.levels[id] = given;
    const words = fields[wordsField(id)];
    if (typeof words === 'string' && words.trim() !== '') marks.words[id] = words.trim().slice(0, MOST_WORDS);
  }
  return { marks, missing };
}

/** Answers with the marks in the place of what was written: the mean where two have marked. */
export function withMarks(answers: Answers, all: readonly Marks[]): Answers {
  const merged: Record<string, Record<string, number>> = {};
  for (const itemId of new Set(all.flatMap(({ levels }) => Object.keys(levels)))) {
    const ofItem = all.map(({ levels }) => levels[itemId] ?? {});
    merged[itemId] = Object.fromEntries(
      [...new Set(ofItem.flatMap((levels) => Object.keys(levels)))].map((criterion) => {
        const values = ofItem.flatMap((levels) => levels[criterion] ?? []);
        return [criterion, values.reduce((sum, value) => sum + value, 0) / values.length];
      }),
    );
  }
  return { ...answers, ...merged };
}
