import { recordAudit } from '../../infra/audit.ts';
import type { Deps } from '../../infra/deps.ts';
import { dayIn } from '../../infra/day.rules.ts';
import type { InCourse } from '../roster/index.ts';
import { requireCourseLearner } from './calibrate-goals.ts';
import {
  presentAdjustments,
  presentCalibrations,
  type AdjustmentView,
  type CalibrationPage,
} from './calibration.pages.ts';
import { assessCalibration } from './calibration.rules.ts';
import { CONVERSATION_TOPICS, VERDICTS } from './calibration.schema.ts';
import {
  selectAdjustments,
  selectCalibrations,
  selectConversations,
  selectSchoolTerms,
} from './calibrations.queries.ts';
import { presentGoals } from './goals.pages.ts';
import { openWords, readGoals } from './load-goals.ts';
import { selectGoalsOfPerson } from './goals.queries.ts';
import { semesterOf } from './semester.rules.ts';
import type { StudentPage } from './student.pages.ts';
import { presentTabs } from '../career/index.ts';

/** The learner's own page: this semester's two talks, questions about goals, and what was answered before. */
export async function loadCalibration(deps: Deps, who: InCourse, saved: boolean): Promise<CalibrationPage> {
  const { db } = deps;
  const today = dayIn(who.timeZone, deps.now());
  const semester = semesterOf(today, await selectSchoolTerms(db, who.schoolId));
  const { calibrations, adjustments } = await openWords(deps, who, {
    calibrations: await selectCalibrations(db, who),
    adjustments: await selectAdjustments(db, who),
  });
  const views = presentAdjustments(adjustments, await selectGoalsOfPerson(db, who), today);
  const isOpen = ({ choice }: AdjustmentView) => choice === null;
  return {
    tabs: presentTabs(who, 'calibration'),
    saved,
    today,
    semester,
    standing: assessCalibration(calibrations, semester, today),
    adjustments: views.filter(isOpen),
    answered: views.filter((view) => !isOpen(view)),
    calibrations: presentCalibrations(calibrations),
  };
}

/** A learner as career teachers and mentors of the course see them; that it was read is recorded. */
export async function loadStudent(
  deps: Deps,
  who: InCourse,
  personId: string,
  saved: boolean,
): Promise<StudentPage> {
  const { db } = deps;
  const learner = await requireCourseLearner(db, who, personId);
  const key = { schoolId: who.schoolId, personId };
  const today = dayIn(who.timeZone, deps.now());
  const semester = semesterOf(today, await selectSchoolTerms(db, who.schoolId));
  const isTeacher = who.roles.includes('career_teacher');
  const { calibrations, adjustments, conversations } = await openWords(deps, key, {
    calibrations: await selectCalibrations(db, key),
    adjustments: await selectAdjustments(db, key),
    conversations: isTeacher ? await selectConversations(db, key) : [],
  });
  const goals = await readGoals(deps, key);
  await recordAudit(db, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action: 'career.read',
    subjectType: 'person',
    subjectId: personId,
  });
  return {
    tabs: presentTabs(who, 'desk'),
    saved,
    today,
    learner,
    semester,
    standing: assessCalibration(calibrations, semester, today),
    goals: presentGoals(goals, today),
    adjustments: presentAdjustments(adjustments, goals.goals, today),
    calibrations: presentCalibrations(calibrations),
    conversations: conversations.map(({ heldOn, topic, nextOn, byName, words }) => ({
      heldOn,
      topic,
      nextOn,
      byName,
      words,
    })),
    forms: {
      interview: who.roles.some((role) => role === 'career_teacher' || role === 'enterprise_mentor'),
      conversation: isTeacher,
      topics: CONVERSATION_TOPICS,
      verdicts: VERDICTS,
    },
  };
}
