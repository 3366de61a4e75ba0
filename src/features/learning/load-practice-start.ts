import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { selectQuestions, selectSkills, type Skill } from '../programme/index.ts';
import { findRecommended } from '../resources/index.ts';
import type { InCourse } from '../roster/index.ts';
import { findPoints } from './grade-items.queries.ts';
import { selectPractice } from './home.queries.ts';
import { selectSkillFacts } from './learner.queries.ts';
import { LIBRARY_SHOWN } from './load-practice.ts';
import { presentPracticeStart, type PracticeStartPage } from './practice-start.pages.ts';

export async function getSkill(deps: Deps, who: { schoolId: string }, skillId: string): Promise<Skill> {
  const skill = (await selectSkills(deps.db, who)).find(({ id }) => id === skillId);
  if (!skill) throw notFound('skillUnknown');
  return skill;
}

/** What a link to practice opens: what it is, how far, and one button. */
export async function loadPracticeStart(deps: Deps, who: InCourse, skill: Skill): Promise<PracticeStartPage> {
  const { db } = deps;
  return presentPracticeStart(skill, {
    skillFacts: await selectSkillFacts(db, who),
    open: (await selectPractice(db, who)).open,
    questions: (await selectQuestions(db, { ...who, skillId: skill.id })).length,
    library: await findRecommended(db, { ...who, skillIds: [skill.id], limit: LIBRARY_SHOWN }),
    points: await findPoints(db, who, { kind: 'practice', refs: [skill.id] }),
  });
}
