import { and, eq } from 'drizzle-orm';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, forbidden, notFound } from '../../infra/errors.ts';
import { dayIn } from '../../infra/day.rules.ts';
import type { InCourse } from '../roster/index.ts';
import { refuseCounted } from './count-once.ts';
import { teaches } from './log-mentor-act.ts';
import { projectGuidance } from './mentoring.tables.ts';
import { mayMove, moveTask } from './project.rules.ts';
import { findProject, selectProjectMembers } from './projects.queries.ts';
import { projectTasks } from './projects.tables.ts';
import { requireNamed } from './record-session.ts';
import type { ProjectStage, ProjectTaskState } from './training.schema.ts';

export interface TaskContent {
  title: string;
  stage: ProjectStage;
  dueOn: string;
  ownerPersonId: string | null;
  ownerTeam: string | null;
}

const isTask = (who: InCourse, projectId: string, id: string) =>
  and(
    eq(projectTasks.schoolId, who.schoolId),
    eq(projectTasks.projectId, projectId),
    eq(projectTasks.id, id),
  );

async function requireProject(tx: Database, who: InCourse, projectId: string) {
  if (!(await findProject(tx, { ...who, projectId }))) throw notFound();
  return selectProjectMembers(tx, { ...who, projectId });
}

/** Gives a project a task (`id` null) or changes one; its owner is a member or a team of the project. */
export async function saveTask(
  deps: Deps,
  who: InCourse,
  projectId: string,
  id: string | null,
  content: TaskContent,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const members = await requireProject(tx, who, projectId);
    const { ownerPersonId, ownerTeam } = content;
    if (ownerPersonId !== null && !members.some((member) => member.id === ownerPersonId))
      throw badRequest('training.notMember');
    if (ownerTeam !== null && !members.some(({ team }) => team === ownerTeam))
      throw badRequest('training.notMember');
    if (id === null) {
      await tx.insert(projectTasks).values({
        ...content,
        schoolId: who.schoolId,
        id: deps.newId(),
        projectId,
        state: 'todo',
        createdOn: dayIn(who.timeZone, deps.now()),
      });
      return;
    }
    const changed = await tx
      .update(projectTasks)
      .set(content)
      .where(isTask(who, projectId, id))
      .returning({ id: projectTasks.id });
    if (changed.length === 0) throw notFound();
  });
}

/** Moves a task on the board; learners theirs, their team's and what belongs to nobody. */
export async function setTaskState(
  deps: Deps,
  who: InCourse,
  { projectId, id, state }: { projectId: string; id: string; state: ProjectTaskState },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const members = await requireProject(tx, who, projectId);
    const [task] = await tx
      .select()
      .from(projectTasks)
      .where(isTask(who, projectId, id))
      .for('update');
    const membership = members.find((member) => member.id === who.personId) ?? null;
    if (!task || (!teaches(who) && membership === null)) throw notFound();
    if (!mayMove(task, { personId: who.personId, teaches: teaches(who), membership }))
      throw forbidden('training.notYourTask');
    const moved = moveTask(task, state, dayIn(who.timeZone, deps.now()));
    await tx
      .update(projectTasks)
      .set(moved)
      .where(isTask(who, projectId, id));
  });
}

export async function deleteTask(deps: Deps, who: InCourse, projectId: string, id: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await requireProject(tx, who, projectId);
    const gone = await tx
      .delete(projectTasks)
      .where(isTask(who, projectId, id))
      .returning({ id: projectTasks.id });
    if (gone.length === 0) throw notFound();
  });
}

/** Notes guidance (R061): a mentor's own, or what a teacher gave or saw a mentor give. */
export async function noteGuidance(
  deps: Deps,
  who: InCourse,
  projectId: string,
  given: { mentorPersonId: string | null; day: string; minutes: number; words: string },
): Promise<void> {
  const mentorPersonId = teaches(who) ? given.mentorPersonId : who.personId;
  if (given.day > dayIn(who.timeZone, deps.now())) throw badRequest('training.inFuture');
  await inTransaction(deps.db, async (tx) => {
    await requireProject(tx, who, projectId);
    await requireNamed(tx, who, { classId: null, mentorPersonId }, dayIn(who.timeZone, deps.now()));
    if (mentorPersonId !== null)
      await refuseCounted(tx, { ...who, mentorPersonId, day: given.day }, { as: 'guidance', projectId });
    await tx.insert(projectGuidance).values({
      ...given,
      mentorPersonId,
      schoolId: who.schoolId,
      id: deps.newId(),
      projectId,
      byPersonId: who.personId,
      createdAt: deps.now(),
    });
  });
}
