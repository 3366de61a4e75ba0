import { and, desc, eq, isNull, or, sql } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import type { InCourse } from '../roster/index.ts';
import { lockPlan } from './plan.queries.ts';
import type { QuestionContent } from './programme.schema.ts';
import { questions, skills } from './programme.tables.ts';

/**
 * A question and the course's versions of it. Questions are never rewritten: answers were given to them. An edit
 * is a new row of the course that replaces the first one, and retires the version before.
 */
interface Family {
  root: typeof questions.$inferSelect;
  /** The course's rows that replace the root, newest first. */
  versions: (typeof questions.$inferSelect)[];
}

export async function addQuestion(
  deps: Deps,
  who: InCourse,
  given: { skillId: string; content: QuestionContent },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const [skill] = await tx
      .select({ id: skills.id })
      .from(skills)
      .where(and(eq(skills.schoolId, who.schoolId), eq(skills.id, given.skillId)));
    if (!skill) throw notFound();
    const id = await insertRow(tx, deps, who, { ...given, replacesQuestionId: null });
    await audit(tx, deps, who, 'question.add', id);
  });
}

export async function editQuestion(
  deps: Deps,
  who: InCourse,
  given: { questionId: string; content: QuestionContent },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const family = await lockFamily(tx, who, given.questionId);
    await retireRows(tx, deps, who, family);
    const id = await insertRow(tx, deps, who, {
      skillId: family.root.skillId,
      content: given.content,
      replacesQuestionId: family.root.id,
    });
    await audit(tx, deps, who, 'question.edit', id);
  });
}

/** Takes a question out of the course; one of the catalogue by a retired copy of the course's own. */
export async function retireQuestion(deps: Deps, who: InCourse, questionId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const family = await lockFamily(tx, who, questionId);
    await retireRows(tx, deps, who, family);
    if (family.root.courseId === null && family.versions.length === 0) {
      const { root } = family;
      const id = await insertRow(tx, deps, who, {
        skillId: root.skillId,
        content: root,
        replacesQuestionId: root.id,
      });
      await setRetired(tx, who, id, deps.now());
    }
    await audit(tx, deps, who, 'question.retire', family.root.id);
  });
}

/** Undoes edits and retirement of a catalogue question; brings a course's own question back as it was last. */
export async function restoreQuestion(deps: Deps, who: InCourse, questionId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const family = await lockFamily(tx, who, questionId);
    if (family.root.courseId === null) {
      // The school's question shows again. The versions stay for the answers they had: retired, and each
      // replacing only itself, which tells them from questions of the course's own.
      await retireRows(tx, deps, who, family);
      await tx
        .update(questions)
        .set({ replacesQuestionId: sql`${questions.id}` })
        .where(
          and(
            eq(questions.schoolId, who.schoolId),
            eq(questions.courseId, who.courseId),
            eq(questions.replacesQuestionId, family.root.id),
          ),
        );
    } else if (![family.root, ...family.versions].some(({ retiredAt }) => retiredAt === null)) {
      await setRetired(tx, who, (family.versions[0] ?? family.root).id, null);
    }
    await audit(tx, deps, who, 'question.restore', family.root.id);
  });
}

/** Whoever changes questions of the course next, one by one or by an import, waits for this transaction. */
async function lockFamily(tx: Database, who: InCourse, questionId: string): Promise<Family> {
  await lockPlan(tx, who);
  const visible = or(isNull(questions.courseId), eq(questions.courseId, who.courseId));
  const byId = (id: string) =>
    tx
      .select()
      .from(questions)
      .where(and(eq(questions.schoolId, who.schoolId), eq(questions.id, id), visible))
      .for('update');
  const [question] = await byId(questionId);
  if (!question) throw notFound();
  const [root] = question.replacesQuestionId ? await byId(question.replacesQuestionId) : [question];
  if (!root) throw notFound();
  const versions = await tx
    .select()
    .from(questions)
    .where(
      and(
        eq(questions.schoolId, who.schoolId),
        eq(questions.courseId, who.courseId),
        eq(questions.replacesQuestionId, root.id),
      ),
    )
    .orderBy(desc(questions.updatedAt), desc(questions.id));
  return { root, versions };
}

/** The course's live rows of a family; the school's own row is not the course's to retire. */
async function retireRows(
  tx: Database,
  deps: Deps,
  who: InCourse,
  { root, versions }: Family,
): Promise<void> {
  for (const row of [root, ...versions].filter((each) => each.courseId !== null && !each.retiredAt))
    await setRetired(tx, who, row.id, deps.now());
}

const setRetired = (tx: Database, who: InCourse, id: string, retiredAt: Date | null) =>
  tx
    .update(questions)
    .set({ retiredAt })
    .where(
      and(eq(questions.schoolId, who.schoolId), eq(questions.courseId, who.courseId), eq(questions.id, id)),
    );

async function insertRow(
  tx: Database,
  deps: Deps,
  who: InCourse,
  given: { skillId: string; content: QuestionContent; replacesQuestionId: string | null },
): Promise<string> {
  const id = deps.newId();
  const { kind, difficulty, stem, choices, key, explanation } = given.content;
  await tx.insert(questions).values({
    schoolId: who.schoolId,
    id,
    skillId: given.skillId,
    courseId: who.courseId,
    replacesQuestionId: given.replacesQuestionId,
    kind,
    difficulty,
    stem,
    choices,
    key,
    explanation,
    updatedAt: deps.now(),
  });
  return id;
}

const audit = (tx: Database, deps: Deps, who: InCourse, action: string, questionId: string) =>
  recordAudit(tx, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action,
    subjectType: 'question',
    subjectId: questionId,
    detail: { courseId: who.courseId },
  });
