import type { Deps } from '../../infra/deps.ts';
import { selectQuestions, type LocalText, type Question } from '../programme/index.ts';
import type { InCourse } from '../roster/index.ts';
import { selectClassMembers } from './class.queries.ts';
import { findPoints } from './grade-items.queries.ts';
import type { GradedKind } from './grade-items.schema.ts';
import { loadStandings } from './grade-standings.ts';
import { getUnit } from './load-assessment.ts';
import { getSkill } from './load-practice-start.ts';
import { presentResults, type ResultsPage } from './results.pages.ts';
import { selectUnitQuestions } from './start-assessment.ts';

interface Thing {
  /** By which links may name it. */
  refs: string[];
  name: LocalText | null;
  questions: Question[];
}

/** How the class does in a graded thing. */
export async function loadResults(
  deps: Deps,
  who: InCourse,
  kind: GradedKind,
  ref: string,
): Promise<ResultsPage> {
  const { db } = deps;
  const { schoolId, courseId } = who;
  const thing = await findThing(deps, who, kind, ref);
  const graded = { schoolId, courseIds: [courseId], personIds: null };
  const standings = (await loadStandings(db, graded))({ courseId, kind, ref: thing.refs[0] ?? '' });
  const standingOf = new Map(standings.map(({ personId, standing }) => [personId, standing]));
  const none = { begun: false, share: null, complete: false };
  return presentResults({
    kind,
    name: thing.name,
    questions: thing.questions,
    scoreMaximum: await findPoints(db, who, { kind, refs: thing.refs }),
    learners: (await selectClassMembers(db, who)).map(({ personId, name }) => ({
      personId,
      name,
      standing: standingOf.get(personId) ?? none,
    })),
  });
}

async function findThing(deps: Deps, who: InCourse, kind: GradedKind, ref: string): Promise<Thing> {
  switch (kind) {
    case 'package':
      return { refs: [''], name: null, questions: [] };
    case 'practice': {
      const { id, name } = await getSkill(deps, who, ref);
      return { refs: [id], name, questions: await selectQuestions(deps.db, { ...who, skillId: id }) };
    }
    case 'assessment': {
      const unit = await getUnit(deps, who, ref);
      return {
        refs: [unit.id, unit.ref],
        name: { 'zh-CN': unit.title, en: unit.title },
        questions: await selectUnitQuestions(deps.db, who, unit),
      };
    }
  }
}
