import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { addDays, dayIn } from '../../infra/day.rules.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict, notFound } from '../../infra/errors.ts';
import { issueLink, withdrawLinks } from '../instruments/index.ts';
import { fromWallTime, sealForPerson } from '../roster/index.ts';
import type { Channel, ContactOutcome, PersonOfSchool, WaveMonths } from './employment.schema.ts';
import { followUpContacts, followUpWaves } from './employment.tables.ts';
import { FOLLOW_UP } from './follow-up.rules.ts';
import { findGraduate } from './graduates.queries.ts';
import { isAskable, judgeContact, judgeWave } from './wave.rules.ts';
import { selectContacts, takeWave, type WaveRow } from './waves.queries.ts';

interface Asker extends PersonOfSchool {
  timeZone: string;
}
export interface WaveKey {
  personId: string;
  months: WaveMonths;
}

/** Gives out the questionnaire of a wave as a contact of today; the address is told once. */
export async function sendQuestionnaire(
  deps: Deps,
  who: Asker,
  wave: WaveKey,
  by: { channel: Channel; outcome: 'sent' | 'reached' },
): Promise<string> {
  return inTransaction(deps.db, async (tx) => {
    const row = await noteTry(tx, deps, who, wave, { ...by, note: null });
    return giveLink(tx, deps, who, row);
  });
}

/** The graduate answers by themselves: no contact of the office's, and no limit but the window. */
export async function answerMyself(deps: Deps, who: Asker, months: WaveMonths): Promise<string> {
  return inTransaction(deps.db, async (tx) => {
    const row = await takeWave(tx, { ...who, months });
    if (!row) throw notFound();
    if (!isAskable(stateOf(row, dayIn(who.timeZone, deps.now()))))
      throw conflict('employment.contact.notOpen');
    return giveLink(tx, deps, who, row);
  });
}

/** Notes a try that led to nothing. */
export async function noteContact(
  deps: Deps,
  who: Asker,
  wave: WaveKey,
  given: { channel: Channel; outcome: ContactOutcome; note: string | null },
): Promise<void> {
  await inTransaction(deps.db, (tx) => noteTry(tx, deps, who, wave, given));
}

async function noteTry(
  tx: Database,
  deps: Deps,
  who: Asker,
  { personId, months }: WaveKey,
  { note, ...given }: { channel: Channel; outcome: ContactOutcome; note: string | null },
): Promise<WaveRow> {
  const key = { schoolId: who.schoolId, personId };
  const row = (await findGraduate(tx, key)) && (await takeWave(tx, { ...key, months }));
  if (!row) throw notFound();
  const today = dayIn(who.timeZone, deps.now());
  const days = (await selectContacts(tx, key))
    .filter(({ contact }) => contact.months === months)
    .map(({ contact }) => contact.day);
  const verdict = judgeContact(stateOf(row, today), days, today);
  if (verdict !== 'allowed') throw conflict(`employment.contact.${verdict}`);
  await tx.insert(followUpContacts).values({
    ...key,
    ...given,
    months,
    day: today,
    noteSealed: note === null ? null : await sealForPerson(tx, deps, key, note),
    byPersonId: who.personId,
  });
  await recordAudit(tx, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action: 'employment.followUp',
    subjectType: 'person',
    subjectId: personId,
    detail: { months, ...given },
  });
  return row;
}

const stateOf = (row: WaveRow, today: string) =>
  judgeWave({ ...row, answered: row.answeredAt !== null }, today);

/** A new link takes the place of the one before, with what was begun by it; it ends with the wave's window. */
async function giveLink(tx: Database, deps: Deps, who: Asker, row: WaveRow): Promise<string> {
  const { schoolId, personId, months } = row;
  const expiresAt = fromWallTime(`${addDays(row.closesOn, 1)}T00:00`, who.timeZone) ?? deps.now();
  if (row.linkId !== null) await withdrawLinks(tx, { schoolId, linkIds: [row.linkId] });
  const { linkId, token } = await issueLink(tx, deps, {
    schoolId,
    instrumentId: FOLLOW_UP,
    issuedBy: who.personId,
    expiresAt,
  });
  await tx
    .update(followUpWaves)
    .set({ linkId, linkBy: who.personId })
    .where(
      and(
        eq(followUpWaves.schoolId, schoolId),
        eq(followUpWaves.personId, personId),
        eq(followUpWaves.months, months),
      ),
    );
  return `${deps.config.publicUrl}/forms/${token}`;
}
