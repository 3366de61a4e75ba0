/** Checks of strings with a form (XAPI-00007), and of the two kinds of map that stand in many places. */
import { isIsoDuration } from './iso-duration.rules.ts';
import { isTimestamp } from './iso-timestamp.rules.ts';
import { isLanguageTag } from './language-tag.rules.ts';
import { isJsonObject, isStorableText, text, type Check } from './statement-check.rules.ts';
import { problem, under, type ProblemId, type StatementProblem } from './statement-problem.rules.ts';

/** RFC 3987, best effort (Data 2.2 allows it): a scheme (XAPI-00011), then none of the characters an IRI can't hold. */
const IRI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s\p{Cc}\p{Surrogate}<>"{}|\\^`]+$/u;
const MAILTO = /^mailto:[^\s\p{Cc}\p{Surrogate}<>"@,;]+@[^\s\p{Cc}\p{Surrogate}<>"@,;]+$/u;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SHA1 = /^[0-9a-f]{40}$/i;
const SHA2 = /^(?:[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i;
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;[^\p{Cc}\p{Surrogate}]*)?$/u;
const VERSION = /^[12]\.0(?:\.\d+)?$/;

export const isUuid = (value: string) => UUID.test(value);
export const isIri = (value: string) => IRI.test(value);

function formatted(id: ProblemId, hasForm: (value: string) => boolean): (requirement: string) => Check {
  return (requirement) => (value) => {
    if (typeof value !== 'string') return problem('notText', requirement);
    return hasForm(value) ? null : problem(id, requirement);
  };
}

export const iri = formatted('notIri', isIri);
export const mailto = formatted('notMailto', (value) => MAILTO.test(value));
export const uuid = formatted('notUuid', isUuid);
export const sha1 = formatted('notSha1', (value) => SHA1.test(value));
export const sha2 = formatted('notSha2', (value) => SHA2.test(value));
export const mediaType = formatted('notMediaType', (value) => MEDIA_TYPE.test(value));
export const version = formatted('notVersion', (value) => VERSION.test(value));
export const languageTag = formatted('notLanguageTag', isLanguageTag);
export const timestamp = formatted('notTimestamp', isTimestamp);
export const duration = formatted('notDuration', isIsoDuration);

/** RFC 5646 tag → string. An empty map is allowed: the specification only advises against it. */
export function languageMap(requirement: string): Check {
  const checkText = text(requirement);
  return (value) => {
    if (!isJsonObject(value)) return problem('notAnObject', requirement);
    for (const tag of Object.keys(value)) {
      if (!isLanguageTag(tag)) return under(tag, problem('notLanguageTag', 'XAPI-00121'));
      const item = value[tag];
      const found = item === null ? problem('nullValue', 'XAPI-00001') : checkText(item);
      if (found !== null) return under(tag, found);
    }
    return null;
  };
}

/** IRI → anything (XAPI-00118, XAPI-00119). Values are searched only for what no store can hold. */
export function extensions(requirement: string): Check {
  return (value) => {
    if (!isJsonObject(value)) return problem('notAnObject', requirement);
    for (const key of Object.keys(value)) {
      if (!isIri(key)) return under(key, problem('notIri', 'XAPI-00118'));
      const found = findUnstorable(value[key], 1);
      if (found !== null) return under(key, found);
    }
    return null;
  };
}

/** Deeper JSON can be parsed but not written again: JSON.stringify and the database both recurse. */
const DEEPEST_EXTENSION = 100;

function findUnstorable(value: unknown, depth: number): StatementProblem | null {
  if (typeof value === 'string') {
    return isStorableText(value) ? null : problem('unstorableText', 'Waymark-text');
  }
  // JSON allows 1e999; what it becomes can't be written as JSON again.
  if (typeof value === 'number')
    return Number.isFinite(value) ? null : problem('notFinite', 'Waymark-number');
  if (typeof value !== 'object' || value === null) return null;
  if (depth > DEEPEST_EXTENSION) return problem('tooDeep', 'Waymark-depth', { limit: DEEPEST_EXTENSION });
  for (const [key, item] of Object.entries(value)) {
    const found = isStorableText(key)
      ? findUnstorable(item, depth + 1)
      : problem('unstorableText', 'Waymark-text');
    if (found !== null) return found;
  }
  return null;
}
