import { skills } from '../../../src/features/programme/programme.tables.ts';
import { skillFacts } from '../../../src/features/trajectory/facts.tables.ts';
import type { Deps } from '../../../src/infra/deps.ts';
import type { TestApp } from '../../support/app.ts';
import { aCourse, aMember, aPerson, aSchool, aSession, anAppointment } from '../../support/builders.ts';

/** A school with three skills, two students, a teacher, an administrator and a career teacher. */
export async function anEmploymentScene({ deps }: TestApp) {
  const { schoolId } = await aSchool(deps);
  const { courseId } = await aCourse(deps, { schoolId });
  const at = { schoolId, courseId };
  for (const [id, name] of [
    ['S002', 'Python'],
    ['S006', 'JavaScript'],
    ['S012', 'SQL'],
  ] as const)
    await deps.db.insert(skills).values({
      schoolId,
      id,
      name: { 'zh-CN': name, en: name },
      description: { 'zh-CN': name, en: name },
      talentType: 'development',
      dimension: 'technical_depth',
    });
  const learner = await aMember(deps, { ...at, role: 'learner', name: 'Learner 01' });
  const other = await aMember(deps, { ...at, role: 'learner', name: 'Learner 02' });
  const teacher = await aMember(deps, { ...at, role: 'instructor', name: 'Teacher 01' });
  const admin = await aMember(deps, { ...at, role: 'administrator', name: 'Admin 01' });
  const career = await aPerson(deps, { schoolId, name: 'Career 01' });
  await anAppointment(deps, { schoolId, ...career, role: 'career_teacher' });
  const enter = (person: { personId: string }, inCourse: string | null = courseId) =>
    aSession(deps, { schoolId, ...person, courseId: inCourse, locale: 'en' });
  return {
    ...at,
    learner: learner.personId,
    other: other.personId,
    admin: admin.personId,
    as: {
      learner: await enter(learner),
      other: await enter(other),
      teacher: await enter(teacher),
      admin: await enter(admin),
      career: await enter(career, null),
    },
  };
}
export type EmploymentScene = Awaited<ReturnType<typeof anEmploymentScene>>;

/** What somebody's latest answers to a skill were. */
export const someAnswers = (
  deps: Deps,
  given: { schoolId: string; personId: string; skillId: string; attempts: number; correct: number },
) =>
  deps.db.insert(skillFacts).values({
    ...given,
    answers: given.attempts,
    recent: given.correct / given.attempts,
    lastAttemptAt: deps.now(),
    evidence: [],
  });

export const employerForm = (given: Record<string, string> = {}) => ({
  name: 'Example Software (demo)',
  creditCode: '91350100M000100Y43',
  kind: 'private',
  standing: 'innovative',
  region: 'Hangzhou',
  about: '',
  ...given,
});

export const openingForm = (given: Record<string, string | string[]> = {}) => ({
  purpose: 'opening',
  title: 'Junior data developer',
  text: 'Writes reports. Python and SQL wanted, no JavaScript needed.',
  talentType: 'development',
  wanted: '2',
  region: 'Hangzhou',
  kind: 'full_time',
  payMin: '5000',
  payMax: '7000',
  education: '',
  startsOn: '',
  certificates: '',
  special: '',
  expiresOn: '2026-10-01',
  occupationId: '',
  ...given,
});

/** The first two suggestions as the form sends them. */
export const skillsForm = {
  'skill-0': 'S002',
  'listed-0': '1',
  'use-0': '1',
  'level-0': '3',
  'need-0': 'must',
  'skill-1': 'S012',
  'listed-1': '1',
  'use-1': '1',
  'level-1': '2',
  'need-1': 'nice',
};
