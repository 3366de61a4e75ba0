/** What a request reads from the statement resource, or why it can't be answered (Communication 2.1.3). */
import { actorKey, checkActor } from './actor.rules.ts';
import { readTimestamp } from './iso-timestamp.rules.ts';
import type { KeyKind, NamedKey } from './statement-key.schema.ts';
import { refuse, type Query, type RequestProblem } from './statement-request.rules.ts';
import type { Actor } from './statement.schema.ts';
import { isIri, isUuid } from './text-format.rules.ts';

export const FORMATS = ['exact', 'ids', 'canonical'] as const;
export type StatementFormat = (typeof FORMATS)[number];

/** A place in the order of storing. */
export interface Place {
  storedAt: Date;
  sequence: number;
}

/** One thing that statements are looked for by; any of its keys will do. */
export type Condition = readonly NamedKey[];

export interface StatementFilter {
  /** The one that leaves least comes first: the others are looked up for what it finds. */
  conditions: readonly Condition[];
  /** Stored after this, and up to that. */
  since: Date | null;
  until: Date | null;
  /** Voided ones are as a rule not there; a school's own people may look at them. */
  voided: 'hidden' | 'shown' | 'only';
  ascending: boolean;
  /** Where the page before ended. */
  after: Place | null;
  limit: number;
}

/** What a caller may read: everything of the school, or what came in with its own credential. */
export interface Readable {
  schoolId: string;
  own: Own | null;
}

export interface Own {
  credentialId: string;
  /** The key of an agent in its authority. */
  agentKey: string;
}

interface Shown {
  format: StatementFormat;
  attachments: boolean;
}

export type StatementReading =
  | ({ kind: 'one'; id: string; voided: boolean } & Shown)
  | ({ kind: 'page'; filter: StatementFilter } & Shown)
  | RequestProblem;

/** The most statements of one page, and how many there are when the request doesn't say. */
export const PAGE_LIMIT = 200;

const BESIDE_ID = ['statementId', 'voidedStatementId', 'attachments', 'format'];
const OF_PAGES = [
  'agent',
  'verb',
  'activity',
  'registration',
  'related_activities',
  'related_agents',
  'since',
  'until',
  'limit',
  'format',
  'attachments',
  'ascending',
  // Our own, in the address of the next page.
  'cursor',
];

/** One statement by `statementId` or, if it was voided, `voidedStatementId`; else a page of those that match. */
export function readStatementQuery(query: Query): StatementReading {
  const names = Object.keys(query);
  const asksOne = names.some((name) => name === 'statementId' || name === 'voidedStatementId');
  const known = asksOne ? BESIDE_ID : OF_PAGES;
  const wrong = names.find((name) => !known.includes(name) || typeof query[name] !== 'string');
  if (wrong !== undefined) return refuse('xapi.parameterRefused', { parameter: wrong.slice(0, 100) });
  const text = (name: string) => query[name] as string | undefined;
  const format = FORMATS.find((one) => one === (text('format') ?? 'exact'));
  const attachments = readFlag(text('attachments'));
  if (format === undefined) return refuseValue('format');
  if (attachments === undefined) return refuseValue('attachments');
  if (asksOne) return readOne(text('statementId'), text('voidedStatementId'), { format, attachments });
  const filter = readFilter(text);
  return filter.kind === 'refused' ? filter : { kind: 'page', filter: filter.filter, format, attachments };
}

const refuseValue = (parameter: string): RequestProblem => refuse('xapi.parameterWrong', { parameter });

const readFlag = (value: string | undefined): boolean | undefined =>
  value === undefined || value === 'false' ? false : value === 'true' ? true : undefined;

function readOne(id: string | undefined, voidedId: string | undefined, shown: Shown): StatementReading {
  if (id !== undefined && voidedId !== undefined) return refuse('xapi.oneIdOnly');
  const given = id ?? voidedId ?? '';
  if (!isUuid(given)) return refuse('xapi.statementIdWrong');
  return { kind: 'one', id: given.toLowerCase(), voided: voidedId !== undefined, ...shown };
}

type Read<T> = { kind: 'read'; filter: T } | RequestProblem;

function readFilter(text: (name: string) => string | undefined): Read<StatementFilter> {
  const relatedAgents = readFlag(text('related_agents'));
  const relatedActivities = readFlag(text('related_activities'));
  const ascending = readFlag(text('ascending'));
  if (relatedAgents === undefined) return refuseValue('related_agents');
  if (relatedActivities === undefined) return refuseValue('related_activities');
  if (ascending === undefined) return refuseValue('ascending');

  const given = { agent: text('agent'), verb: text('verb'), activity: text('activity') };
  const registration = text('registration');
  const agent = given.agent === undefined ? null : readAgent(given.agent);
  if (given.agent !== undefined && agent === null) return refuseValue('agent');
  if (given.verb !== undefined && !isIri(given.verb)) return refuseValue('verb');
  if (given.activity !== undefined && !isIri(given.activity)) return refuseValue('activity');
  if (registration !== undefined && !isUuid(registration)) return refuseValue('registration');

  const since = readTime(text('since'));
  const until = readTime(text('until'));
  if (since === undefined) return refuseValue('since');
  if (until === undefined) return refuseValue('until');
  const limit = text('limit') ?? '0';
  if (!/^\d{1,9}$/.test(limit)) return refuseValue('limit');
  const cursor = text('cursor');
  const after = cursor === undefined ? null : readCursor(cursor);
  if (cursor !== undefined && after === null) return refuseValue('cursor');

  const conditions = [
    registration && keysOf(['registration'], registration.toLowerCase()),
    agent && keysOf(relatedAgents ? ['agent', 'related-agent'] : ['agent'], agent),
    given.activity &&
      keysOf(relatedActivities ? ['activity', 'related-activity'] : ['activity'], given.activity),
    given.verb && keysOf(['verb'], given.verb),
  ].filter((condition): condition is NamedKey[] => Array.isArray(condition));
  const wanted = Number(limit);
  return {
    kind: 'read',
    filter: {
      conditions,
      since,
      until,
      voided: 'hidden',
      ascending,
      after,
      limit: wanted === 0 ? PAGE_LIMIT : Math.min(wanted, PAGE_LIMIT),
    },
  };
}

const keysOf = (kinds: readonly KeyKind[], name: string): NamedKey[] => kinds.map((kind) => ({ kind, name }));

/** The key of an agent or identified group given as JSON; null when it is none. */
function readAgent(json: string): string | null {
  try {
    const value: unknown = JSON.parse(json);
    return checkActor(value) === null ? actorKey(value as Actor) : null;
  } catch {
    return null;
  }
}

const readTime = (value: string | undefined): Date | null | undefined =>
  value === undefined ? null : (readTimestamp(value) ?? undefined);

export const writeCursor = ({ storedAt, sequence }: Place): string => `${storedAt.getTime()}-${sequence}`;

function readCursor(value: string): Place | null {
  const [, time, sequence] = /^(\d{1,15})-(\d{1,15})$/.exec(value) ?? [];
  return time === undefined ? null : { storedAt: new Date(Number(time)), sequence: Number(sequence) };
}

/** The activity of a request to the activities resource (Communication 2.5). */
export function readActivityQuery(query: Query): { kind: 'activity'; activityId: string } | RequestProblem {
  const wrong = Object.keys(query).find((name) => name !== 'activityId');
  if (wrong !== undefined) return refuse('xapi.parameterRefused', { parameter: wrong.slice(0, 100) });
  const { activityId } = query;
  return typeof activityId === 'string' && isIri(activityId)
    ? { kind: 'activity', activityId }
    : refuseValue('activityId');
}
