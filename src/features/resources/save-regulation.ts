import { and, eq } from 'drizzle-orm';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { regulationEvents, regulations } from './law.tables.ts';
import type { RegulationScope, RegulationStep } from './resources.schema.ts';
import { audit, todayOf, type Editor } from './save-resource.ts';

export interface RegulationContent {
  name: string;
  nameEn: string;
  note: string;
  scope: RegulationScope;
  effectiveOn: string;
  url: string | null;
}

const both = (zh: string, en: string) => ({ 'zh-CN': zh, en: en === '' ? zh : en });
const isRegulation = (who: Editor, id: string) =>
  and(eq(regulations.schoolId, who.schoolId), eq(regulations.id, id));

/** A regulation of the school's own; whoever enters it has its text at hand, so it counts as checked. */
export async function addRegulation(
  deps: Deps,
  who: Editor,
  { name, nameEn, note, ...content }: RegulationContent,
): Promise<void> {
  const id = deps.newId();
  await inTransaction(deps.db, async (tx) => {
    await tx.insert(regulations).values({
      ...content,
      name: both(name, nameEn),
      note: both(note, ''),
      schoolId: who.schoolId,
      id,
      checkedOn: todayOf(deps, who),
    });
    await record(tx, deps, who, id, { step: 'added', words: '' });
  });
}

export interface RegulationChange {
  step: Exclude<RegulationStep, 'added'>;
  /** What the official text says now: of a change or a repeal. */
  effectiveOn: string | null;
  repealedOn: string | null;
  note: string | null;
  url: string | null;
  words: string;
}

/** Somebody compared it with the official text: it is as it stands, was revised, or is no longer in force. */
export async function checkRegulation(
  deps: Deps,
  who: Editor,
  id: string,
  { step, words, effectiveOn, repealedOn, note, url }: RegulationChange,
): Promise<void> {
  const today = todayOf(deps, who);
  const revised = {
    ...(effectiveOn === null ? {} : { effectiveOn }),
    ...(note === null ? {} : { note: both(note, '') }),
  };
  const changes = {
    checkedOn: today,
    ...(url === null ? {} : { url }),
    ...(step === 'changed' ? { ...revised, repealedOn: null } : {}),
    ...(step === 'repealed' ? { repealedOn: repealedOn ?? today } : {}),
  };
  await inTransaction(deps.db, async (tx) => {
    const found = await tx
      .update(regulations)
      .set(changes)
      .where(isRegulation(who, id))
      .returning({ id: regulations.id });
    if (found.length === 0) throw notFound();
    await record(tx, deps, who, id, { step, words });
  });
}

async function record(
  tx: Database,
  deps: Deps,
  who: Editor,
  regulationId: string,
  event: { step: RegulationStep; words: string },
): Promise<void> {
  await tx.insert(regulationEvents).values({
    ...event,
    schoolId: who.schoolId,
    id: deps.newId(),
    regulationId,
    at: deps.now(),
    byPersonId: who.personId,
  });
  await audit(tx, deps, who, `regulation.${event.step}`, regulationId, 'regulation');
}
