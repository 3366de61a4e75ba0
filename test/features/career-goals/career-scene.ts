import { occupations, occupationSkills } from '../../../src/features/occupations/occupations.tables.ts';
import { skillPrerequisites, skills } from '../../../src/features/programme/programme.tables.ts';
import type { TestApp } from '../../support/app.ts';
import { aMember, aPerson, aSession, anAppointment } from '../../support/builders.ts';
import { aTrainingScene } from '../training/training-scene.ts';

export const WEB = 'test-web';
export const OPS = 'test-ops';
const both = (text: string) => ({ 'zh-CN': text, en: text });

/** The training room's course with a career teacher, two posts and the skills one of them asks for. */
export async function aCareerScene(test: TestApp) {
  const { deps } = test;
  const scene = await aTrainingScene(test);
  const { schoolId, courseId } = scene;
  const careerTeacher = await aPerson(deps, { schoolId, name: 'Career teacher 01' });
  await anAppointment(deps, { schoolId, courseId, ...careerTeacher, role: 'career_teacher' });
  const post = { schoolId, source: 'school' as const, updatedAt: deps.now() };
  await deps.db.insert(occupations).values([
    { ...post, id: WEB, title: both('Front-end developer'), talentType: 'development' },
    { ...post, id: OPS, title: both('Content operator'), talentType: 'operations' },
  ]);
  for (const id of ['basics', 'javascript', 'react'])
    await deps.db.insert(skills).values({
      schoolId,
      id,
      name: both(id),
      description: both(id),
      talentType: 'development',
      dimension: 'technical_depth',
    });
  await deps.db.insert(skillPrerequisites).values([
    { schoolId, skillId: 'react', requiresSkillId: 'javascript' },
    { schoolId, skillId: 'javascript', requiresSkillId: 'basics' },
  ]);
  await deps.db.insert(occupationSkills).values(
    (
      [
        ['react', 3, 0.9],
        ['javascript', 4, 0.8],
      ] as const
    ).map(([skillId, level, importance]) => ({
      schoolId,
      occupationId: WEB,
      skillId,
      name: both(skillId),
      level,
      importance,
      basis: 'school' as const,
      evidence: 'test',
      confidence: 1,
    })),
  );
  const enter = (personId: string, inCourse: string | null = courseId) =>
    aSession(deps, { schoolId, personId, courseId: inCourse, locale: 'en' });
  return {
    ...scene,
    careerTeacher: careerTeacher.personId,
    as: { ...scene.as, careerTeacher: await enter(careerTeacher.personId) },
    /** Further learners of the course. */
    learners: (count: number) =>
      Promise.all(
        Array.from({ length: count }, (_, n) =>
          aMember(deps, { schoolId, courseId, role: 'learner', name: `More ${String(n).padStart(2, '0')}` }),
        ),
      ),
  };
}
export type CareerScene = Awaited<ReturnType<typeof aCareerScene>>;
