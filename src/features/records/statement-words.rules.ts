/** A statement in the words of a sentence: who, did, what, with what result. */
import {
  VOIDED_VERB,
  actorKey,
  readLearningEvent,
  type Actor,
  type LanguageMap,
  type LearningEventKind,
  type StoredStatement,
} from '../xapi/index.ts';

export interface StatementWords {
  actorKey: string | null;
  /** As the sender calls them, else the identifier itself. */
  actorName: string;
  kind: LearningEventKind | 'voided';
  verbId: string;
  /** The sender's word for the verb, else the end of its IRI. */
  verbName: string;
  objectName: string | null;
  objectId: string;
  /** The object, when it is an activity: others can be looked for. */
  activityId: string | null;
  success: boolean | null;
  completion: boolean | null;
  /** 0 … 1 */
  scoreScaled: number | null;
  scoreRaw: number | null;
  durationSeconds: number | null;
  response: string | null;
  registration: string | null;
  courseIds: readonly string[];
  at: Date;
}

export function readWords(statement: StoredStatement, locale: string): StatementWords {
  const { actor, verb, result, context } = statement;
  const event = readLearningEvent(statement);
  return {
    actorKey: actorKey(actor),
    actorName: nameActor(actor),
    kind: verb.id === VOIDED_VERB ? 'voided' : (event?.kind ?? 'other'),
    verbId: verb.id,
    verbName: textIn(verb.display, locale) ?? lastPart(verb.id),
    ...readObject(statement.object, locale),
    success: result?.success ?? null,
    completion: result?.completion ?? null,
    scoreScaled: event?.scoreScaled ?? result?.score?.scaled ?? null,
    scoreRaw: result?.score?.raw ?? null,
    durationSeconds: event?.durationSeconds ?? null,
    response: result?.response ?? null,
    registration: context?.registration ?? null,
    courseIds: event?.courseActivityIds ?? [],
    at: new Date(statement.timestamp),
  };
}

/** The name an actor goes by; else what identifies it, without its form. */
export function nameActor(actor: Actor): string {
  if (actor.name?.trim()) return actor.name;
  if (actor.account) return actor.account.name;
  if (actor.mbox) return actor.mbox.slice('mailto:'.length);
  const members = actor.objectType === 'Group' ? (actor.member ?? []) : [];
  return actor.openid ?? actor.mbox_sha1sum ?? members.map(nameActor).join(', ');
}

type Named = Pick<StatementWords, 'objectName' | 'objectId' | 'activityId'>;

function readObject(object: StoredStatement['object'], locale: string): Named {
  switch (object.objectType) {
    case 'StatementRef':
      return { objectName: null, objectId: object.id, activityId: null };
    case 'Agent':
    case 'Group':
      return { objectName: nameActor(object), objectId: actorKey(object) ?? '', activityId: null };
    case 'SubStatement': {
      const { verb, object: inner } = object;
      const within = readObject(inner, locale);
      const did = textIn(verb.display, locale) ?? lastPart(verb.id);
      return {
        ...within,
        objectName: [nameActor(object.actor), did, within.objectName ?? within.objectId].join(' '),
      };
    }
    default:
      return {
        objectName: textIn(object.definition?.name, locale),
        objectId: object.id,
        activityId: object.id,
      };
  }
}

const lastPart = (iri: string): string => /([^/#:]+)\/?$/.exec(iri)?.[1] ?? iri;

/** The reader's language of a language map, else one of the same family, else the first; null when there is none. */
export function textIn(map: LanguageMap | undefined, locale: string): string | null {
  if (!map) return null;
  const family = (tag: string) => tag.toLowerCase().split('-')[0];
  const near = Object.keys(map).find((tag) => family(tag) === family(locale));
  return map[locale] ?? (near === undefined ? undefined : map[near]) ?? Object.values(map)[0] ?? null;
}
