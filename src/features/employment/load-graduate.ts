import { recordAudit } from '../../infra/audit.ts';
import { dayIn } from '../../infra/day.rules.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { openForPerson, type SignedIn } from '../roster/index.ts';
import { collectAnswers } from './collect-answers.ts';
import { readPay } from './destination.rules.ts';
import type { PersonOfSchool } from './employment.schema.ts';
import { HelpWords, StoredAnswers } from './follow-up.rules.ts';
import {
  presentGraduate,
  presentMine,
  type GraduatePage,
  type MinePage,
  type OpenGraduate,
} from './graduate.pages.ts';
import { findGraduate, selectDestinations } from './graduates.queries.ts';
import { presentTabs } from './tabs.pages.ts';
import { selectTickets } from './tickets.queries.ts';
import { selectContacts, selectWaves } from './waves.queries.ts';

/** Everything kept of a graduate, opened; null: not on the school's list. */
export async function openGraduate(deps: Deps, key: PersonOfSchool): Promise<OpenGraduate | null> {
  const { db } = deps;
  const graduate = await findGraduate(db, key);
  if (!graduate) return null;
  const destinations = await selectDestinations(db, key);
  const waves = await selectWaves(db, key);
  const contacts = await selectContacts(db, key);
  const tickets = await selectTickets(db, { ...key, show: 'all' });
  const sealed = [
    graduate.contactSealed,
    ...destinations.map(({ destination }) => destination.paySealed),
    ...waves.map(({ answersSealed }) => answersSealed),
    ...contacts.map(({ contact }) => contact.noteSealed),
    ...tickets.flatMap(({ ticket }) => [ticket.words, ticket.answer]),
  ];
  const texts = (await openForPerson(db, deps, key, sealed))[Symbol.iterator]();
  const next = (): string | null => texts.next().value ?? null;
  const contact = next();
  const pays = destinations.map(next);
  const answers = waves.map(next);
  const notes = contacts.map(next);
  return {
    personId: graduate.personId,
    name: graduate.name,
    className: graduate.className,
    majorName: graduate.majorName,
    graduatedOn: graduate.graduatedOn,
    contact,
    destinations: destinations.map(({ destination, recordedByName }, index) => {
      const { source, recordedAt, endedAt, ...row } = destination;
      return {
        content: { ...row, payFrom: readPay(pays[index] ?? null) },
        source,
        recordedAt,
        recordedByName,
        endedAt,
      };
    }),
    waves: waves.map((wave, index) => {
      const text = answers[index] ?? null;
      return {
        months: wave.months,
        opensOn: wave.opensOn,
        dueOn: wave.dueOn,
        closesOn: wave.closesOn,
        answeredAt: wave.answeredAt,
        linked: wave.linkId !== null,
        answers: text === null ? null : StoredAnswers.parse(JSON.parse(text)),
        contacts: contacts
          .map(({ contact: row, byName }, at) => ({ ...row, byName, note: notes[at] ?? null }))
          .filter(({ months }) => months === wave.months),
      };
    }),
    tickets: tickets.map(({ ticket, ownerName }) => {
      const words = next();
      const answer = next();
      return {
        id: ticket.id,
        openedAt: ticket.openedAt,
        dueOn: ticket.dueOn,
        ownerName,
        words: words === null ? null : HelpWords.parse(JSON.parse(words)),
        closedAt: ticket.closedAt,
        outcome: ticket.outcome,
        answer,
      };
    }),
  };
}

/** A graduate's page for the office; that it was read is audited. */
export async function loadGraduate(
  deps: Deps,
  who: SignedIn,
  personId: string,
  saved: boolean,
): Promise<GraduatePage> {
  await collectAnswers(deps, who.schoolId);
  const graduate = await openGraduate(deps, { schoolId: who.schoolId, personId });
  if (!graduate) throw notFound();
  await recordAudit(deps.db, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action: 'employment.read',
    subjectType: 'person',
    subjectId: personId,
  });
  return presentGraduate(graduate, presentTabs(who, 'graduates'), dayIn(who.timeZone, deps.now()), saved);
}

/** What a graduate sees of themselves. */
export async function loadMine(deps: Deps, who: SignedIn, saved: boolean): Promise<MinePage> {
  await collectAnswers(deps, who.schoolId);
  return presentMine(await openGraduate(deps, who), {
    roles: who.roles,
    courseId: who.courseId,
    today: dayIn(who.timeZone, deps.now()),
    saved,
  });
}
