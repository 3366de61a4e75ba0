import type { Answers } from './answer.schema.ts';
import { fieldName } from './answer.rules.ts';
import type { BothLanguages } from './definition.schema.ts';
import type { Choice } from './item.pages.ts';
import { judgeMarking, wordsField, type MarkingState, type OpenItem } from './marking.rules.ts';
import type { Marks, QueueRow } from './marking.schema.ts';

export interface QueuePage {
  open: { attemptId: string; title: BothLanguages; submittedAt: Date; marked: number; raters: number }[];
  done: { attemptId: string; title: BothLanguages; submittedAt: Date; state: MarkingState }[];
  saved: boolean;
}

/** What somebody has to mark by one of their roles, and what they have marked. */
export function presentQueue(
  rows: readonly QueueRow[],
  who: { personId: string; roles: readonly string[] },
  saved: boolean,
): QueuePage {
  const own = rows.filter(({ by }) => who.roles.some((role) => by.includes(role)));
  const states = own.map((row) => ({
    ...row,
    state: judgeMarking({ marking: { raters: row.raters, by: [] } }, row.raterIds, who.personId),
  }));
  return {
    open: states
      .filter(({ state }) => state === 'open')
      .map(({ raterIds, ...row }) => ({ ...row, marked: raterIds.length })),
    done: states.filter(({ raterIds }) => raterIds.includes(who.personId)).toReversed(),
    saved,
  };
}

export interface MarkingPage {
  attemptId: string;
  title: BothLanguages;
  submittedAt: Date;
  items: {
    text: BothLanguages;
    help: BothLanguages | null;
    answer: string;
    criteria: { text: BothLanguages; problem: boolean; choices: Choice[] }[];
    words: { name: string; value: string };
  }[];
  problems: number;
  /** How many have marked, of how many that are needed. */
  marked: number;
  raters: number;
}

export function presentMarking(
  attempt: { id: string; title: BothLanguages; submittedAt: Date; marked: number; raters: number },
  items: readonly OpenItem[],
  answers: Answers,
  given: Marks,
  missing: readonly string[],
): MarkingPage {
  return {
    attemptId: attempt.id,
    title: attempt.title,
    submittedAt: attempt.submittedAt,
    marked: attempt.marked,
    raters: attempt.raters,
    problems: missing.length,
    items: items.map((item) => ({
      text: item.text,
      help: item.help ?? null,
      answer: String(answers[item.id] as string),
      criteria: item.criteria.map(({ id, text, levels }) => ({
        text,
        problem: missing.includes(`${item.id}.${id}`),
        choices: levels.map((level): Choice => ({
          name: fieldName(item.id, id),
          value: String(level.value),
          text: level.text,
          sentence: null,
          figure: null,
          about: level.descriptor ?? null,
          checked: given.levels[item.id]?.[id] === level.value,
        })),
      })),
      words: { name: wordsField(item.id), value: given.words[item.id] ?? '' },
    })),
  };
}

export interface MarkedItem {
  text: BothLanguages;
  criteria: { text: BothLanguages; levels: { text: BothLanguages; about: BothLanguages | null }[] }[];
  words: string[];
}

/** What raters said of each open item, criterion by criterion. */
export const presentMarked = (items: readonly OpenItem[], all: readonly Marks[]): MarkedItem[] =>
  items.map((item) => ({
    text: item.text,
    criteria: item.criteria.map(({ id, text, levels }) => ({
      text,
      levels: all.flatMap((marks) => {
        const level = levels.find(({ value }) => value === marks.levels[item.id]?.[id]);
        return level ? [{ text: level.text, about: level.descriptor ?? null }] : [];
      }),
    })),
    words: all.flatMap(({ words }) => words[item.id] ?? []),
  }));
