import { and, eq, isNull, sql } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, notFound } from '../../infra/errors.ts';
import { openForPerson, sealForPerson, type SignedIn } from '../roster/index.ts';
import { readPay } from './destination.rules.ts';
import type { DestinationContent, DestinationSource, PersonOfSchool } from './employment.schema.ts';
import { destinations, followUpWaves, graduates } from './employment.tables.ts';
import { selectClassPeople, type DestinationRow } from './graduates.queries.ts';
import { planWaves } from './wave.rules.ts';

export interface Recorder {
  schoolId: string;
  /** Who enters it. */
  personId: string;
}

/** Puts learners on the list of graduates; who is on it keeps their day unless another is told. */
export async function addGraduates(
  tx: Database,
  deps: Deps,
  who: Recorder,
  given: readonly { personId: string; graduatedOn: string }[],
): Promise<void> {
  if (given.length === 0) return;
  await tx
    .insert(graduates)
    .values(
      given.map((row) => ({ ...row, schoolId: who.schoolId, addedBy: who.personId, addedAt: deps.now() })),
    )
    .onConflictDoUpdate({
      target: [graduates.schoolId, graduates.personId],
      set: { graduatedOn: sql`excluded.graduated_on` },
    });
}

/** Everybody of a class graduates on a day; returns how many. */
export async function addClass(
  deps: Deps,
  who: SignedIn,
  { classId, graduatedOn }: { classId: string; graduatedOn: string },
): Promise<number> {
  const { schoolId } = who;
  return inTransaction(deps.db, async (tx) => {
    const personIds = await selectClassPeople(tx, { schoolId, classId });
    if (personIds.length === 0) throw badRequest('employment.emptyClass');
    await addGraduates(
      tx,
      deps,
      who,
      personIds.map((personId) => ({ personId, graduatedOn })),
    );
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: who.personId,
      action: 'employment.addClass',
      subjectType: 'class',
      subjectId: classId,
      detail: { graduates: personIds.length, graduatedOn },
    });
    return personIds.length;
  });
}

/** Records where a graduate went, as the newest word on it, and plans the follow-ups from its entry day. */
export async function saveDestination(
  deps: Deps,
  who: Recorder,
  personId: string,
  content: DestinationContent,
  source: DestinationSource,
): Promise<void> {
  await inTransaction(deps.db, (tx) => recordDestination(tx, deps, who, personId, content, source));
}

export async function recordDestination(
  tx: Database,
  deps: Deps,
  who: Recorder,
  personId: string,
  content: DestinationContent,
  source: DestinationSource,
): Promise<'recorded' | 'same'> {
  const key = { schoolId: who.schoolId, personId };
  const current = await takeCurrent(tx, key);
  if (current && (await isSame(tx, deps, current, content))) return 'same';
  const { payFrom, ...plain } = content;
  await tx
    .update(destinations)
    .set({ endedAt: deps.now() })
    .where(
      and(
        eq(destinations.schoolId, key.schoolId),
        eq(destinations.personId, personId),
        isNull(destinations.endedAt),
      ),
    );
  await tx.insert(destinations).values({
    ...key,
    ...plain,
    id: deps.newId(),
    paySealed: payFrom === null ? null : await sealForPerson(tx, deps, key, String(payFrom)),
    source,
    recordedBy: who.personId,
    recordedAt: deps.now(),
  });
  await replanWaves(tx, key, content.enteredOn);
  await recordAudit(tx, deps, {
    schoolId: key.schoolId,
    actorPersonId: who.personId,
    action: 'employment.destination',
    subjectType: 'person',
    subjectId: personId,
    detail: { code: content.code, source },
  });
  return 'recorded';
}

/** The current destination; the graduate is locked, so that two who save queue here. */
async function takeCurrent(tx: Database, { schoolId, personId }: PersonOfSchool) {
  const [graduate] = await tx
    .select({ personId: graduates.personId })
    .from(graduates)
    .where(and(eq(graduates.schoolId, schoolId), eq(graduates.personId, personId)))
    .for('update');
  if (!graduate) throw notFound();
  const [current] = await tx
    .select()
    .from(destinations)
    .where(
      and(
        eq(destinations.schoolId, schoolId),
        eq(destinations.personId, personId),
        isNull(destinations.endedAt),
      ),
    );
  return current;
}

async function isSame(
  tx: Database,
  deps: Deps,
  current: DestinationRow,
  { payFrom, ...content }: DestinationContent,
): Promise<boolean> {
  const [pay = null] = await openForPerson(tx, deps, current, [current.paySealed]);
  return (
    readPay(pay) === payFrom &&
    Object.entries(content).every(([name, value]) => current[name as keyof typeof content] === value)
  );
}

/** Waves follow the entry day; what was answered stays, and without a day nothing is due. */
async function replanWaves(tx: Database, key: PersonOfSchool, enteredOn: string | null): Promise<void> {
  if (enteredOn === null) {
    await tx
      .delete(followUpWaves)
      .where(
        and(
          eq(followUpWaves.schoolId, key.schoolId),
          eq(followUpWaves.personId, key.personId),
          isNull(followUpWaves.answeredAt),
        ),
      );
    return;
  }
  await tx
    .insert(followUpWaves)
    .values(planWaves(enteredOn).map((wave) => ({ ...key, ...wave })))
    .onConflictDoUpdate({
      target: [followUpWaves.schoolId, followUpWaves.personId, followUpWaves.months],
      set: {
        opensOn: sql`excluded.opens_on`,
        dueOn: sql`excluded.due_on`,
        closesOn: sql`excluded.closes_on`,
      },
      setWhere: isNull(followUpWaves.answeredAt),
    });
}

/** How a graduate can be reached, sealed; empty: it is forgotten. */
export async function saveContact(
  deps: Deps,
  who: Recorder,
  personId: string,
  contact: string | null,
): Promise<void> {
  const key = { schoolId: who.schoolId, personId };
  await inTransaction(deps.db, async (tx) => {
    const changed = await tx
      .update(graduates)
      .set({ contactSealed: contact === null ? null : await sealForPerson(tx, deps, key, contact) })
      .where(and(eq(graduates.schoolId, key.schoolId), eq(graduates.personId, personId)))
      .returning({ personId: graduates.personId });
    if (changed.length === 0) throw notFound();
    await recordAudit(tx, deps, {
      schoolId: key.schoolId,
      actorPersonId: who.personId,
      action: 'employment.contact',
      subjectType: 'person',
      subjectId: personId,
    });
  });
}
