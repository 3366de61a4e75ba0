/** What an administrator looks for, as the address of a page says it. */
import { fromWallTime } from '../roster/index.ts';
import {
  accountKey,
  actorKey,
  checkActor,
  type Actor,
  type Condition,
  type NamedKey,
  type Place,
  type StatementFilter,
} from '../xapi/index.ts';

export const VOIDED_CHOICES = ['shown', 'hidden', 'only'] as const;

export interface RecordQuery {
  /** A name to look for among the school's people. */
  find: string | null;
  person: string | null;
  actor: string | null;
  verb: string | null;
  activity: string | null;
  registration: string | null;
  /** Also where the person or the activity is only named in the context. */
  related: boolean;
  /** A day or a minute in the school's time zone. */
  from: string | null;
  until: string | null;
  /** Credential of the source. */
  sender: string | null;
  voided: (typeof VOIDED_CHOICES)[number];
  /** Where the page before ended. */
  after: string | null;
}

/** What of a query has to be looked up first. */
export interface Resolved {
  /** Actors of the person; null: nobody was asked for. */
  personActors: readonly string[] | null;
  /** Authorities of the sender; null: none was asked for. */
  senderKeys: readonly string[] | null;
  timeZone: string;
}

export type FilterReading =
  | { ok: true; filter: Omit<StatementFilter, 'limit' | 'ascending'> }
  | { ok: false; field: 'actor' | 'from' | 'until' };

/** The one that leaves least comes first. */
export function readFilter(query: RecordQuery, resolved: Resolved): FilterReading {
  const { related } = query;
  const actor = query.actor === null ? null : readActor(query.actor);
  if (query.actor !== null && actor === null) return { ok: false, field: 'actor' };
  const from = readMoment(query.from, resolved.timeZone, 'start');
  const until = readMoment(query.until, resolved.timeZone, 'end');
  if (query.from !== null && from === null) return { ok: false, field: 'from' };
  if (query.until !== null && until === null) return { ok: false, field: 'until' };
  const agents: NamedKey['kind'][] = related ? ['agent', 'related-agent'] : ['agent'];
  const activities: NamedKey['kind'][] = related ? ['activity', 'related-activity'] : ['activity'];
  const conditions = [
    anyOf(['registration'], query.registration?.toLowerCase()),
    anyOf(agents, ...(resolved.personActors ?? [])),
    anyOf(agents, actor),
    anyOf(activities, query.activity),
    anyOf(['related-agent'], ...(resolved.senderKeys ?? [])),
    anyOf(['verb'], query.verb),
  ].filter((condition): condition is Condition => condition !== null);
  return {
    ok: true,
    filter: {
      conditions,
      // The store's own bounds are: after, and up to.
      since: from && new Date(from.getTime() - 1),
      until: until && new Date(until.getTime() - 1),
      voided: query.voided,
      after: query.after === null ? null : readPlace(query.after),
    },
  };
}

function anyOf(
  kinds: readonly NamedKey['kind'][],
  ...names: readonly (string | null | undefined)[]
): Condition | null {
  const given = names.filter((name): name is string => typeof name === 'string');
  return given.length === 0 ? null : kinds.flatMap((kind) => given.map((name) => ({ kind, name })));
}

/** A moment as the form gives it; a day alone begins with its start and ends with its end. */
export function readMoment(text: string | null, timeZone: string, edge: 'start' | 'end'): Date | null {
  if (text === null) return null;
  if (text.includes('T')) return fromWallTime(text, timeZone);
  const start = fromWallTime(`${text}T00:00`, timeZone);
  if (start === null || edge === 'start') return start;
  const next = new Date(Date.parse(`${text}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return fromWallTime(`${next}T00:00`, timeZone);
}

/**
 * An actor as senders and our own pages write it: a key (`account|home page|name`), JSON, a mail address, an account as
 * `home page|name`, a hash of a mailbox, an OpenID. null: none of these.
 */
export function readActor(text: string): string | null {
  if (/^(account|mbox|sha1|openid|long)\|./.test(text)) return text;
  if (text.startsWith('{')) return readJsonActor(text);
  if (/^[0-9a-f]{40}$/i.test(text)) return `sha1|${text.toLowerCase()}`;
  if (/^(mailto:)?[^\s@|]+@[^\s@|]+$/i.test(text))
    return actorKey({ mbox: `mailto:${text.replace(/^mailto:/i, '')}` });
  const [home = '', ...name] = text.split('|');
  if (!/^https?:\/\/\S+$/.test(home)) return null;
  return name.length > 0 ? accountKey(home, name.join('|')) : actorKey({ openid: text });
}

function readJsonActor(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    return checkActor(value) === null ? actorKey(value as Actor) : null;
  } catch {
    return null;
  }
}

export const writePlace = ({ storedAt, sequence }: Place): string => `${storedAt.getTime()}-${sequence}`;

function readPlace(text: string): Place {
  const [time, sequence] = text.split('-');
  return { storedAt: new Date(Number(time)), sequence: Number(sequence) };
}

/** The address of a page of records that differs in what is given; null takes something out. */
export function linkTo(
  query: Partial<RecordQuery>,
  change: Partial<Record<keyof RecordQuery, string | boolean | null>> = {},
): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, after: null, ...change })) {
    if (value === null || value === undefined || value === false || value === '') continue;
    if (name === 'voided' && value === 'shown') continue;
    parameters.set(name, value === true ? '1' : String(value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
