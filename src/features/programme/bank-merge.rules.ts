import { bankProblem } from './bank-draft.rules.ts';
import type { BankFile, BankQuestion } from './bank.schema.ts';
import type { LineProblem } from './plan-file.schema.ts';
import type { Question, QuestionContent } from './programme.schema.ts';

/** What an import would do to the questions in use in a course. */
export interface MergedBank {
  added: BankQuestion[];
  /** Each with the question that it takes the place of, and the first version of that one. */
  changed: { question: BankQuestion; rootId: string }[];
  /** Those that are in use just so. */
  same: number;
  leftOut: LineProblem[];
  problems: LineProblem[];
}

export interface BankPreview {
  file: BankFile;
  /** null while the file has problems. */
  merged: MergedBank | null;
}

/**
 * A question is the same when its id, or the id of a version before it, is one of the course's or the school's; else
 * when everything in it is the same, so that importing twice adds nothing twice. `rootOf`: the first version of each
 * of the course's versions that the file names.
 */
export function mergeBank(file: BankFile, inUse: Question[], rootOf: Map<string, string>): MergedBank {
  const live = new Map(inUse.map((question) => [question.replacesQuestionId ?? question.id, question]));
  const known = new Set(inUse.map(fingerprint));
  const seen = new Map<string, number>();
  const merged: MergedBank = { added: [], changed: [], same: 0, leftOut: [], problems: [] };
  for (const question of file.questions) {
    const { line, id } = question;
    const rootId = id === null ? null : (rootOf.get(id) ?? id);
    const present = rootId === null ? undefined : live.get(rootId);
    const print = fingerprint({ ...question.content, skillId: question.skillId });
    const mark = present ? `id ${rootId}` : print;
    const earlier = seen.get(mark);
    seen.set(mark, earlier ?? line);
    if (present && rootId !== null) {
      if (earlier !== undefined) merged.problems.push(bankProblem(line, 'problems.idTwice', { earlier }));
      else if (present.skillId !== question.skillId)
        merged.problems.push(
          bankProblem(line, 'problems.otherSkill', { skill: present.skillId, value: question.skillId }),
        );
      else if (print === fingerprint(present)) merged.same += 1;
      else merged.changed.push({ question, rootId });
    } else if (known.has(print)) merged.same += 1;
    else if (earlier !== undefined) merged.leftOut.push(bankProblem(line, 'leftOut.twice', { earlier }));
    else merged.added.push(question);
  }
  return merged;
}

/** All that a reader or marking could tell apart. */
function fingerprint(question: QuestionContent & { skillId: string }): string {
  const { skillId, kind, difficulty, stem, choices, key, explanation } = question;
  const told =
    choices.length === 0 ? key : choices.map(({ id, text }) => [text['zh-CN'], text.en, key.includes(id)]);
  const texts = [stem['zh-CN'], stem.en, explanation['zh-CN'], explanation.en];
  return JSON.stringify([skillId, kind, difficulty, texts, told]).replaceAll('\\r\\n', '\\n');
}
