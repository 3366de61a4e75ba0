import type { Deps } from '../infra/deps.ts';
import { saveMentorFile, type FileContent } from '../features/partners/index.ts';
import { acceptInvitation } from '../features/roster/accept-invitation.ts';
import { assignClass, editCourse } from '../features/roster/edit-members.ts';
import { saveSchoolPart } from '../features/roster/edit-school.ts';
import { invitePerson } from '../features/roster/invite-person.ts';
import { accountKey } from '../features/xapi/index.ts';
import { selectIdentities, type InCourse } from '../features/roster/index.ts';
import { selectAppointments } from '../features/roster/people.queries.ts';
import {
  selectClasses,
  selectColleges,
  selectMajors,
  selectTerms,
} from '../features/roster/school.queries.ts';
import type { Locale } from '../infra/views.ts';
import { DAY_MS, courseStart } from './sample-course.rules.ts';
import type { SampleCourse, SampleMentorFile } from './sample-course.schema.ts';
import type { SampleLearner } from './sample-learners.rules.ts';

interface Given {
  course: SampleCourse;
  locale: Locale;
  endsAt: Date;
}

const byName = <T extends { name: string }>(rows: readonly T[], name: string): T | undefined =>
  rows.find((row) => row.name === name);

/** College, majors with their talent types, and classes, as an administrator would enter them; what is there stays. */
export async function setUpSchool(
  deps: Deps,
  who: InCourse,
  { course, locale, endsAt }: Given,
): Promise<void> {
  const { schoolId } = who;
  const name = course.college[locale];
  if (!byName(await selectColleges(deps.db, schoolId), name))
    await saveSchoolPart(deps, who, { part: 'college', id: null, name });
  const college = byName(await selectColleges(deps.db, schoolId), name);
  if (!college) throw new Error('The college that was just saved is not there.');
  for (const { major, talentType, className } of course.groups) {
    const wanted = { name: major[locale], collegeId: college.id, talentType };
    if (!byName(await selectMajors(deps.db, schoolId), wanted.name))
      await saveSchoolPart(deps, who, { part: 'major', id: null, ...wanted });
    const majorId = byName(await selectMajors(deps.db, schoolId), wanted.name)?.id;
    if (majorId !== undefined && !byName(await selectClasses(deps.db, schoolId), className[locale]))
      await saveSchoolPart(deps, who, {
        part: 'class',
        id: null,
        name: className[locale],
        majorId,
        entryYear: endsAt.getUTCFullYear() - 1,
      });
  }
}

/** How many days a term goes on after the eight weeks. */
const TERM_GOES_ON = 42;

/**
 * The course's term. Until all statements are in, it ends yesterday: outside the term nobody is taken for silent, and
 * while history comes in, everybody would be for whom the latest statements are still to come.
 */
export async function setTerm(
  deps: Deps,
  who: InCourse,
  given: Given & { isComplete: boolean },
): Promise<void> {
  const { schoolId } = who;
  const name = given.course.words.term[given.locale];
  const known = byName(await selectTerms(deps.db, schoolId), name);
  const lastDay = given.endsAt.getTime() + (given.isComplete ? TERM_GOES_ON : -1) * DAY_MS;
  await saveSchoolPart(deps, who, {
    part: 'term',
    id: known?.id ?? null,
    name,
    startsOn: dayOf(new Date(courseStart(given.endsAt))),
    endsOn: dayOf(new Date(lastDay)),
  });
  const term = byName(await selectTerms(deps.db, schoolId), name);
  await editCourse(deps, who, { talentType: null, termId: term?.id ?? null });
}

/** The day where the school is. */
const dayOf = (at: Date) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(at);

/** Puts everybody who has come by now into the class of their talent type. */
export async function assignClasses(
  deps: Deps,
  who: InCourse,
  { course, locale, lmsUrl, learners }: Given & { lmsUrl: string; learners: readonly SampleLearner[] },
): Promise<void> {
  const keyOf = ({ userId }: SampleLearner) => accountKey(lmsUrl, String(userId));
  const people = await selectIdentities(deps.db, who.schoolId, learners.map(keyOf));
  const classes = await selectClasses(deps.db, who.schoolId);
  for (const { talentType, className } of course.groups) {
    const personIds = learners
      .filter((learner) => learner.talentType === talentType)
      .flatMap((learner) => people.get(keyOf(learner)) ?? []);
    const classId = byName(classes, className[locale])?.id;
    if (classId !== undefined && personIds.length > 0) await assignClass(deps, who, { classId, personIds });
  }
}

/** Supervisor, career teacher and enterprise mentors of the course, who come by invitation. */
export async function inviteStaff(
  deps: Deps,
  who: InCourse,
  { course, locale, endsAt }: Given,
): Promise<void> {
  for (const { role, name, mentorFile } of course.staff) {
    const isThere = async () =>
      (await selectAppointments(deps.db, who)).find((one) => one.role === role && one.name === name[locale]);
    if (await isThere()) continue;
    const { url } = await invitePerson(deps, who, { name: name[locale], role });
    const token = url.slice(url.lastIndexOf('/') + 1);
    await acceptInvitation(deps, token, { name: name[locale], locale });
    const mentor = await isThere();
    if (mentorFile && mentor)
      await saveMentorFile(deps, who, mentor.personId, describeMentor(mentorFile, locale, endsAt));
  }
}

/** Engaged for a year that is nearly over, so that an appraisal and a new agreement are due soon. */
function describeMentor(file: SampleMentorFile, locale: Locale, endsAt: Date): FileContent {
  const daysFrom = (days: number) => dayOf(new Date(endsAt.getTime() + days * DAY_MS));
  const evidence = Object.entries(file.evidence).map(([id, text]) => [id, text[locale]] as const);
  return {
    words: {
      employer: file.employer[locale],
      position: file.position[locale],
      evidence: Object.fromEntries(evidence),
      selection: file.selection[locale],
      agreement: file.agreement[locale],
    },
    engagements: ['case_teaching', 'project_guidance', 'warning_guidance'],
    selectedOn: daysFrom(-350),
    agreementFrom: daysFrom(-345),
    agreementUntil: daysFrom(20),
  };
}
