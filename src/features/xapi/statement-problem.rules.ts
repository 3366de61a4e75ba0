/** Why a statement is refused: an id with replacements, so that the edge can say it in the reader's language. */

/** Id → English reason for the body of an API answer. `{name}` is replaced. */
const REASONS = {
  notAnObject: 'must be a JSON object',
  notAnArray: 'must be a JSON array',
  emptyArray: 'must not be an empty array',
  nullValue: 'must not be null',
  missingProperty: 'must have the property "{property}"',
  unknownProperty: 'is not a property this specification allows here',
  wrongCase: 'must be written "{expected}": property names are case sensitive',
  propertyNotAllowed: 'must not be used here',
  notText: 'must be a string',
  notBoolean: 'must be true or false, not a string or a number',
  notNumber: 'must be a number, not a string',
  notFinite: 'must be a number within the range of 64-bit floating point',
  notInteger: 'must be an integer, zero or more',
  outOfRange: 'must be between {min} and {max}',
  minAboveMax: 'must not be greater than "max" ({max})',
  unstorableText: 'must not contain U+0000 or an unpaired surrogate',
  tooDeep: 'must not be nested deeper than {limit} levels',
  notOneOf: 'must be one of: {allowed}',
  notIri: 'must be an IRI with a scheme',
  notMailto: 'must be "mailto:" followed by an e-mail address',
  notSha1: 'must be 40 hexadecimal digits',
  notSha2: 'must be a SHA-2 hash in hexadecimal digits',
  notUuid: 'must be a UUID in standard string form',
  notLanguageTag: 'must be an RFC 5646 language tag',
  notTimestamp: 'must be an ISO 8601 date and time; the offset -00:00 is refused',
  notDuration: 'must be an ISO 8601 duration such as PT1H30M; weeks stand alone',
  notMediaType: 'must be an Internet media type',
  notVersion: 'must be 1.0, 1.0.x, 2.0 or 2.0.x',
  noIdentifier: 'must have exactly one of mbox, mbox_sha1sum, openid, account; it has none',
  manyIdentifiers: 'must have exactly one of mbox, mbox_sha1sum, openid, account; it has {found}',
  emptyGroup: 'must have an identifier or at least one member',
  authorityGroup: 'must be an agent, or a group of exactly two agents',
  repeatedComponent: 'must not use the same component id twice',
  voidingNeedsReference: 'must be a StatementRef, because the verb is "voided"',
  onlyForActivity: 'is allowed only when the object is an Activity',
  signatureMediaType: 'must be application/octet-stream for a signature',
  attachmentMissing:
    'must have a fileUrl or come with a part of the request whose X-Experience-API-Hash is its sha2',
  attachmentSurplus: 'must name each part of the request as an attachment; none has the sha2 {sha2}',
  attachmentType: 'must be the media type of the part with its content, which is "{given}"',
  signatureMalformed: 'must be a JSON Web Signature in compact serialization',
  signatureAlgorithm: 'must be signed with RS256, RS384 or RS512',
  signaturePayload: 'must have a valid statement as the payload of its signature',
  signatureDiffers: 'must be the statement that was signed',
  signatureWrong:
    'must have been signed with the key of the certificate in the signature (RSA of at least 2048 bits)',
  repeatedId: 'must not be the id of another statement in the same request',
} as const;

export type ProblemId = keyof typeof REASONS;

/** All ids a locale file must have a sentence for, under `errors.xapi.<id>`. */
export const STATEMENT_PROBLEM_IDS = Object.keys(REASONS) as ProblemId[];

export interface StatementProblem {
  /** JSON pointer (RFC 6901) to the place within the statement; '' is the statement itself. */
  readonly pointer: string;
  /** XAPI-00nnn of the ADL requirements, or the section of the specification, or a limit of ours (`Waymark-…`). */
  readonly requirement: string;
  readonly messageId: `xapi.${ProblemId}`;
  readonly replacements: Readonly<Record<string, string | number>>;
  /** One English sentence fragment, for the API's answer. */
  readonly reason: string;
}

const NOTHING: Readonly<Record<string, string | number>> = Object.freeze({});

export function problem(
  id: ProblemId,
  requirement: string,
  replacements: Readonly<Record<string, string | number>> = NOTHING,
): StatementProblem {
  const reason = REASONS[id].replace(/\{(\w+)\}/g, (_, name: string) => String(replacements[name] ?? ''));
  return { pointer: '', requirement, messageId: `xapi.${id}`, replacements, reason };
}

/** The same problem, seen from the object or array that holds it. Built only on the way out of a refusal. */
export function under(key: string | number, inner: StatementProblem): StatementProblem {
  const token = String(key)
    .slice(0, LONGEST_TOKEN)
    .replace(UNSTORABLE, '\uFFFD')
    .replaceAll('~', '~0')
    .replaceAll('/', '~1');
  return { ...inner, pointer: `/${token}${inner.pointer}` };
}

/** A key comes from outside, stands in our answer and is noted with the refusal: it is cut and made storable. */
const LONGEST_TOKEN = 200;
const UNSTORABLE = /\0|\p{Surrogate}/gu;
