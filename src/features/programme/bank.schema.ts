import type { LineProblem } from './plan-file.schema.ts';
import type { QuestionContent } from './programme.schema.ts';

/** Most questions that one import takes. */
export const MAX_BANK_QUESTIONS = 2000;

/** A question as a file tells it. */
export interface BankQuestion {
  line: number;
  /** The id it had where it was exported; null: the file tells none. */
  id: string | null;
  skillId: string;
  content: QuestionContent;
}

export interface BankFile {
  questions: BankQuestion[];
  /** What the file holds but no question here can be; the others are imported without it. */
  leftOut: LineProblem[];
  /** Headings that aren't understood; their cells were passed over. */
  ignored: string[];
  /** Nothing is imported while there is one. */
  problems: LineProblem[];
}

/** What whoever imports chose in the form. */
export interface BankChoices {
  /** For questions whose skill the file doesn't tell. */
  skillId: string | null;
  /** Whether the right answer stands in for an explanation that isn't there. */
  explain: boolean;
}
