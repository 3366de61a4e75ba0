import { and, eq } from 'drizzle-orm';
import { UNIQUE_VIOLATION, inTransaction, sqlState } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, conflict, notFound } from '../../infra/errors.ts';
import type { InCourse } from '../roster/index.ts';
import { selectEthicsItems, selectModules, selectTargets } from './alignment.queries.ts';
import {
  compoundPostUnits,
  compoundPosts,
  integrationTargets,
  unitEthics,
  unitTargets,
} from './alignment.tables.ts';
import { selectEnterpriseMentors, selectStaff } from './people.queries.ts';
import type { TargetKind } from './resources.schema.ts';
import { audit, type Editor } from './save-resource.ts';

/** What a module leads to and which ethics it treats. */
export async function alignModule(
  deps: Deps,
  who: InCourse,
  unitId: string,
  wanted: { targetIds: readonly string[]; ethics: readonly { itemId: string; scene: string }[] },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { schoolId } = who;
    if (!(await selectModules(tx, who)).some(({ id }) => id === unitId)) throw notFound();
    const targets = (await selectTargets(tx, schoolId)).filter(({ id }) => wanted.targetIds.includes(id));
    const items = new Set((await selectEthicsItems(tx, schoolId)).map(({ id }) => id));
    for (const table of [unitTargets, unitEthics])
      await tx.delete(table).where(and(eq(table.schoolId, schoolId), eq(table.unitId, unitId)));
    if (targets.length > 0)
      await tx.insert(unitTargets).values(targets.map(({ id }) => ({ schoolId, unitId, targetId: id })));
    const treated = wanted.ethics.filter(({ itemId }) => items.has(itemId));
    if (treated.length > 0)
      await tx.insert(unitEthics).values(treated.map((one) => ({ schoolId, unitId, ...one })));
    await audit(tx, deps, who, 'module.align', unitId, 'unit');
  });
}

/** A post, contest, certificate … that modules and resources can lead to. */
export async function addTarget(
  deps: Deps,
  who: Editor,
  target: { kind: TargetKind; name: string; issuer: string | null; level: string | null },
): Promise<void> {
  const id = deps.newId();
  await inTransaction(deps.db, async (tx) => {
    await tx.insert(integrationTargets).values({ ...target, schoolId: who.schoolId, id });
    await audit(tx, deps, who, 'target.add', id, 'integration_target');
  }).catch((error: unknown) => {
    throw sqlState(error) === UNIQUE_VIOLATION ? conflict('nameTaken') : error;
  });
}

/** Takes a target away, from modules and resources too. */
export async function deleteTarget(deps: Deps, who: Editor, id: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const gone = await tx
      .delete(integrationTargets)
      .where(and(eq(integrationTargets.schoolId, who.schoolId), eq(integrationTargets.id, id)))
      .returning({ id: integrationTargets.id });
    if (gone.length === 0) throw notFound();
    await audit(tx, deps, who, 'target.delete', id, 'integration_target');
  });
}

export interface CompoundPostContent {
  name: string;
  note: string | null;
  cycleWeeks: number | null;
  schoolMentorId: string | null;
  enterpriseMentorId: string | null;
  unitIds: readonly string[];
}

/** A compound post (`id` null: a new one) with modules of any course and its two mentors (R030). */
export async function saveCompoundPost(
  deps: Deps,
  who: Editor,
  id: string | null,
  { unitIds, ...content }: CompoundPostContent,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { schoolId } = who;
    const { schoolMentorId, enterpriseMentorId } = content;
    const isOne = (list: readonly { id: string }[], wanted: string | null) =>
      wanted === null || list.some((person) => person.id === wanted);
    if (!isOne(await selectStaff(tx, schoolId), schoolMentorId)) throw badRequest('resources.notStaff');
    if (!isOne(await selectEnterpriseMentors(tx, schoolId), enterpriseMentorId))
      throw badRequest('resources.notMentor');
    const postId = id ?? deps.newId();
    if (id === null)
      await tx.insert(compoundPosts).values({ ...content, schoolId, id: postId, createdAt: deps.now() });
    else {
      const changed = await tx
        .update(compoundPosts)
        .set(content)
        .where(and(eq(compoundPosts.schoolId, schoolId), eq(compoundPosts.id, id)))
        .returning({ id: compoundPosts.id });
      if (changed.length === 0) throw notFound();
    }
    await tx
      .delete(compoundPostUnits)
      .where(and(eq(compoundPostUnits.schoolId, schoolId), eq(compoundPostUnits.postId, postId)));
    const units = (await selectModules(tx, { schoolId, courseId: null })).filter((unit) =>
      unitIds.includes(unit.id),
    );
    if (units.length > 0)
      await tx.insert(compoundPostUnits).values(units.map((unit) => ({ schoolId, postId, unitId: unit.id })));
    await audit(tx, deps, who, 'compound_post.save', postId, 'compound_post');
  });
}

export async function deleteCompoundPost(deps: Deps, who: Editor, id: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const gone = await tx
      .delete(compoundPosts)
      .where(and(eq(compoundPosts.schoolId, who.schoolId), eq(compoundPosts.id, id)))
      .returning({ id: compoundPosts.id });
    if (gone.length === 0) throw notFound();
    await audit(tx, deps, who, 'compound_post.delete', id, 'compound_post');
  });
}
