import type { LocalText, Question } from '../programme/index.ts';
import type { GradedKind } from './grade-items.schema.ts';
import type { Standing } from '../lti-services/index.ts';

export interface ResultsRows {
  kind: GradedKind;
  /** What the link shows: a skill's or unit's name; null: the whole course package. */
  name: LocalText | null;
  learners: { personId: string; name: string; standing: Standing }[];
  questions: readonly Question[];
  /** Points of the gradebook's column; null: not graded. */
  scoreMaximum: number | null;
}

type State = 'notBegun' | 'underWay' | 'done';

/** What staff see where learners get to work: what it is, and how the class does. */
export interface ResultsPage {
  kind: GradedKind;
  name: LocalText | null;
  scoreMaximum: number | null;
  begun: number;
  done: number;
  total: number;
  /** Mean of those who have a result. */
  mean: number;
  hasMean: boolean;
  learners: {
    personId: string;
    name: string;
    state: State;
    share: number;
    hasShare: boolean;
    points: number;
  }[];
  questions: { id: string; stem: LocalText; key: LocalText[]; explanation: LocalText }[];
}

const stateOf = ({ begun, complete }: Standing): State =>
  complete ? 'done' : begun ? 'underWay' : 'notBegun';

export function presentResults(rows: ResultsRows): ResultsPage {
  const shares = rows.learners.flatMap(({ standing }) => standing.share ?? []);
  const states = rows.learners.map(({ standing }) => stateOf(standing));
  return {
    kind: rows.kind,
    name: rows.name,
    scoreMaximum: rows.scoreMaximum,
    begun: states.filter((state) => state !== 'notBegun').length,
    done: states.filter((state) => state === 'done').length,
    total: rows.learners.length,
    mean: shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length),
    hasMean: shares.length > 0,
    learners: rows.learners.map(({ personId, name, standing }) => ({
      personId,
      name,
      state: stateOf(standing),
      share: standing.share ?? 0,
      hasShare: standing.share !== null,
      points: Math.round((standing.share ?? 0) * (rows.scoreMaximum ?? 0) * 100) / 100,
    })),
    questions: rows.questions.map((question) => ({
      id: question.id,
      stem: question.stem,
      key: presentKey(question),
      explanation: question.explanation,
    })),
  };
}

/** What counts as right, in words; nothing for true-or-false, whose explanation says it. */
function presentKey({ kind, key, choices }: Question): LocalText[] {
  switch (kind) {
    case 'single':
    case 'multiple':
      return choices.filter(({ id }) => key.includes(id)).map(({ text }) => text);
    case 'fill':
      return key.map((text) => ({ 'zh-CN': text, en: text }));
    case 'true_false':
      return [];
  }
}
