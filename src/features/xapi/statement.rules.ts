/** What a valid statement is: xAPI 1.0.3 and 2.0.0. */
import { checkActivity } from './activity.rules.ts';
import { checkActor, checkAgent, checkAuthority, checkGroup } from './actor.rules.ts';
import { checkContext, checkStatementRef } from './context.rules.ts';
import { checkResult } from './result.rules.ts';
import { SIGNATURE_USAGE, VOIDED_VERB, type Statement } from './statement.schema.ts';
import {
  isJsonObject,
  listOf,
  oneOf,
  optional,
  refused,
  required,
  shape,
  type Check,
  type JsonObject,
} from './statement-check.rules.ts';
import { problem, under, type StatementProblem } from './statement-problem.rules.ts';
import { iri, languageMap, mediaType, sha2, timestamp, uuid, version } from './text-format.rules.ts';

export type ParsedStatement =
  | { readonly ok: true; readonly statement: Statement }
  | { readonly ok: false; readonly problem: StatementProblem };

const checkVerb = shape('XAPI-00006', {
  id: required('XAPI-00044', iri('XAPI-00044')),
  display: optional(languageMap('XAPI-00045')),
});

const octets: Check = (value) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? null : problem('notInteger', 'XAPI-00102');

function requireSignatureMediaType({ usageType, contentType }: JsonObject): StatementProblem | null {
  return usageType === SIGNATURE_USAGE && contentType !== 'application/octet-stream'
    ? under('contentType', problem('signatureMediaType', 'XAPI-00115'))
    : null;
}

const checkAttachment = shape(
  'XAPI-00025',
  {
    usageType: required('XAPI-00107', iri('XAPI-00107')),
    display: required('XAPI-00106', languageMap('XAPI-00106')),
    description: optional(languageMap('XAPI-00106')),
    contentType: required('XAPI-00105', mediaType('XAPI-00105')),
    length: required('XAPI-00102', octets),
    sha2: required('XAPI-00103', sha2('XAPI-00103')),
    fileUrl: optional(iri('XAPI-00104')),
  },
  requireSignatureMediaType,
);

/** The object by its objectType; an agent or group without one is told so (XAPI-00065), not "unknown property". */
function objectOf(checks: Readonly<Record<string, Check>>): Check {
  const byType = new Map(Object.entries(checks));
  const types = oneOf('XAPI-00046', [...byType.keys()]);
  return (value) => {
    if (!isJsonObject(value)) return problem('notAnObject', 'XAPI-00006');
    const { objectType } = value;
    if (objectType === undefined) {
      const untyped = explainUntyped(value);
      return untyped ?? checkActivity(value);
    }
    const check = typeof objectType === 'string' ? byType.get(objectType) : undefined;
    if (check !== undefined) return check(value);
    const found = objectType === null ? problem('nullValue', 'XAPI-00001') : types(objectType);
    return found === null ? null : under('objectType', found);
  };
}

const ACTOR_PROPERTIES = ['mbox', 'mbox_sha1sum', 'openid', 'account', 'member'];

function explainUntyped(value: JsonObject): StatementProblem | null {
  if (Object.hasOwn(value, 'id')) return null;
  const missing = { property: 'objectType' };
  if (ACTOR_PROPERTIES.some((key) => Object.hasOwn(value, key))) {
    return problem('missingProperty', 'XAPI-00065', missing);
  }
  return Object.hasOwn(value, 'verb') ? problem('missingProperty', 'XAPI-00073', missing) : null;
}

const simpleObjects = {
  Activity: checkActivity,
  Agent: checkAgent,
  Group: checkGroup,
  StatementRef: checkStatementRef,
};

const ownObjectOfSubStatement = objectOf({
  ...simpleObjects,
  SubStatement: () => under('objectType', problem('propertyNotAllowed', 'XAPI-00071')),
});

function requireReferenceWhenVoiding({ verb, object }: JsonObject): StatementProblem | null {
  if (!isJsonObject(verb) || verb['id'] !== VOIDED_VERB) return null;
  return isJsonObject(object) && object['objectType'] === 'StatementRef'
    ? null
    : under('object', problem('voidingNeedsReference', 'XAPI-00017'));
}

function refuseActivityContext({ object, context }: JsonObject): StatementProblem | null {
  if (!isJsonObject(context) || !isJsonObject(object)) return null;
  const { objectType } = object;
  if (objectType === undefined || objectType === 'Activity') return null;
  if (context['revision'] !== undefined) {
    return under('context', under('revision', problem('onlyForActivity', 'XAPI-00084')));
  }
  return context['platform'] === undefined
    ? null
    : under('context', under('platform', problem('onlyForActivity', 'XAPI-00085')));
}

const sharedFields = {
  actor: required('XAPI-00003', checkActor),
  verb: required('XAPI-00004', checkVerb),
  result: optional(checkResult),
  context: optional(checkContext),
  timestamp: optional(timestamp('XAPI-00022')),
  attachments: optional(listOf('XAPI-00025', checkAttachment)),
};

const checkSubStatement = shape(
  'XAPI-00066',
  {
    ...sharedFields,
    objectType: required('XAPI-00073', oneOf('XAPI-00073', ['SubStatement'])),
    object: required('XAPI-00066', ownObjectOfSubStatement),
    id: refused('XAPI-00070'),
    stored: refused('XAPI-00069'),
    version: refused('XAPI-00068'),
    authority: refused('XAPI-00067'),
  },
  requireReferenceWhenVoiding,
  refuseActivityContext,
);

const checkStatement = shape(
  'XAPI-00014',
  {
    ...sharedFields,
    id: optional(uuid('XAPI-00027')),
    object: required('XAPI-00005', objectOf({ ...simpleObjects, SubStatement: checkSubStatement })),
    stored: optional(timestamp('XAPI-00023')),
    version: optional(version('XAPI-00101')),
    authority: optional(checkAuthority),
  },
  requireReferenceWhenVoiding,
  refuseActivityContext,
);

/**
 * A JSON value as a statement, or the first reason to refuse it. The value itself is returned, not a copy: the
 * provider's text is what the store keeps. Never throws on a JSON value.
 */
export function parseStatement(value: unknown): ParsedStatement {
  const found = checkStatement(value);
  return found === null ? { ok: true, statement: value as Statement } : { ok: false, problem: found };
}
