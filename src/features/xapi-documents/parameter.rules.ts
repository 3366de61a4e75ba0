/** Single parameters of a request's query, each checked as the specification types it (Communication 2.2). */
import { badRequest } from '../../infra/errors.ts';
import {
  actorKey,
  checkActor,
  isIri,
  isStorableText,
  isUuid,
  readTimestamp,
  type Actor,
} from '../xapi/index.ts';

export type Query = Readonly<Record<string, unknown>>;

/** A parameter nobody knows was meant for something: the request is refused, not answered as if it weren't there. */
export function refuseOthers(query: Query, known: readonly string[]): void {
  const parameter = Object.keys(query).find((name) => !known.includes(name));
  if (parameter !== undefined)
    throw badRequest('xapi.parameterRefused', { parameter: parameter.slice(0, 100) });
}

/** A text given once. */
export function readText(query: Query, parameter: string): string | null {
  const value = query[parameter];
  if (value === undefined) return null;
  if (typeof value !== 'string' || !isStorableText(value))
    throw badRequest('xapi.parameterNotText', { parameter });
  return value;
}

/** A text that must be given and not be empty. */
export function requireText(query: Query, parameter: string): string {
  const value = readText(query, parameter);
  if (!value) throw badRequest('xapi.parameterMissing', { parameter });
  return value;
}

export function requireActivityId(query: Query): string {
  const activityId = requireText(query, 'activityId');
  if (!isIri(activityId)) throw badRequest('xapi.notIri', { parameter: 'activityId' });
  return activityId;
}

/** Lower case: the form in which registrations are compared. */
export function readRegistration(query: Query): string | null {
  const registration = readText(query, 'registration');
  if (registration !== null && !isUuid(registration))
    throw badRequest('xapi.notUuid', { parameter: 'registration' });
  return registration?.toLowerCase() ?? null;
}

export function readSince(query: Query): Date | null {
  const text = readText(query, 'since');
  const since = text === null ? null : readTimestamp(text);
  if (text !== null && since === null) throw badRequest('xapi.notTimestamp', { parameter: 'since' });
  return since;
}

/** An agent or identified group by the rules for actors of statements, and the key by which it is recognised. */
export function requireAgent(query: Query): { agent: Actor; key: string } {
  const parameter = 'agent';
  const value = parseJson(requireText(query, parameter));
  const found = checkActor(value);
  if (found) {
    const { messageId, replacements, pointer, requirement } = found;
    throw badRequest(messageId, { ...replacements, parameter, pointer, requirement });
  }
  const agent = value as Actor;
  const key = actorKey(agent);
  if (key === null) throw badRequest('xapi.agentUnidentified', { parameter });
  return { agent, key };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('xapi.parameterNoJson', { parameter: 'agent' });
  }
}
