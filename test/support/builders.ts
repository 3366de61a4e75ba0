import type { Deps } from '../../src/infra/deps.ts';
import { COMPETENCES, COMPETENCE_STANDARD } from '../../src/features/partners/mentor-file.schema.ts';
import { mentorFiles } from '../../src/features/partners/mentor-files.tables.ts';
import { sealForPerson } from '../../src/features/roster/index.ts';
import { COOKIE_NAME, openSession } from '../../src/features/roster/open-session.ts';
import {
  appointments,
  courses,
  memberships,
  people,
  personKeys,
  schools,
} from '../../src/features/roster/roster.tables.ts';
import type { AppointedRole, CourseRole, TalentType } from '../../src/features/roster/roster.schema.ts';
import { PRIVACY_VERSION } from '../../src/features/roster/privacy.rules.ts';

/** Rows that a test needs to stand on, with every choice overridable by name. */
export async function aSchool(
  deps: Deps,
  given: { name?: string; timeZone?: string } = {},
): Promise<{ schoolId: string }> {
  const id = deps.newId();
  await deps.db.insert(schools).values({
    id,
    name: given.name ?? 'Test school',
    createdAt: deps.now(),
    ...(given.timeZone ? { timeZone: given.timeZone } : {}),
  });
  return { schoolId: id };
}

export async function aCourse(
  deps: Deps,
  given: { schoolId: string; title?: string; talentType?: TalentType; activityIds?: string[] },
): Promise<{ courseId: string }> {
  const id = deps.newId();
  await deps.db.insert(courses).values({
    schoolId: given.schoolId,
    id,
    title: given.title ?? 'Test course',
    talentType: given.talentType ?? null,
    activityIds: given.activityIds ?? [],
    createdAt: deps.now(),
  });
  return { courseId: id };
}

export async function aPerson(
  deps: Deps,
  given: { schoolId: string; name?: string; privacyAccepted?: boolean },
): Promise<{ personId: string }> {
  const id = deps.newId();
  await deps.db.insert(people).values({
    schoolId: given.schoolId,
    id,
    displayName: given.name ?? 'Learner 01',
    privacyVersion: given.privacyAccepted === false ? null : PRIVACY_VERSION,
    createdAt: deps.now(),
  });
  await deps.db
    .insert(personKeys)
    .values({ schoolId: given.schoolId, personId: id, wrappedKey: deps.vault.newWrappedKey() });
  return { personId: id };
}

export async function aMember(
  deps: Deps,
  given: { schoolId: string; courseId: string; role: CourseRole; name?: string; privacyAccepted?: boolean },
): Promise<{ personId: string }> {
  const person = await aPerson(deps, given);
  await deps.db.insert(memberships).values({
    schoolId: given.schoolId,
    courseId: given.courseId,
    personId: person.personId,
    role: given.role,
    createdAt: deps.now(),
  });
  return person;
}

export async function anAppointment(
  deps: Deps,
  given: { schoolId: string; personId: string; role: AppointedRole; courseId?: string; file?: false },
): Promise<void> {
  await deps.db.insert(appointments).values({
    schoolId: given.schoolId,
    id: deps.newId(),
    personId: given.personId,
    role: given.role,
    courseId: given.courseId ?? null,
    appointedAt: deps.now(),
  });
  // Without a complete file a mentor can't be given anything to do.
  if (given.role === 'enterprise_mentor' && given.file !== false) await aMentorFile(deps, given);
}

export async function aMentorFile(deps: Deps, given: { schoolId: string; personId: string }): Promise<void> {
  const words = { employer: 'Works', position: 'Engineer', evidence: {}, selection: '', agreement: '' };
  await deps.db
    .insert(mentorFiles)
    .values({
      schoolId: given.schoolId,
      personId: given.personId,
      hasEmployer: true,
      hasPosition: true,
      shown: [...COMPETENCES],
      standard: COMPETENCE_STANDARD,
      engagements: ['project_guidance'],
      selectedOn: '2026-01-01',
      agreementFrom: '2026-01-01',
      agreementUntil: '2030-01-01',
      wordsSealed: await sealForPerson(deps.db, deps, given, JSON.stringify(words)),
      updatedBy: given.personId,
      updatedAt: deps.now(),
    })
    .onConflictDoNothing();
}

/** A session as a launch would open it: the URL prefix and the cookie to send. */
export async function aSession(
  deps: Deps,
  given: { schoolId: string; personId: string; courseId: string | null; locale?: 'zh-CN' | 'en' },
): Promise<{ base: string; cookie: string }> {
  const { path, cookie } = await openSession(deps.db, deps, {
    schoolId: given.schoolId,
    personId: given.personId,
    courseId: given.courseId,
    locale: given.locale ?? 'zh-CN',
    embedOrigins: ['https://lms.example.edu'],
  });
  return { base: deps.config.basePath + path, cookie: `${COOKIE_NAME}=${cookie.value}` };
}
