import { recordAudit } from '../../infra/audit.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { presentTabs } from '../career/index.ts';
import {
  requireCourseLearner,
  selectLearners,
  selectSchoolTerms,
  semestersBetween,
  type Learner,
} from '../career-goals/index.ts';
import { dayIn } from '../../infra/day.rules.ts';
import { selectOccupationNames } from '../occupations/index.ts';
import type { InCourse } from '../roster/index.ts';
import { followPath } from './follow-path.ts';
import { presentGauges } from './gauges.pages.ts';
import { readGauges } from './load-gauges.ts';
import { isPlannable } from './make-path.ts';
import { selectNamedSkills } from './offers.queries.ts';
import { presentPath, presentPlanForm, type PathPage, type PathView } from './path.pages.ts';

/** The learner's own path. */
export async function loadPath(deps: Deps, who: InCourse, saved: boolean): Promise<PathPage> {
  const [learner] = await selectLearners(deps.db, { ...who });
  if (!learner) throw notFound();
  return readPage(deps, who, learner, saved);
}

/** A learner's path as staff of the course see it; that it was read is recorded. */
export async function loadStudentPath(
  deps: Deps,
  who: InCourse,
  personId: string,
  saved: boolean,
): Promise<PathPage> {
  const learner = await requireCourseLearner(deps.db, who, personId);
  await recordAudit(deps.db, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action: 'career.path.read',
    subjectType: 'person',
    subjectId: personId,
  });
  return readPage(deps, who, learner, saved);
}

async function readPage(deps: Deps, who: InCourse, learner: Learner, saved: boolean): Promise<PathPage> {
  const { db } = deps;
  const { schoolId } = who;
  const today = dayIn(who.timeZone, deps.now());
  const isOwn = learner.personId === who.personId;
  const key = { schoolId, personId: learner.personId };
  const followed = await followPath(db, key, today);
  const { gauges } = await readGauges(db, { schoolId, today }, [learner]);
  const [own] = gauges;
  if (!own) throw notFound();
  const goals = own.goals.filter((goal) => isPlannable(goal, today));
  return {
    tabs: presentTabs(who, isOwn ? 'path' : 'desk'),
    saved,
    student: isOwn ? null : { personId: learner.personId, name: learner.name },
    gauges: presentGauges(own),
    path: followed && (await readPath(deps, schoolId, followed, today)),
    form: isOwn ? presentPlanForm(goals, followed?.path ?? null) : null,
    mayApprove:
      who.roles.includes('career_teacher') &&
      followed !== null &&
      followed.path.confirmedAt !== null &&
      followed.path.approvedAt === null,
  };
}

async function readPath(
  { db }: Deps,
  schoolId: string,
  followed: NonNullable<Awaited<ReturnType<typeof followPath>>>,
  today: string,
): Promise<PathView> {
  const { path, items } = followed;
  const ids = new Set([
    ...path.gaps.map(({ skillId }) => skillId),
    ...items.flatMap(({ covers, after }) => [...covers.map(({ skillId }) => skillId), ...after]),
  ]);
  const skills = await selectNamedSkills(db, { schoolId, ids: [...ids] });
  const [post] = await selectOccupationNames(db, { schoolId, occupationIds: [path.occupationId] });
  const first = items.reduce((day, { startsOn }) => (startsOn < day ? startsOn : day), path.fromDay);
  return presentPath(
    followed,
    new Map(skills.map(({ id, name }) => [id, name])),
    post?.title ?? null,
    semestersBetween(first, path.untilDay, await selectSchoolTerms(db, schoolId)),
    today,
  );
}
