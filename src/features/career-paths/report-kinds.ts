import { selectActiveGoals, selectGoalsOfPerson, selectLearners } from '../career-goals/index.ts';
import { selectOccupationNames, selectOccupationSkills } from '../occupations/index.ts';
import type { ReportKind } from '../reports/index.ts';
import { composeExecutionReport } from './execution-report.rules.ts';
import { measureSkills } from './gap.rules.ts';
import { selectNamedSkills } from './offers.queries.ts';
import { findCurrentPath, selectPathItems, selectPathsOfPerson, selectTries } from './paths.queries.ts';
import { composeTraceReport } from './trace-report.rules.ts';

const STAFF = ['career_teacher', 'administrator', 'supervisor'] as const;
const NOWHERE = { 'zh-CN': '–', en: '–' };

/** How a path was followed in a semester (R073). */
export const EXECUTION: ReportKind = {
  name: 'path_execution',
  about: 'learner',
  staff: STAFF,
  monthly: false,
  async build({ db }, ask) {
    const { schoolId, courseId, personId } = ask;
    if (personId === null) return null;
    const [learner] = await selectLearners(db, { schoolId, courseId, personId });
    const path = await findCurrentPath(db, { schoolId, personId });
    if (!learner || !path) return null;
    const [post] = await selectOccupationNames(db, { schoolId, occupationIds: [path.occupationId] });
    return composeExecutionReport(
      {
        name: learner.name,
        post: post?.title ?? NOWHERE,
        path,
        items: await selectPathItems(db, { schoolId, pathId: path.id }),
      },
      ask,
    );
  },
};

/** Career planning from its first goal to graduation (R078). */
export const TRACE: ReportKind = {
  name: 'career_trace',
  about: 'learner',
  staff: STAFF,
  monthly: false,
  async build({ db }, ask) {
    const { schoolId, courseId, personId } = ask;
    if (personId === null) return null;
    const [learner] = await selectLearners(db, { schoolId, courseId, personId });
    if (!learner) return null;
    const key = { schoolId, personId };
    const paths = await selectPathsOfPerson(db, key);
    const first = paths.at(-1);
    const [current] = paths.filter((path) => path.current);
    const goals = await selectGoalsOfPerson(db, key);
    const aim = (await selectActiveGoals(db, key)).find(({ occupationId }) => occupationId !== null);
    const occupationId = aim?.occupationId ?? null;
    const gapIds = (first?.gaps ?? []).map(({ skillId }) => skillId);
    const named = await selectNamedSkills(db, { schoolId, ids: gapIds });
    const items = current ? await selectPathItems(db, { schoolId, pathId: current.id }) : [];
    return composeTraceReport(
      {
        name: learner.name,
        goals: goals.map(({ horizon, state, title, dueOn, version }) => ({
          horizon,
          state,
          title,
          dueOn,
          versions: version,
        })),
        first: first ? { on: first.fromDay, gaps: first.gaps } : null,
        now: measureSkills(await selectTries(db, key)),
        post:
          aim?.title && occupationId !== null
            ? { title: aim.title, needs: await selectOccupationSkills(db, { schoolId, occupationId }) }
            : null,
        names: new Map(named.map(({ id, name }) => [id, name])),
        items: { planned: items.length, done: items.filter(({ progress }) => progress === 1).length },
      },
      ask,
    );
  },
};

export const careerReports: readonly ReportKind[] = [EXECUTION, TRACE];
