import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, notFound } from '../../infra/errors.ts';
import { selectSkills, selectTasks } from '../programme/index.ts';
import { selectLearners } from './course-people.queries.ts';
import { findProject } from './projects.queries.ts';
import type { ProjectContent } from './projects.schema.ts';
import {
  projectMembers,
  projectPlanTasks,
  projectSkills,
  projectStages,
  trainingProjects,
} from './projects.tables.ts';
import type { Actor } from './record-session.ts';

const isProject = (who: Actor, id: string) =>
  and(
    eq(trainingProjects.schoolId, who.schoolId),
    eq(trainingProjects.courseId, who.courseId),
    eq(trainingProjects.id, id),
  );

/** Writes a project (`id` null: a new one) with its stages, skills and the tasks of the plan it holds; returns its id. */
export function saveProject(
  deps: Deps,
  who: Actor,
  id: string | null,
  { stages, skillIds, planTaskIds, ...content }: ProjectContent,
): Promise<string> {
  if (content.endsOn < content.startsOn) throw badRequest('training.endsEarly');
  return inTransaction(deps.db, async (tx) => {
    const { schoolId, courseId } = who;
    const projectId = id ?? deps.newId();
    if (id === null)
      await tx.insert(trainingProjects).values({
        ...content,
        schoolId,
        id: projectId,
        courseId,
        createdBy: who.personId,
        createdAt: deps.now(),
      });
    else {
      const changed = await tx
        .update(trainingProjects)
        .set(content)
        .where(isProject(who, id))
        .returning({ id: trainingProjects.id });
      if (changed.length === 0) throw notFound();
    }
    const skills = new Set((await selectSkills(tx, who)).map((skill) => skill.id));
    const tasks = new Set((await selectTasks(tx, who)).map((task) => task.id));
    for (const table of [projectStages, projectSkills, projectPlanTasks])
      await tx.delete(table).where(and(eq(table.schoolId, schoolId), eq(table.projectId, projectId)));
    const key = { schoolId, projectId };
    const ownSkills = [...new Set(skillIds)].filter((one) => skills.has(one));
    const ownTasks = [...new Set(planTaskIds)].filter((one) => tasks.has(one));
    if (stages.length > 0)
      await tx.insert(projectStages).values(stages.map((stage) => ({ ...key, ...stage })));
    if (ownSkills.length > 0)
      await tx.insert(projectSkills).values(ownSkills.map((skillId) => ({ ...key, skillId })));
    if (ownTasks.length > 0)
      await tx.insert(projectPlanTasks).values(ownTasks.map((taskId) => ({ ...key, taskId })));
    await audit(tx, deps, who, 'training.project.save', projectId);
    return projectId;
  });
}

export async function deleteProject(deps: Deps, who: Actor, id: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const gone = await tx
      .delete(trainingProjects)
      .where(isProject(who, id))
      .returning({ id: trainingProjects.id });
    if (gone.length === 0) throw notFound();
    await audit(tx, deps, who, 'training.project.delete', id);
  });
}

/** Who works on the project, in which team; only learners of the course can. */
export async function setMembers(
  deps: Deps,
  who: Actor,
  projectId: string,
  members: readonly { personId: string; team: string | null }[],
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    if (!(await findProject(tx, { ...who, projectId }))) throw notFound();
    const learners = new Set((await selectLearners(tx, who)).map(({ personId }) => personId));
    const key = { schoolId: who.schoolId, projectId };
    await tx
      .delete(projectMembers)
      .where(and(eq(projectMembers.schoolId, who.schoolId), eq(projectMembers.projectId, projectId)));
    const rows = members.filter(({ personId }) => learners.has(personId));
    if (rows.length > 0) await tx.insert(projectMembers).values(rows.map((row) => ({ ...key, ...row })));
    await audit(tx, deps, who, 'training.project.members', projectId);
  });
}

const audit = (tx: Database, deps: Deps, who: Actor, action: string, subjectId: string) =>
  recordAudit(tx, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action,
    subjectType: 'training_project',
    subjectId,
  });
