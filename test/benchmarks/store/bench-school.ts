/** A school whose quizzes are known, so that what is stored also has to be folded: shared by the store's benchmarks. */
import { v7 } from 'uuid';
import { createRegistration } from '../../../src/features/lti/index.ts';
import { skills, taskSkills, tasks, units } from '../../../src/features/programme/programme.tables.ts';
import { courses, schools } from '../../../src/features/roster/roster.tables.ts';
import { readConfig } from '../../../src/infra/config.ts';
import type { OpenDatabase } from '../../../src/infra/db.ts';
import type { Deps } from '../../../src/infra/deps.ts';
import { createLog } from '../../../src/infra/log.ts';
import { openFilesFolder } from '../../../src/infra/files.ts';
import { createVault } from '../../../src/infra/vault.ts';
import { COURSE_IRI, MOODLE, QUIZZES, quizIri } from '../moodle-answer.ts';

export function benchDeps(open: OpenDatabase): Deps {
  const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', PUBLIC_URL: 'http://localhost' });
  return {
    db: open.db,
    now: () => new Date(),
    newId: () => v7(),
    log: createLog('silent'),
    config,
    vault: createVault(config.secret),
    mail: null,
    files: openFilesFolder(config.filesDir),
  };
}

/** One course with a quiz and a skill for each that the statements name. */
export async function aBenchSchool(deps: Deps): Promise<{ schoolId: string; courseId: string }> {
  const [schoolId, courseId, unitId] = [deps.newId(), deps.newId(), deps.newId()];
  const { db } = deps;
  await db.insert(schools).values({ id: schoolId, name: 'Bench school', createdAt: deps.now() });
  await db
    .insert(courses)
    .values({ schoolId, id: courseId, title: 'Bench', activityIds: [COURSE_IRI], createdAt: deps.now() });
  await createRegistration(db, deps, {
    schoolId,
    issuer: MOODLE,
    clientId: 'bench',
    authLoginUrl: `${MOODLE}/auth`,
    tokenUrl: `${MOODLE}/token`,
    jwksUrl: `${MOODLE}/jwks`,
    family: 'moodle',
    deploymentId: '1',
  });
  await db.insert(units).values({ schoolId, id: unitId, courseId, position: 1, title: 'Unit' });
  for (let n = 0; n < QUIZZES; n += 1) {
    const [id, taskId] = [`S${n}`, deps.newId()];
    const name = { 'zh-CN': id, en: id };
    await db
      .insert(skills)
      .values({ schoolId, id, name, description: name, talentType: 'support', dimension: 'proficiency' });
    await db.insert(tasks).values({
      schoolId,
      id: taskId,
      courseId,
      unitId,
      position: n + 1,
      kind: 'quiz',
      title: `Quiz ${n}`,
      activityId: quizIri(n),
    });
    await db.insert(taskSkills).values({ schoolId, taskId, skillId: id });
  }
  return { schoolId, courseId };
}
