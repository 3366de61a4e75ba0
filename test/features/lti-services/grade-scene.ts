import { and, eq } from 'drizzle-orm';
import type {
  PlatformLineItem,
  PlatformLink,
  PlatformUser,
} from '../../../src/demo/platform/platform.schema.ts';
import { createGradeSender, recordGrades, type NewGrade } from '../../../src/features/lti-services/index.ts';
import { syncRoster } from '../../../src/features/lti-services/sync-roster.ts';
import { grades, lineItems } from '../../../src/features/lti-services/services.tables.ts';
import { ltiContexts, ltiItems } from '../../../src/features/lti/lti.tables.ts';
import { identities, memberships, people } from '../../../src/features/roster/roster.tables.ts';
import { inTransaction } from '../../../src/infra/db.ts';
import { eventually } from '../../support/eventually.ts';
import type { TestApp } from '../../support/app.ts';
import type { Face } from '../../support/faces.ts';

/** A graded practice of a face's first course, placed, launched once by its teacher, with a column. */
export interface GradeScene {
  courseId: string;
  itemId: string;
  lineItemId: string;
  teacherId: string;
  link: PlatformLink;
  column: PlatformLineItem;
}

/** The item as deep linking leaves it: a row of ours and a link in the course that names it. */
export async function placeItem(
  t: TestApp,
  face: Face,
  place: { courseId: string; createdBy: string },
  given: { ref: string; withColumn?: boolean },
): Promise<{ itemId: string; link: PlatformLink }> {
  const itemId = t.deps.newId();
  const title = `Practice ${given.ref}`;
  await t.deps.db.insert(ltiItems).values({
    schoolId: face.schoolId,
    id: itemId,
    courseId: place.courseId,
    kind: 'practice',
    ref: given.ref,
    title,
    scoreMaximum: 100,
    createdBy: place.createdBy,
    createdAt: t.deps.now(),
  });
  const link = face.state.addLink({
    clientId: face.clientId,
    courseId: face.courses[0].id,
    title,
    custom: { waymark_item: itemId },
    ...(given.withColumn !== false && { lineItem: { scoreMaximum: 100, resourceId: itemId, label: title } }),
  });
  return { itemId, link };
}

export async function launchTeacher(
  t: TestApp,
  face: Face,
): Promise<{ courseId: string; teacherId: string }> {
  await expectEntry(face.launch(face.client(), face.people.teacher.id));
  const teacherId = await personOf(t, face, face.people.teacher);
  const [context] = await t.deps.db.select().from(ltiContexts).where(eq(ltiContexts.schoolId, face.schoolId));
  if (!context) throw new Error('The launch left no context.');
  return { courseId: context.courseId, teacherId };
}

export async function expectEntry(launch: ReturnType<Face['launch']>): Promise<void> {
  const answer = await launch;
  if (answer.status !== 303) throw new Error(`The launch answered ${answer.status}: ${answer.body}`);
}

export async function aGradeScene(t: TestApp, face: Face, ref: string): Promise<GradeScene> {
  const place = await launchTeacher(t, face);
  const { itemId, link } = await placeItem(t, face, { ...place, createdBy: place.teacherId }, { ref });
  await expectEntry(face.launch(face.client(), face.people.teacher.id, { linkId: link.id }));
  const lineItem = await eventually(async () => {
    const [row] = await t.deps.db.select().from(lineItems).where(eq(lineItems.itemId, itemId));
    return row;
  });
  const column = face.state.lineItems.get(link.lineItemId ?? '');
  if (!column) throw new Error('The link has no column.');
  return { ...place, itemId, lineItemId: lineItem.id, link, column };
}

export async function personOf(t: TestApp, face: Face, user: PlatformUser): Promise<string> {
  const [row] = await t.deps.db
    .select()
    .from(identities)
    .where(
      and(
        eq(identities.schoolId, face.schoolId),
        eq(identities.actorKey, `account|${face.issuer}|${user.id}`),
      ),
    );
  if (!row) throw new Error(`${user.name} isn't known.`);
  return row.personId;
}

/** The platform's learners, known by its roster. */
export async function learnersOfRoster(t: TestApp, face: Face): Promise<string[]> {
  const [context] = await t.deps.db.select().from(ltiContexts).where(eq(ltiContexts.schoolId, face.schoolId));
  if (!context) throw new Error('Nobody came from the course yet.');
  const outcome = await syncRoster(t.deps, context, { actorPersonId: null, trusted: true });
  if (outcome.kind !== 'read' || outcome.problem) throw new Error('The roster can’t be read.');
  const learners: string[] = [];
  for (const user of face.people.learners) learners.push(await personOf(t, face, user));
  return learners;
}

/** People and their accounts; returns their ids in order. */
export async function knowLearners(
  t: TestApp,
  face: Face,
  courseId: string,
  users: readonly Pick<PlatformUser, 'id' | 'name'>[],
): Promise<string[]> {
  const { schoolId } = face;
  const createdAt = t.deps.now();
  const rows = users.map((user) => ({ personId: t.deps.newId(), user }));
  await t.deps.db
    .insert(people)
    .values(
      rows.map(({ personId, user }) => ({ schoolId, id: personId, displayName: user.name, createdAt })),
    );
  await t.deps.db
    .insert(memberships)
    .values(
      rows.map(({ personId }) => ({ schoolId, courseId, personId, role: 'learner' as const, createdAt })),
    );
  await t.deps.db.insert(identities).values(
    rows.map(({ personId, user }) => ({
      schoolId,
      actorKey: `account|${face.issuer}|${user.id}`,
      personId,
      method: 'lti',
      confidence: 'certain' as const,
      createdAt,
    })),
  );
  return rows.map(({ personId }) => personId);
}

export const aGrade = (
  face: Face,
  scene: Pick<GradeScene, 'courseId' | 'itemId'>,
  personId: string,
  scoreGiven: number | null,
  changes: Partial<NewGrade> = {},
): NewGrade => ({
  schoolId: face.schoolId,
  courseId: scene.courseId,
  itemId: scene.itemId,
  personId,
  scoreGiven,
  scoreMaximum: 100,
  activityProgress: 'Completed',
  gradingProgress: 'FullyGraded',
  ...changes,
});

export const record = (t: TestApp, given: NewGrade[]) =>
  inTransaction(t.deps.db, (tx) => recordGrades(tx, t.deps, given));

export const send = (t: TestApp) => createGradeSender(t.deps).sendDue();

export async function cellOf(t: TestApp, scene: Pick<GradeScene, 'lineItemId'>, personId: string) {
  const [row] = await t.deps.db
    .select()
    .from(grades)
    .where(and(eq(grades.lineItemId, scene.lineItemId), eq(grades.personId, personId)));
  if (!row) throw new Error('There is no such grade.');
  return row;
}
