/**
 * One statement of any known sender → one learning event. The shapes this was written for:
 *
 * - Moodle logstore_xapi 5.0: object = the module, attempt, question, submission; hierarchy in `parent`, near to far
 *   (attempt, quiz, section, course); site in `category`; registration = the PHP session, never an attempt.
 * - Moodle logstore_xapi ≤ 4.7: hierarchy in `grouping`, far to near (site, course, quiz, attempt); a quiz attempt is
 *   told of the quiz, with the attempt in `other`.
 * - H5P: question = content URL + subContentId, `parent` = the content, library in `category`, no id or timestamp.
 * - cmi5: registration = the attempt at the course; `grouping` = the publisher's activity id, which is no course.
 * - Video profile: progress in the result's extensions, or to be found from the stretches that were played.
 * - Open edX: "evaluated" is an answer; the number of the attempt stands in the object's extensions; "attempted" with
 *   a score is the grade, told a second time; a block is done by "progressed" with a completion.
 */
import { createHash } from 'node:crypto';
import { actorKey } from './actor.rules.ts';
import { indexableIri } from './index-length.rules.ts';
import { readTimestamp } from './iso-timestamp.rules.ts';
import type { LearningEvent, LearningEventKind } from './learning-event.schema.ts';
import { readResult } from './learning-result.rules.ts';
import {
  ATTEMPT_NUMBER,
  ATTEMPT_TYPE,
  COURSE_TYPES,
  GRADED_BY_FULL_MARKS,
  KIND_BY_VERB,
  KIND_BY_VERB_AND_TYPE,
  MOODLE_EVENTS,
  MOODLE_INFO,
  QUESTION_TYPE,
  SITE_TYPES,
  UNCOMPLETED_VERB,
  type MoodleEventReading,
} from './learning-vocabulary.rules.ts';
import { listContextActivities } from './prepare-statements.rules.ts';
import type { Activity, Statement } from './statement.schema.ts';
import { readPlayedSegments } from './video-result.rules.ts';

/**
 * Null when the statement is not about one learner and one activity: groups, anonymous actors, statements about
 * people or other statements (voiding included), statements without a time.
 */
export function readLearningEvent(statement: Statement): LearningEvent | null {
  const { actor, object } = statement;
  if (actor.objectType === 'Group' || !isActivity(object)) return null;
  const key = actorKey(actor);
  const timestampAt = readTimestamp(statement.timestamp ?? statement.stored ?? '');
  if (key === null || timestampAt === null) return null;

  const eventName = readMoodleEventName(statement);
  const moodle = eventName === null ? null : (MOODLE_EVENTS.get(eventName) ?? {});
  const kind = readKind(statement, object, moodle);
  const attemptId = readAttemptId(statement, object, moodle !== null);
  const isQuestion = kind === 'answered' || object.definition?.type === QUESTION_TYPE;
  const event: Omit<LearningEvent, 'dedupeKey'> = {
    kind,
    actorKey: key,
    activityId: indexableIri(object.id),
    courseActivityIds: readCourseIds(statement, object).map(indexableIri),
    parentIds: readParentIds(statement, object, moodle !== null).map(indexableIri),
    ...(attemptId !== undefined && { attemptId: indexableIri(attemptId) }),
    ...(isQuestion && { itemId: indexableIri(object.id) }),
    ...(kind === 'progressed' || kind === 'completed' ? readPlayedSegments(statement) : {}),
    ...readResult(withMeantSuccess(statement, kind), kind, moodle),
    ...(statement.verb.id === UNCOMPLETED_VERB && { completion: false }),
    timestampAt,
  };
  return { ...event, dedupeKey: buildDedupeKey(statement, event, eventName) };
}

/** Without a false that only means "not all of the points". */
function withMeantSuccess({ verb, result }: Statement, kind: LearningEventKind): Statement['result'] {
  const isFullMarks = kind === 'scored' && GRADED_BY_FULL_MARKS.has(verb.id) && result?.success === false;
  if (!isFullMarks) return result;
  const { success: _success, ...meant } = result;
  return meant;
}

function isActivity(object: Statement['object']): object is Activity {
  return object.objectType === undefined || object.objectType === 'Activity';
}

function readMoodleEventName(statement: Statement): string | null {
  const info = statement.context?.extensions?.[MOODLE_INFO];
  if (typeof info !== 'object' || info === null || Array.isArray(info)) return null;
  const name = info['event_name'];
  return typeof name === 'string' ? name : null;
}

function readKind(
  statement: Statement,
  object: Activity,
  moodle: MoodleEventReading | null,
): LearningEventKind {
  const { verb, result } = statement;
  const onType = KIND_BY_VERB_AND_TYPE.get(verb.id);
  if (onType?.types.has(object.definition?.type ?? '')) return onType.kind;
  const said = KIND_BY_VERB.get(verb.id) ?? 'other';
  const meant = moodle?.kinds?.[said] ?? said;
  if (meant === 'started' && result?.score !== undefined) return 'scored';
  if (meant === 'progressed' && result?.completion === true) return 'completed';
  return meant === 'completed' && result?.completion === false ? 'progressed' : meant;
}

const contextOf = (statement: Statement, role: 'parent' | 'grouping' | 'other') =>
  listContextActivities(statement.context, role);

const hasType = (types: ReadonlySet<string>) => (activity: Activity) =>
  types.has(activity.definition?.type ?? '');

const isCourse = hasType(COURSE_TYPES);
const isSite = hasType(SITE_TYPES);
const isAttempt = hasType(new Set([ATTEMPT_TYPE]));

/** The object counts only when the context names no course: Moodle gives an IMS package the type "course", too. */
function readCourseIds(statement: Statement, object: Activity): string[] {
  const around = (['parent', 'grouping', 'other'] as const).flatMap((role) =>
    contextOf(statement, role).filter(isCourse),
  );
  const courses = around.length > 0 || !isCourse(object) ? around : [object];
  return [...new Set(courses.map(({ id }) => id))];
}

function readParentIds(statement: Statement, object: Activity, isFromMoodle: boolean): string[] {
  const groupings = isFromMoodle ? contextOf(statement, 'grouping').toReversed() : [];
  const holders = [...contextOf(statement, 'parent'), ...groupings].filter((activity) => !isSite(activity));
  return [...new Set(holders.map(({ id }) => id))].filter((id) => id !== object.id);
}

function readAttemptId(statement: Statement, object: Activity, isFromMoodle: boolean): string | undefined {
  const candidates = [
    object,
    ...contextOf(statement, 'parent'),
    ...contextOf(statement, 'other'),
    ...contextOf(statement, 'grouping'),
  ];
  const attempt = candidates.find(isAttempt);
  if (attempt !== undefined) return attempt.id;
  const number =
    object.definition?.extensions?.[ATTEMPT_NUMBER] ?? statement.context?.extensions?.[ATTEMPT_NUMBER];
  if (typeof number === 'number' || typeof number === 'string') return `${object.id}#attempt-${number}`;
  return isFromMoodle ? undefined : statement.context?.registration?.toLowerCase();
}

/**
 * Moodle sends no statement ids, so a batch whose answer was lost comes again under new ids: there the content is the
 * key. Elsewhere the id is the sender's own and recognises repeats, while content would not: H5P sends no
 * timestamps, and a batch stored at once would look like one event.
 */
function buildDedupeKey(
  statement: Statement,
  event: Omit<LearningEvent, 'dedupeKey'>,
  eventName: string | null,
): string {
  if (eventName === null && statement.id !== undefined) return `id:${statement.id.toLowerCase()}`;
  // logstore_xapi sends manual grading without a time. Then the score stands for it: the same grade is no news.
  const isTimeAssigned =
    statement.timestamp === undefined ||
    statement.timestamp === statement.stored ||
    MOODLE_EVENTS.get(eventName ?? '')?.isTimeless === true;
  const when = isTimeAssigned ? (statement.result?.score ?? null) : event.timestampAt.getTime();
  const content = [
    event.actorKey,
    statement.verb.id,
    event.activityId,
    when,
    eventName,
    event.attemptId ?? null,
  ];
  // Begins with the hour: keys of one time stand side by side in their index, however much has been counted before.
  const hour = isTimeAssigned ? 0 : Math.floor(event.timestampAt.getTime() / 3_600_000);
  return `content:${hour}:${createHash('sha256').update(JSON.stringify(content)).digest('base64url')}`;
}
