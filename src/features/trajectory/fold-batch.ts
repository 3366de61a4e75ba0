import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { learnAnswers, logAnswers } from '../knowledge/index.ts';
import { decidePhase, selectTimetables, type Timetable } from '../programme/index.ts';
import { attachActors, selectIdentities } from '../roster/index.ts';
import { SKILL_EXTENSION, isDecision } from '../vocabulary/index.ts';
import { VOIDED_VERB, readLearningEvent, type StatementRow } from '../xapi/index.ts';
import { listAnswers } from './answer.rules.ts';
import { dayIn } from '../../infra/day.rules.ts';
import { foldEvents } from './facts.rules.ts';
import type { LocatedEvent } from './facts.schema.ts';
import { insertCountedEvents, insertWaits, markVoidedActors, type Wait } from './fold.queries.ts';
import {
  isLearnerLike,
  listActivityIds,
  listWanted,
  locateEvent,
  type Place,
  type ReadStatement,
} from './locate.rules.ts';
import { loadFacts } from './load-facts.ts';
import { selectMapping } from './mapping.queries.ts';
import { saveFacts } from './save-facts.ts';
import { noteUnknownActors, type UnknownEvent } from './unknown-actors.queries.ts';

/** What the fold knows of a school before it reads. */
export interface FoldedSchool {
  schoolId: string;
  timeZone: string;
  /** Issuers of its LTI registrations. */
  issuers: readonly string[];
}

type Placed = ReadStatement & { place: Place };

/**
 * Folds statements into facts inside the caller's transaction, at a cost that depends on the batch alone: one set-based
 * statement per table. Returns whose facts it touched. Voiding statements are only noted: taking something out of facts
 * needs the person's whole history, which the refold reads. A refold only keeps the answers: their people
 * are learned anew from them afterwards (docs/decisions/0031).
 */
export async function foldBatch(
  tx: Database,
  deps: Deps,
  school: FoldedSchool,
  rows: readonly StatementRow[],
  { notesVoids, isRefold = false }: { notesVoids: boolean; isRefold?: boolean },
): Promise<Set<string>> {
  const { schoolId } = school;
  if (notesVoids) await markVoidedActors(tx, schoolId, listVoided(rows));
  const read = rows.flatMap((row) => readStatement(row, deps.config.publicUrl));
  if (read.length === 0) return new Set();
  const mapping = await selectMapping(tx, schoolId, deps.config.publicUrl, {
    activityIds: [...new Set(read.flatMap(listActivityIds))],
    skillIds: [...new Set(read.flatMap(({ skillId }) => skillId ?? []))],
  });
  const waits: Wait[] = [];
  const placed: Placed[] = [];
  for (const statement of read) {
    const place = locateEvent(statement, mapping);
    const { actorKey } = statement.event;
    if (place) placed.push({ ...statement, place });
    else waits.push(...listWanted(statement).map((waitsFor) => ({ actorKey, waitsFor })));
  }
  const people = await findPeople(tx, deps, school, placed);
  const courseIds = [...new Set(placed.map(({ place }) => place.courseId))];
  const timetables = await selectTimetables(tx, schoolId, courseIds);
  const nobodys = placed.filter(({ event }) => !people.has(event.actorKey));
  waits.push(...nobodys.map(({ event }) => ({ actorKey: event.actorKey, waitsFor: 'person' })));
  await noteUnknownActors(tx, schoolId, nobodys.map(presentUnknown));
  const located = placed.flatMap((statement) => {
    const personId = people.get(statement.event.actorKey);
    return personId
      ? [{ personId, dedupeKey: statement.event.dedupeKey, ...present(statement, school, timetables) }]
      : [];
  });
  await insertWaits(tx, schoolId, waits);
  const events = await dropRepeated(tx, schoolId, located);
  await saveFacts(tx, schoolId, foldEvents(await loadFacts(tx, schoolId, events), events));
  const answers = listAnswers(events, rows);
  await (isRefold ? logAnswers(tx, schoolId, answers) : learnAnswers(tx, schoolId, answers));
  return new Set(events.map(({ personId }) => personId));
}

function listVoided(rows: readonly StatementRow[]): string[] {
  const inBatch = new Map(rows.map((row) => [row.id, row]));
  return rows.flatMap(({ payload }) => {
    const { verb, object } = payload;
    const isVoiding = verb.id === VOIDED_VERB && object.objectType === 'StatementRef';
    // What is voided in this batch already is passed over below.
    return isVoiding && !inBatch.get(object.id)?.voidedBy ? [object.id] : [];
  });
}

function readStatement(row: StatementRow, publicUrl: string): ReadStatement[] {
  if (row.voidedBy !== null || isDecision(row.payload)) return [];
  const event = readLearningEvent(row.payload);
  if (event === null) return [];
  // A sender's clock that runs ahead must not make somebody look active tomorrow.
  const timestampAt = event.timestampAt > row.storedAt ? row.storedAt : event.timestampAt;
  const isOwnPractice = event.activityId.startsWith(`${publicUrl}/questions/`);
  const extensions = row.payload.context?.extensions ?? {};
  // Earlier statements have the key below the tool’s own address, and stay as they are (docs/decisions/0019).
  const skill = isOwnPractice
    ? (extensions[SKILL_EXTENSION] ?? extensions[`${publicUrl}/xapi/extensions/skill`])
    : null;
  return [
    {
      statementId: row.id,
      actorName: row.payload.actor.name ?? null,
      event: { ...event, timestampAt },
      skillId: typeof skill === 'string' ? skill : null,
    },
  ];
}

/** The person behind each actor; those who act as learners do become learners of the course. */
async function findPeople(
  tx: Database,
  deps: Deps,
  { schoolId, issuers }: FoldedSchool,
  placed: readonly Placed[],
): Promise<Map<string, string | null>> {
  const actors = new Map<string, { actorKey: string; name: string | null; courseIds: Set<string> }>();
  for (const { event, actorName, place } of placed.filter(isLearnerLike)) {
    const { actorKey } = event;
    const actor = actors.get(actorKey) ?? { actorKey, name: actorName, courseIds: new Set<string>() };
    actor.courseIds.add(place.courseId);
    actors.set(actorKey, actor);
  }
  const attached = await attachActors(tx, deps, {
    schoolId,
    issuers,
    actors: [...actors.values()].map((actor) => ({ ...actor, courseIds: [...actor.courseIds] })),
  });
  const others = placed.map(({ event }) => event.actorKey).filter((actorKey) => !actors.has(actorKey));
  const known = await selectIdentities(tx, schoolId, [...new Set(others)]);
  return new Map([...attached, ...known]);
}

const presentUnknown = ({ event, actorName, place }: Placed): UnknownEvent => ({
  actorKey: event.actorKey,
  courseId: place.courseId,
  name: actorName,
  at: event.timestampAt,
});

const present = (
  { statementId, event, place }: Placed,
  { timeZone }: FoldedSchool,
  timetables: ReadonlyMap<string, Timetable>,
): Omit<LocatedEvent, 'personId'> => {
  const timetable = timetables.get(place.courseId);
  return {
    ...place,
    statementId,
    day: dayIn(timeZone, event.timestampAt),
    phase: timetable ? decidePhase(event.timestampAt, timetable) : null,
    event,
  };
};

/** Leaves out what was counted before. A key made of a statement's own id can't repeat: statements are stored once. */
async function dropRepeated<E extends LocatedEvent & { dedupeKey: string }>(
  tx: Database,
  schoolId: string,
  events: readonly E[],
): Promise<E[]> {
  const firsts = new Map<string, string>();
  for (const { dedupeKey, statementId } of events)
    if (!dedupeKey.startsWith('id:') && !firsts.has(dedupeKey)) firsts.set(dedupeKey, statementId);
  const fresh = await insertCountedEvents(
    tx,
    schoolId,
    [...firsts].map(([dedupeKey, statementId]) => ({ dedupeKey, statementId })),
  );
  return events.filter(({ dedupeKey, statementId }) => dedupeKey.startsWith('id:') || fresh.has(statementId));
}
