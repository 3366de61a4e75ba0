import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { selectRows, type Database } from '../../infra/db.ts';
import type { PersonKey } from '../roster/index.ts';
import { ClassRow, type SceneRun } from './scene-run.schema.ts';
import type { SceneKind } from './scene.schema.ts';
import { sceneRuns } from './scenes.tables.ts';

interface InCourseKey {
  schoolId: string;
  courseId: string;
  personId: string;
}

/** Somebody's own run, locked until the transaction ends when it is to be changed. */
export async function findRun(
  db: Database,
  key: InCourseKey & { runId: string },
  lock: 'lock' | 'read',
): Promise<SceneRun | undefined> {
  const query = db
    .select()
    .from(sceneRuns)
    .where(
      and(
        eq(sceneRuns.schoolId, key.schoolId),
        eq(sceneRuns.courseId, key.courseId),
        eq(sceneRuns.personId, key.personId),
        eq(sceneRuns.id, key.runId),
      ),
    );
  const [run] = await (lock === 'lock' ? query.for('update') : query);
  return run;
}

export async function findOpenRun(
  db: Database,
  key: InCourseKey & { kind: SceneKind },
): Promise<SceneRun | undefined> {
  const [run] = await db
    .select()
    .from(sceneRuns)
    .where(
      and(
        eq(sceneRuns.schoolId, key.schoolId),
        eq(sceneRuns.courseId, key.courseId),
        eq(sceneRuns.personId, key.personId),
        eq(sceneRuns.kind, key.kind),
        isNull(sceneRuns.endedAt),
      ),
    );
  return run;
}

/** Somebody's runs in a course, newest first. */
export const selectOwnRuns = (db: Database, key: InCourseKey): Promise<SceneRun[]> =>
  db
    .select()
    .from(sceneRuns)
    .where(
      and(
        eq(sceneRuns.schoolId, key.schoolId),
        eq(sceneRuns.courseId, key.courseId),
        eq(sceneRuns.personId, key.personId),
      ),
    )
    .orderBy(desc(sceneRuns.startedAt))
    .limit(50);

/** How often a course's learners were in each scene, and their best score. */
export const selectClassRuns = (
  db: Database,
  key: { schoolId: string; courseId: string },
): Promise<ClassRow[]> =>
  selectRows(
    db,
    ClassRow,
    sql`select p.display_name as name, r.kind, count(*)::int as runs,
          max(round(100.0 * r.got / nullif(r.most, 0)))::int as "bestPercent", max(r.started_at) as "lastAt"
        from scene_runs r
        join people p on p.school_id = r.school_id and p.id = r.person_id and p.erased_at is null
        join memberships m on m.school_id = r.school_id and m.course_id = r.course_id
          and m.person_id = r.person_id and m.role = 'learner' and m.active
        where r.school_id = ${key.schoolId}::uuid and r.course_id = ${key.courseId}::uuid
        group by p.id, p.display_name, r.kind
        order by p.display_name, p.id, r.kind limit 2000`,
  );

export const selectPersonRuns = (db: Database, key: PersonKey) =>
  db
    .select({
      kind: sceneRuns.kind,
      steps: sceneRuns.steps,
      startedAt: sceneRuns.startedAt,
      endedAt: sceneRuns.endedAt,
      got: sceneRuns.got,
      most: sceneRuns.most,
    })
    .from(sceneRuns)
    .where(and(eq(sceneRuns.schoolId, key.schoolId), eq(sceneRuns.personId, key.personId)))
    .orderBy(sceneRuns.startedAt);

export async function deleteRunsOf(tx: Database, key: PersonKey): Promise<void> {
  await tx
    .delete(sceneRuns)
    .where(and(eq(sceneRuns.schoolId, key.schoolId), eq(sceneRuns.personId, key.personId)));
}
