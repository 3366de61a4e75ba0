import { and, eq, inArray } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, notFound } from '../../infra/errors.ts';
import type { InCourse, SignedIn } from './roster.guards.ts';
import type { LearnerCategory, TalentType } from './roster.schema.ts';
import { classes, courses, memberships, people, terms } from './roster.tables.ts';

/** A teacher's word on one learner: talent type in this course (null: as the major or course has it) and category (R001). */
export async function editLearner(
  deps: Deps,
  who: InCourse,
  learner: { personId: string; talentType: TalentType | null; category: LearnerCategory },
): Promise<void> {
  const { schoolId, courseId } = who;
  await inTransaction(deps.db, async (tx) => {
    const changed = await tx
      .update(memberships)
      .set({ talentType: learner.talentType })
      .where(
        and(
          eq(memberships.schoolId, schoolId),
          eq(memberships.courseId, courseId),
          eq(memberships.personId, learner.personId),
          eq(memberships.role, 'learner'),
        ),
      )
      .returning({ personId: memberships.personId });
    if (changed.length === 0) throw notFound();
    await tx
      .update(people)
      .set({ category: learner.category })
      .where(and(eq(people.schoolId, schoolId), eq(people.id, learner.personId)));
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: who.personId,
      action: 'learner.edit',
      subjectType: 'person',
      subjectId: learner.personId,
      detail: { courseId, talentType: learner.talentType, category: learner.category },
    });
  });
}

export async function editCourse(
  deps: Deps,
  who: InCourse,
  course: { talentType: TalentType | null; termId: string | null },
): Promise<void> {
  const { schoolId } = who;
  await inTransaction(deps.db, async (tx) => {
    if (course.termId !== null) {
      const [term] = await tx
        .select({ id: terms.id })
        .from(terms)
        .where(and(eq(terms.schoolId, schoolId), eq(terms.id, course.termId)));
      if (!term) throw badRequest('badInput', { field: 'termId', problem: '' });
    }
    await tx
      .update(courses)
      .set(course)
      .where(and(eq(courses.schoolId, schoolId), eq(courses.id, who.courseId)));
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: who.personId,
      action: 'course.edit',
      subjectType: 'course',
      subjectId: who.courseId,
      detail: { ...course },
    });
  });
}

/** Puts learners into a class, all in one statement. */
export async function assignClass(
  deps: Deps,
  who: SignedIn,
  wanted: { classId: string; personIds: string[] },
): Promise<void> {
  const { schoolId } = who;
  await inTransaction(deps.db, async (tx) => {
    const [found] = await tx
      .select({ id: classes.id })
      .from(classes)
      .where(and(eq(classes.schoolId, schoolId), eq(classes.id, wanted.classId)));
    if (!found) throw notFound();
    await tx
      .update(people)
      .set({ classId: wanted.classId })
      .where(and(eq(people.schoolId, schoolId), inArray(people.id, wanted.personIds)));
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: who.personId,
      action: 'class.assign',
      subjectType: 'class',
      subjectId: wanted.classId,
      detail: { personIds: wanted.personIds },
    });
  });
}

export async function removeFromClass(
  deps: Deps,
  who: SignedIn,
  learner: { classId: string; personId: string },
): Promise<void> {
  const { schoolId } = who;
  await inTransaction(deps.db, async (tx) => {
    const removed = await tx
      .update(people)
      .set({ classId: null })
      .where(
        and(
          eq(people.schoolId, schoolId),
          eq(people.id, learner.personId),
          eq(people.classId, learner.classId),
        ),
      )
      .returning({ id: people.id });
    if (removed.length === 0) throw notFound();
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: who.personId,
      action: 'class.remove',
      subjectType: 'class',
      subjectId: learner.classId,
      detail: { personIds: [learner.personId] },
    });
  });
}
