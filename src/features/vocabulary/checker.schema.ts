import { z } from 'zod';
import type { LearningEvent, Statement, StatementProblem } from '../xapi/index.ts';
import type { SequenceVerdict } from './judge-sequence.rules.ts';
import type { Judgement } from './judge-statement.rules.ts';

export type CheckedStatement =
  | { ok: false; problem: StatementProblem }
  | {
      ok: true;
      statement: Statement;
      judgement: Judgement;
      isDecision: boolean;
      /** As the fold would read it; null: it isn't about one learner and one activity. */
      event: LearningEvent | null;
    };

export type Checked =
  | { kind: 'checked'; statements: CheckedStatement[]; sequences: SequenceVerdict[] }
  /** Nothing was given, or what can't be checked. */
  | { kind: 'empty' | 'notJson' | 'tooMany' };

export const KnownCourse = z.object({ iri: z.string(), title: z.string() });
export type KnownCourse = z.infer<typeof KnownCourse>;

/** The most that are checked together. */
export const MOST_STATEMENTS = 50;
