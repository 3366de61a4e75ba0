import { and, eq } from 'drizzle-orm';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict, notFound } from '../../infra/errors.ts';
import { holdPerson, type InCourse } from '../roster/index.ts';
import { storeOwnStatements } from '../xapi/index.ts';
import { SCENE_RULE, mayTake, minuteOf, playScene, scoreScene } from './play-scene.rules.ts';
import type { SceneKind, SceneStep } from './scene.schema.ts';
import { prepareEnded, prepareEntered, prepareStep, type ToldRun } from './scene-statement.rules.ts';
import type { SceneRun } from './scene-run.schema.ts';
import { findOpenRun, findRun } from './scenes.queries.ts';
import { sceneRuns } from './scenes.tables.ts';

/** Names of scenes in both languages, given by app.ts: statements carry them. */
export type SceneNames = (kind: SceneKind) => Record<string, string>;

/** Id of the run somebody goes on with, or of a new one with a seed of its own. */
export async function enterScene(
  deps: Deps,
  names: SceneNames,
  who: InCourse,
  kind: SceneKind,
): Promise<string> {
  const { schoolId, courseId, personId } = who;
  return inTransaction(deps.db, async (tx) => {
    await holdPerson(tx, who);
    const id = deps.newId();
    const now = deps.now();
    const made = await tx
      .insert(sceneRuns)
      .values({
        schoolId,
        id,
        courseId,
        personId,
        kind,
        seed: id,
        steps: [],
        startedAt: now,
        ruleVersion: SCENE_RULE,
      })
      .onConflictDoNothing()
      .returning({ id: sceneRuns.id });
    if (made.length === 0) {
      const open = await findOpenRun(tx, { ...who, kind });
      if (!open) throw conflict('scenes.endedMeanwhile');
      return open.id;
    }
    const told = { publicUrl: deps.config.publicUrl, runId: id, personId, courseId, kind, name: names(kind) };
    await storeOwnStatements({ ...deps, db: tx }, schoolId, [prepareEntered(told, now)]);
    return id;
  });
}

/**
 * Takes a step of a scene, if the scene offers it: kept, told, and the scene scored when it is over, in one
 * transaction. `place` is how many steps the form knew of, so that two clicks are one step.
 */
export async function takeStep(
  deps: Deps,
  names: SceneNames,
  who: InCourse,
  runId: string,
  step: SceneStep & { place: number },
): Promise<SceneRun> {
  return inTransaction(deps.db, async (tx) => {
    const run = await findRun(tx, { ...who, runId }, 'lock');
    if (!run) throw notFound();
    const { kind, seed, steps, endedAt } = run;
    if (endedAt !== null || step.place !== steps.length) return run;
    const taken = { act: step.act, target: step.target };
    if (!mayTake(kind, seed, steps, taken)) throw conflict('scenes.notOffered');
    const now = deps.now();
    const after = [...steps, { ...taken, at: now.toISOString() }];
    const { over, minute } = playScene(kind, seed, after);
    const score = over ? scoreScene(kind, seed, after) : null;
    const changed = {
      steps: after,
      endedAt: over ? now : null,
      got: score?.got ?? null,
      most: score?.most ?? null,
    };
    await tx
      .update(sceneRuns)
      .set(changed)
      .where(and(eq(sceneRuns.schoolId, run.schoolId), eq(sceneRuns.id, run.id)));
    const told: ToldRun = { ...run, publicUrl: deps.config.publicUrl, runId, name: names(kind) };
    const times = [run.startedAt, ...after.map(({ at }) => new Date(at))];
    await storeOwnStatements({ ...deps, db: tx }, run.schoolId, [
      prepareStep(told, steps.length, taken, Math.min(minute, minuteOf(kind, after)), now),
      ...(score ? [prepareEnded(told, score, times, now)] : []),
    ]);
    return { ...run, ...changed };
  });
}
