import type { Deps } from '../infra/deps.ts';
import type { Locale } from '../infra/views.ts';
import { dayIn } from '../infra/day.rules.ts';
import { recordCalibration, recordConversation } from '../features/career-goals/calibrate-goals.ts';
import { selectActiveGoals } from '../features/career-goals/goals.queries.ts';
import { addMonths } from '../features/career-goals/goal.rules.ts';
import { saveGoal } from '../features/career-goals/save-goal.ts';
import { approvePath, confirmPath } from '../features/career-paths/change-path.ts';
import { markLiteracy } from '../features/career-paths/mark-literacy.ts';
import { makePath } from '../features/career-paths/make-path.ts';
import { selectListedOffers } from '../features/career-paths/offers.queries.ts';
import { addOffer } from '../features/career-paths/save-offer.ts';
import { selectOccupationSkills } from '../features/occupations/index.ts';
import { selectIdentities, type InCourse, type TalentType } from '../features/roster/index.ts';
import { selectAppointments } from '../features/roster/people.queries.ts';
import { accountKey } from '../features/xapi/index.ts';
import { DAY_MS } from './sample-course.rules.ts';
import type { SampleCourse } from './sample-course.schema.ts';
import type { SampleLearner } from './sample-learners.rules.ts';

/** How many of the class get so far, in the order of the list. */
const WITH_GOALS = 18;
const WITH_ALL_GOALS = 12;
const WITH_PATHS = 10;
const CONFIRMED = 8;
const APPROVED = 5;
const INTERVIEWED = 7;
const MARKED = 6;
const WEEKLY_MINUTES = 300;
/** Plans were made so long ago, so that there is something to be on or behind. */
const PLANNED_DAYS_AGO = 21;

const POSTS: Record<TalentType, string> = {
  development: 'onet-15-1254.00',
  support: 'onet-15-1244.00',
  operations: 'cn-4-01-06-01',
};
const LITERACY = ['ethics', 'teamwork', 'innovation'] as const;

/** Part of the class with goals, paths and what a career teacher and a mentor noted; what is there already stays. */
export async function setUpGoals(
  deps: Deps,
  who: InCourse,
  given: {
    course: SampleCourse;
    locale: Locale;
    endsAt: Date;
    lmsUrl: string;
    learners: readonly SampleLearner[];
  },
): Promise<void> {
  const { schoolId } = who;
  const then: Deps = { ...deps, now: () => new Date(given.endsAt.getTime() - PLANNED_DAYS_AGO * DAY_MS) };
  const staff = await selectAppointments(deps.db, who);
  const personOf = (role: string) => staff.find((one) => one.role === role)?.personId;
  const careerTeacher: InCourse = {
    ...who,
    personId: personOf('career_teacher') ?? who.personId,
    roles: ['career_teacher'],
  };
  const mentor: InCourse = {
    ...who,
    personId: personOf('enterprise_mentor') ?? who.personId,
    roles: ['enterprise_mentor'],
  };
  await listOffers(then, careerTeacher, given);
  const keyOf = ({ userId }: SampleLearner) => accountKey(given.lmsUrl, String(userId));
  const people = await selectIdentities(deps.db, schoolId, given.learners.map(keyOf));
  for (const [place, learner] of given.learners.slice(0, WITH_GOALS).entries()) {
    const personId = people.get(keyOf(learner));
    if (!personId) continue;
    const own: InCourse = { ...who, personId, roles: ['learner'] };
    if ((await selectActiveGoals(deps.db, own)).length > 0) continue;
    await setGoals(then, own, POSTS[learner.talentType], place, given);
    await followThrough(then, { own, careerTeacher, mentor }, place, given);
  }
}

interface Given {
  course: SampleCourse;
  locale: Locale;
}

async function setGoals(
  deps: Deps,
  own: InCourse,
  occupationId: string,
  place: number,
  { course, locale }: Given,
): Promise<void> {
  const today = dayIn(own.timeZone, deps.now());
  const words = course.words.career.goal[locale];
  const goal = { occupationId, measure: 'skills' as const, target: 80, words };
  await saveGoal(deps, own, 'short', { ...goal, dueOn: addMonths(today, 11) });
  if (place >= WITH_ALL_GOALS) return;
  const later = { ...goal, measure: 'projects' as const, target: 3, words: '' };
  await saveGoal(deps, own, 'mid', { ...later, dueOn: addMonths(today, 30) });
  await saveGoal(deps, own, 'long', { ...later, measure: 'offers', target: 1, dueOn: addMonths(today, 60) });
}

async function followThrough(
  deps: Deps,
  { own, careerTeacher, mentor }: Record<'own' | 'careerTeacher' | 'mentor', InCourse>,
  place: number,
  { course, locale }: Given,
): Promise<void> {
  const { personId } = own;
  const { career } = course.words;
  const heldOn = dayIn(own.timeZone, deps.now());
  if (place < WITH_PATHS) {
    const [near] = await selectActiveGoals(deps.db, own);
    if (near) await makePath(deps, own, { goalId: near.id, weeklyMinutes: WEEKLY_MINUTES });
    if (place < CONFIRMED) await confirmPath(deps, own);
    if (place < APPROVED) await approvePath(deps, careerTeacher, personId);
  }
  if (place < INTERVIEWED) {
    const verdict = place === 2 ? 'adjust' : 'reasonable';
    const noted = { heldOn, place: null, verdict, words: career.interview[locale] } as const;
    await recordCalibration(deps, mentor, { personId, kind: 'interview' }, noted);
    if (place % 2 === 0)
      await recordCalibration(
        deps,
        own,
        { personId, kind: 'experience' },
        { ...noted, place: career.employer[locale], words: career.experience[locale] },
      );
  }
  if (place < MARKED)
    for (const [index, dimension] of LITERACY.entries())
      await markLiteracy(deps, mentor, personId, {
        dimension,
        level: 2 + ((place + index) % 3),
        mappingId: null,
        words: career.mark[locale],
      });
  if (place < 3)
    await recordConversation(deps, careerTeacher, personId, {
      heldOn,
      topic: 'goal',
      nextOn: null,
      words: career.talk[locale],
    });
}

/** A certificate for each sort of post, and a contest. */
async function listOffers(deps: Deps, who: InCourse, { course, locale }: Given): Promise<void> {
  const { schoolId } = who;
  const today = dayIn(who.timeZone, deps.now());
  if ((await selectListedOffers(deps.db, { schoolId, today })).length > 0) return;
  const { career } = course.words;
  for (const [talentType, occupationId] of Object.entries(POSTS)) {
    const skills = await selectOccupationSkills(deps.db, { schoolId, occupationId });
    if (skills.length === 0) continue;
    const about = {
      organiser: career.organiser[locale],
      url: null,
      skillIds: skills.slice(0, 6).map(({ skillId }) => skillId),
      from: 0,
    };
    const title = `${career.certificate[locale]} · ${career[talentType as TalentType][locale]}`;
    await addOffer(deps, who, {
      ...about,
      kind: 'certificate',
      title,
      hours: 40,
      applyBy: addMonths(today, 4),
      heldOn: addMonths(today, 6),
      to: 4,
    });
    await addOffer(deps, who, {
      ...about,
      kind: 'competition',
      title: `${career.contest[locale]} · ${career[talentType as TalentType][locale]}`,
      skillIds: about.skillIds.slice(2),
      hours: 24,
      applyBy: addMonths(today, 2),
      heldOn: addMonths(today, 3),
      to: 5,
    });
  }
}
