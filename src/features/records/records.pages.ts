/** The administrator's view of all that was recorded. */
import { linkTo, writePlace, type RecordQuery } from './record-filter.rules.ts';
import type { FactsFreshness, RecordRow, Sender } from './records.schema.ts';

export interface RecordLine {
  id: string;
  at: Date;
  storedAt: Date;
  who: string;
  /** Somebody of the school; null: not known as anybody. */
  personId: string | null;
  erased: boolean;
  kind: string;
  /** The sender's word, where ours says nothing. */
  verbName: string;
  what: string;
  success: 'right' | 'wrong' | null;
  completed: boolean;
  hasScore: boolean;
  score: number;
  response: string | null;
  sender: string | null;
  voided: boolean;
  followWho: string | null;
  followWhat: string | null;
}

/** @param query of the page it stands on: to follow somebody or something keeps the other filters */
export function presentLine(row: RecordRow, query: RecordQuery): RecordLine {
  const { words, person } = row;
  const isKnown = person !== null && !person.erased;
  return {
    id: row.id,
    at: words.at,
    storedAt: row.storedAt,
    who: isKnown ? person.name : words.actorName,
    personId: isKnown ? person.personId : null,
    erased: person?.erased ?? false,
    kind: words.kind,
    verbName: words.verbName,
    what: words.objectName ?? words.objectId,
    success: words.success === null ? null : words.success ? 'right' : 'wrong',
    completed: words.completion === true,
    hasScore: words.scoreScaled !== null,
    score: words.scoreScaled ?? 0,
    response: words.response,
    sender: row.sender,
    voided: row.voidedBy !== null,
    followWho: isKnown
      ? linkTo(query, { person: person.personId, actor: null, find: null })
      : words.actorKey && linkTo(query, { actor: words.actorKey, person: null, find: null }),
    followWhat: words.activityId && linkTo(query, { activity: words.activityId }),
  };
}

export interface Flow {
  newestAt: Date | null;
  facts: FactsFreshness;
  /** Statements of the last day, by credential; null: our own. */
  lastDay: readonly { credentialId: string | null; statements: number }[];
  senders: readonly Sender[];
}

export function presentFlow({ newestAt, facts, lastDay, senders }: Flow) {
  const counts = new Map(lastDay.map(({ credentialId, statements }) => [credentialId, statements]));
  const known = new Set(senders.map(({ credentialId }) => credentialId));
  const others = lastDay.filter(({ credentialId }) => credentialId !== null && !known.has(credentialId));
  return {
    newestAt,
    foldedAt: facts.foldedAt,
    behind: facts.behind,
    sources: senders
      .filter((sender) => sender.active || counts.has(sender.credentialId))
      .map((sender) => ({
        label: sender.label,
        lastDay: counts.get(sender.credentialId) ?? 0,
        lastStoredAt: sender.lastStoredAt,
        refused: sender.refused,
        lastRefusedAt: sender.lastRefusedAt,
        follow: linkTo({ sender: sender.credentialId }),
      })),
    own: counts.get(null) ?? 0,
    others: others.reduce((sum, { statements }) => sum + statements, 0),
  };
}

export interface RecordsPageRows {
  query: RecordQuery;
  rows: readonly RecordRow[];
  limit: number;
  /** The person that is followed; null: nobody. */
  personName: string | null;
  /** People of the name that was looked for; null: no name was. */
  candidates: readonly { personId: string; name: string }[] | null;
  senders: readonly Sender[];
  flow: Flow;
}

export function presentRecords(given: RecordsPageRows) {
  const { query, personName, candidates } = given;
  const shown = given.rows.slice(0, given.limit);
  const last = shown.at(-1);
  const filtered = linkTo(query) !== '';
  return {
    flow: presentFlow(given.flow),
    filter: {
      find: query.find ?? '',
      person: query.person,
      actor: query.actor ?? '',
      verb: query.verb ?? '',
      activity: query.activity ?? '',
      registration: query.registration ?? '',
      related: query.related,
      from: query.from ?? '',
      until: query.until ?? '',
      voided: query.voided,
      senders: given.senders.map(({ credentialId, label }) => ({
        credentialId,
        label,
        selected: credentialId === query.sender,
      })),
      more: query.actor !== null || query.registration !== null || query.related || query.voided !== 'shown',
    },
    filtered,
    followed: query.person === null ? null : { personId: query.person, name: personName },
    withoutPerson: linkTo(query, { person: null }),
    asking: candidates !== null,
    candidates:
      candidates?.map(({ personId, name }) => ({
        name,
        link: linkTo(query, { person: personId, find: null }),
      })) ?? null,
    verbs: [...new Set(shown.map(({ words }) => words.verbId))].sort(),
    lines: shown.map((row) => presentLine(row, query)),
    newest: query.after === null ? null : linkTo(query),
    older: last && given.rows.length > given.limit ? linkTo(query, { after: writePlace(last) }) : null,
    export: {
      query: linkTo(query, { find: null }),
      separator: linkTo(query, { find: null }) === '' ? '?' : '&',
    },
  };
}

/** One statement with everything that stands in it. */
export function presentRecord(row: RecordRow, query: RecordQuery) {
  const { words } = row;
  return {
    ...presentLine(row, query),
    statementId: row.id,
    actorKey: words.actorKey,
    verbId: words.verbId,
    objectId: words.objectId,
    completion: words.completion,
    hasDuration: words.durationSeconds !== null,
    duration: words.durationSeconds ?? 0,
    registration: words.registration,
    followRegistration: words.registration && linkTo({ registration: words.registration.toLowerCase() }),
    voidedBy: row.voidedBy,
    raw: row.statement,
  };
}
