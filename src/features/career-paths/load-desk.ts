import type { Deps } from '../../infra/deps.ts';
import { presentTabs } from '../career/index.ts';
import { selectLastConversationsOf, selectLearners, selectOpenAdjustmentsOf } from '../career-goals/index.ts';
import { selectFollowUps } from '../cases/index.ts';
import { addDays, dayIn, mondayOf } from '../../infra/day.rules.ts';
import type { InCourse } from '../roster/index.ts';
import { presentDesk, type DeskPage } from './desk.pages.ts';
import { selectStaffing, selectUncommented } from './desk.queries.ts';
import { presentGaugesPage, type GaugesPage } from './gauges.pages.ts';
import { readGauges } from './load-gauges.ts';
import { findNeeds, type Need } from './needs.rules.ts';

/** The career teacher's week: who needs what, how far each class has come, what is being followed up. */
export async function loadDesk(
  deps: Deps,
  who: InCourse,
  ask: { need: Need | null; find: string; page: number },
): Promise<DeskPage> {
  const { db } = deps;
  const { schoolId, courseId } = who;
  const today = dayIn(who.timeZone, deps.now());
  const learners = await selectLearners(db, { schoolId, courseId });
  const personIds = learners.map(({ personId }) => personId);
  const { semester, gauges } = await readGauges(db, { schoolId, today }, learners);
  const asked = await selectOpenAdjustmentsOf(db, { schoolId, personIds });
  const uncommented = new Map(
    (await selectUncommented(db, { schoolId, personIds })).map(({ personId, goals }) => [personId, goals]),
  );
  const talks = new Map(
    (await selectLastConversationsOf(db, { schoolId, personIds })).map((talk) => [talk.personId, talk]),
  );
  const followUps = await selectFollowUps(db, { schoolId, courseId });
  const names = new Map(learners.map(({ personId, name }) => [personId, name]));
  const weekEnd = addDays(mondayOf(today), 6);
  const rows = gauges.map((one) => {
    const { personId } = one.learner;
    const needs = findNeeds(
      {
        ...one,
        adjustmentsOverdue: asked.filter((task) => task.personId === personId && task.dueOn < today).length,
        objections: followUps.filter(
          ({ kind, subjectPersonId }) => kind === 'path_objection' && subjectPersonId === personId,
        ).length,
        nextTalkOn: talks.get(personId)?.nextOn ?? null,
        uncommented: uncommented.get(personId) ?? 0,
      },
      weekEnd,
    );
    return { gauges: one, needs, lastTalkOn: talks.get(personId)?.heldOn ?? null };
  });
  const answersForStaff = who.roles.some((role) => role === 'administrator' || role === 'supervisor');
  return presentDesk(rows, {
    ...ask,
    tabs: presentTabs(who, 'desk'),
    semester,
    followUps: followUps.map(({ id, kind, subjectPersonId, dueAt }) => ({
      id,
      kind,
      name: (subjectPersonId !== null && names.get(subjectPersonId)) || '',
      dueAt,
    })),
    staffing: answersForStaff ? await selectStaffing(db, schoolId) : null,
  });
}

/** The three gauges of the course's learners, by class, by cohort and one by one. */
export async function loadGauges(deps: Deps, who: InCourse, group: string | null): Promise<GaugesPage> {
  const { db } = deps;
  const { schoolId, courseId } = who;
  const learners = await selectLearners(db, { schoolId, courseId });
  const today = dayIn(who.timeZone, deps.now());
  const { gauges } = await readGauges(db, { schoolId, today }, learners);
  return presentGaugesPage(gauges, { tabs: presentTabs(who, 'gauges'), inCourse: true, group });
}
