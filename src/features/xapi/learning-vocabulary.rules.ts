/**
 * The words of the senders we read, as tables. Read in: Moodle logstore_xapi 4.7 and 5.0 (two vocabularies, both in
 * the field), H5P, cmi5, the video profile 1.0.3, Open edX event-routing-backends. A verb that stands in no table
 * makes an event of kind 'other'.
 */
import type { LearningEventKind } from './learning-event.schema.ts';

const ADL = 'http://adlnet.gov/expapi/verbs/';
const ADL_CMI5 = 'https://w3id.org/xapi/adl/verbs/';
const TINCAN = 'http://id.tincanapi.com/verb/';
const STREAMS_1 = 'http://activitystrea.ms/schema/1.0/';
const STREAMS = 'http://activitystrea.ms/';
const TLA = 'https://w3id.org/xapi/tla/verbs/';
const EDLM = 'https://xapi.edlm/profiles/edlm-lms/concepts/verbs/';
const ACROSSX = 'https://w3id.org/xapi/acrossx/verbs/';
const VIDEO = 'https://w3id.org/xapi/video/verbs/';
const BRINDLEWAYE = 'https://brindlewaye.com/xAPITerms/verbs/';

const VERBS_BY_KIND: Partial<Record<LearningEventKind, readonly string[]>> = {
  viewed: [`${TINCAN}viewed`, `${ADL}experienced`, `${STREAMS_1}read`, `${STREAMS_1}watch`],
  started: [
    `${STREAMS_1}start`,
    `${STREAMS}start`,
    `${EDLM}restarted`,
    `${ADL}attempted`,
    `${ADL}initialized`,
  ],
  answered: [`${ADL}answered`, `${ADL}responded`, `${ACROSSX}evaluated`],
  completed: [`${ADL}completed`, `${STREAMS_1}complete`, `${ADL_CMI5}satisfied`, `${ADL_CMI5}waived`],
  submitted: [`${STREAMS_1}submit`, `${STREAMS}submit`],
  scored: [`${ADL}scored`, `${TLA}scored`, `${TINCAN}earned`],
  passed: [`${ADL}passed`, `${ADL}mastered`],
  failed: [`${ADL}failed`],
  progressed: [
    `${ADL}progressed`,
    `${ADL}interacted`,
    `${EDLM}uncompleted`,
    `${VIDEO}played`,
    `${VIDEO}paused`,
    `${VIDEO}seeked`,
  ],
  discussed: [`${TINCAN}replied`, `${ADL}commented`],
  session: [
    `${EDLM}login`,
    `${EDLM}logout`,
    `${BRINDLEWAYE}loggedin/`,
    `${BRINDLEWAYE}loggedout/`,
    `${ADL}launched`,
    `${ADL}terminated`,
    `${ADL}suspended`,
    `${ADL}resumed`,
    `${ADL}exited`,
    `${ADL}attended`,
    `${ADL_CMI5}abandoned`,
    `${TLA}suspended`,
    `${TLA}resumed`,
  ],
};

export const KIND_BY_VERB: ReadonlyMap<string, LearningEventKind> = new Map(
  Object.entries(VERBS_BY_KIND).flatMap(([kind, verbs]) =>
    verbs.map((verb): [string, LearningEventKind] => [verb, kind as LearningEventKind]),
  ),
);

/**
 * Open edX grades with these, and `success` there is "all of the points": a false says only that some are missing.
 */
export const GRADED_BY_FULL_MARKS: ReadonlySet<string> = new Set([`${ADL}attempted`, `${TINCAN}earned`]);

export const UNCOMPLETED_VERB = `${EDLM}uncompleted`;

const DISCUSSIONS = new Set([
  'http://id.tincanapi.com/activitytype/discussion',
  'http://id.tincanapi.com/activitytype/forum-reply',
  'http://id.tincanapi.com/activitytype/forum-topic',
]);
const MEETINGS = new Set(['http://adlnet.gov/expapi/activities/meeting']);
/** Open edX: exams with a clock, proctored or for practice. */
const TIMED_EXAMS = new Set(
  ['timed', 'practice', 'proctored'].map(
    (kind) => `https://w3id.org/xapi/openedx/activity/${kind}-assessment`,
  ),
);

interface VerbOnType {
  readonly types: ReadonlySet<string>;
  readonly kind: LearningEventKind;
}

/** What a verb means of these types: one creates a post or a course, joins a meeting or a group, ends an exam or a video. */
export const KIND_BY_VERB_AND_TYPE: ReadonlyMap<string, VerbOnType> = new Map(
  [
    ...[`${STREAMS}create`, `${STREAMS_1}create`, `${ACROSSX}posted`].map((verb) => ({
      verb,
      types: DISCUSSIONS,
      kind: 'discussed' as const,
    })),
    ...[`${STREAMS_1}join`, `${STREAMS_1}leave`, `${STREAMS}join`, `${STREAMS}leave`].map((verb) => ({
      verb,
      types: MEETINGS,
      kind: 'session' as const,
    })),
    { verb: `${ADL}terminated`, types: TIMED_EXAMS, kind: 'submitted' as const },
  ].map(({ verb, types, kind }) => [verb, { types, kind }]),
);

/** logstore_xapi names the Moodle event here in all its statements; no other sender uses this key. */
export const MOODLE_INFO = 'http://lrs.learninglocker.net/define/extensions/info';

export interface MoodleEventReading {
  /** What the verb's kind means in this event. */
  readonly kinds?: Partial<Record<LearningEventKind, LearningEventKind>>;
  /**
   * `success` is "grade ≥ grade to pass"; where the teacher set no grade to pass this is always true. So a true
   * says nothing here, a false does.
   */
  readonly isSuccessOneSided?: boolean;
  /** Sent without a time: whoever stores it first fills one in, so that it says nothing of the event. */
  readonly isTimeless?: boolean;
}

/** Moodle events whose verb alone would mislead. */
export const MOODLE_EVENTS: ReadonlyMap<string, MoodleEventReading> = new Map([
  // A finished attempt is not a finished quiz.
  ['\\mod_quiz\\event\\attempt_submitted', { kinds: { completed: 'submitted' }, isSuccessOneSided: true }],
  // Came with the verb of a begun attempt (4.7), or of a finished one (5.0); nothing was handed in.
  ['\\mod_quiz\\event\\attempt_abandoned', { kinds: { started: 'session', completed: 'session' } }],
  ['\\mod_quiz\\event\\question_manually_graded', { isTimeless: true }],
  ['\\mod_assign\\event\\submission_graded', { isSuccessOneSided: true }],
  // Sent at each score, with the verb "completed" whatever the status is.
  ['\\mod_scorm\\event\\scoreraw_submitted', { kinds: { completed: 'scored' } }],
  ['\\mod_scorm\\event\\sco_launched', { kinds: { session: 'started' } }],
  // An enrolment is suspended or resumed, not a piece of work.
  ['\\core\\event\\user_enrolment_updated', { kinds: { session: 'other' } }],
]);

export const COURSE_TYPES: ReadonlySet<string> = new Set([
  'https://w3id.org/xapi/cmi5/activitytype/course',
  'http://id.tincanapi.com/activitytype/lms/course',
  'http://adlnet.gov/expapi/activities/course',
]);

/** The site as a whole: in old Moodle statements it stands among the groupings. */
export const SITE_TYPES: ReadonlySet<string> = new Set(['http://id.tincanapi.com/activitytype/lms']);

/** An activity that is one attempt at another. Moodle's "lesson-session" is none: all attempts share one id. */
export const ATTEMPT_TYPE = 'http://adlnet.gov/expapi/activities/attempt';

export const QUESTION_TYPE = 'http://adlnet.gov/expapi/activities/cmi.interaction';

/** Open edX: the number of the attempt at this problem. */
export const ATTEMPT_NUMBER = 'http://id.tincanapi.com/extension/attempt-id';

/** Whole percent, 0 … 100. */
export const CMI5_PROGRESS = 'https://w3id.org/xapi/cmi5/result/extensions/progress';

/** 0 … 1. */
export const VIDEO_PROGRESS = 'https://w3id.org/xapi/video/extensions/progress';

/** "0[.]12.5[,]20[.]30": what was played, in seconds of the video, one stretch after the other. */
export const VIDEO_SEGMENTS = 'https://w3id.org/xapi/video/extensions/played-segments';

/** Seconds; in Open edX an ISO 8601 duration. In the context. */
export const VIDEO_LENGTH = 'https://w3id.org/xapi/video/extensions/length';
