import type { LocalText } from '../programme/index.ts';
import type { RecommendedResource } from '../resources/index.ts';
import { QUESTIONS_PER_SET } from './choose-questions.rules.ts';
import { presentSkills, type SkillLine } from './learner-parts.pages.ts';
import type { OpenPractice, SkillFact } from './learner.schema.ts';

export interface PracticeStartPage {
  skillId: string;
  name: LocalText;
  description: LocalText;
  /** Most questions of one set. */
  questions: number;
  /** Nothing to ask about this skill yet. */
  empty: boolean;
  open: { answered: number; questions: number } | null;
  openSetId: string | null;
  known: SkillLine | null;
  /** Of the LMS's gradebook; null: it isn't graded there. */
  points: number | null;
  /** What of the library teaches this skill or what it builds on. */
  library: RecommendedResource[];
}

export function presentPracticeStart(
  skill: { id: string; name: LocalText; description: LocalText },
  rows: {
    skillFacts: readonly SkillFact[];
    open: readonly OpenPractice[];
    questions: number;
    points: number | null;
    library: RecommendedResource[];
  },
): PracticeStartPage {
  const open = rows.open.find(({ skillId }) => skillId === skill.id);
  return {
    skillId: skill.id,
    name: skill.name,
    points: rows.points,
    library: rows.library,
    description: skill.description,
    questions: Math.min(QUESTIONS_PER_SET, rows.questions),
    empty: rows.questions === 0 && !open,
    open: open ? { answered: open.answered, questions: open.questions } : null,
    openSetId: open?.id ?? null,
    known: presentSkills(rows.skillFacts).find(({ skillId }) => skillId === skill.id) ?? null,
  };
}
