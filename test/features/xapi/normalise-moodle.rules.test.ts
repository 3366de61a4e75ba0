import { describe, expect, it, test } from '@jest/globals';
import type { LearningEvent } from '../../../src/features/xapi/learning-event.schema.ts';
import type { Activity } from '../../../src/features/xapi/statement.schema.ts';
import {
  ADL,
  LMS,
  AT,
  activity,
  SITE,
  COURSE,
  OLD_COURSE,
  SECTION,
  QUIZ,
  ATTEMPT,
  QUESTION,
  moodle,
  inCourse,
  read,
} from './sender-samples.ts';

describe('Moodle logstore_xapi', () => {
  const SUBMITTED = '\\mod_quiz\\event\\attempt_submitted';
  const half = { raw: 5, min: 0, max: 10, scaled: 0 };

  it('5.0: a finished attempt is submitted, with the share of the points and without the empty success', () => {
    const given = moodle(SUBMITTED, `${ADL}completed`, ATTEMPT, {
      result: { score: half, completion: true, success: true, duration: 'PT754S' },
      context: inCourse(QUIZ),
    });
    const { dedupeKey: _key, ...event } = read(given);
    expect(event).toEqual({
      kind: 'submitted',
      actorKey: `account|${LMS}|101`,
      activityId: ATTEMPT.id,
      courseActivityIds: [COURSE.id],
      parentIds: [QUIZ.id, SECTION.id, COURSE.id],
      attemptId: ATTEMPT.id,
      completion: true,
      scoreScaled: 0.5,
      durationSeconds: 754,
      timestampAt: new Date(AT),
    });
  });

  it('5.0: an answer knows its question, its attempt and whether it was right', () => {
    const given = moodle(SUBMITTED, `${ADL}answered`, QUESTION, {
      result: { response: 'answer-2', success: true },
      context: inCourse(ATTEMPT, QUIZ),
    });
    expect(read(given)).toMatchObject({
      kind: 'answered',
      itemId: QUESTION.id,
      attemptId: ATTEMPT.id,
      success: true,
    });
  });

  it('4.7: an attempt is told of the quiz, the hierarchy stands in "grouping", far to near', () => {
    const given = moodle(SUBMITTED, `${ADL}completed`, QUIZ, {
      result: { score: { ...half, scaled: 0.5 } },
      context: { contextActivities: { other: [ATTEMPT], grouping: [SITE, OLD_COURSE] } },
    });
    expect(read(given)).toMatchObject({
      kind: 'submitted',
      activityId: QUIZ.id,
      attemptId: ATTEMPT.id,
      parentIds: [COURSE.id],
      courseActivityIds: [COURSE.id],
      scoreScaled: 0.5,
    });
  });

  it('4.7: an answer', () => {
    const given = moodle(SUBMITTED, `${ADL}answered`, QUESTION, {
      context: { contextActivities: { grouping: [SITE, OLD_COURSE, QUIZ, ATTEMPT] } },
    });
    expect(read(given)).toMatchObject({ attemptId: ATTEMPT.id, parentIds: [ATTEMPT.id, QUIZ.id, COURSE.id] });
  });

  it('never takes the session for an attempt', () => {
    const given = moodle(
      '\\mod_page\\event\\course_module_viewed',
      'http://id.tincanapi.com/verb/viewed',
      QUIZ,
    );
    expect(read(given)).not.toHaveProperty('attemptId');
  });

  it('gives an IMS package the type "course": the course of its context counts', () => {
    const ims = activity(`${LMS}/mod/imscp/view.php?id=9`, 'https://w3id.org/xapi/cmi5/activitytype/course');
    const given = moodle(
      '\\mod_imscp\\event\\course_module_viewed',
      'http://id.tincanapi.com/verb/viewed',
      ims,
      {
        context: inCourse(),
      },
    );
    expect(read(given).courseActivityIds).toEqual([COURSE.id]);
  });

  const discussion = activity(
    `${LMS}/mod/forum/discuss.php?d=1`,
    'http://id.tincanapi.com/activitytype/discussion',
  );
  const meeting = activity(`${LMS}/mod/bbb/view.php?id=1`, 'http://adlnet.gov/expapi/activities/meeting');
  const COMPLETION = '\\core\\event\\course_module_completion_updated';

  test.each<[string, string, string, Activity, Partial<LearningEvent>]>([
    [
      'a course viewed',
      '\\core\\event\\course_viewed',
      'http://id.tincanapi.com/verb/viewed',
      COURSE,
      { kind: 'viewed', courseActivityIds: [COURSE.id] },
    ],
    [
      'an attempt started',
      '\\mod_quiz\\event\\attempt_started',
      'http://activitystrea.ms/schema/1.0/start',
      ATTEMPT,
      { kind: 'started' },
    ],
    [
      'an attempt given up, sent as "completed"',
      '\\mod_quiz\\event\\attempt_abandoned',
      `${ADL}completed`,
      ATTEMPT,
      { kind: 'session' },
    ],
    [
      'an attempt given up, sent as "started" (4.7)',
      '\\mod_quiz\\event\\attempt_abandoned',
      'http://activitystrea.ms/schema/1.0/start',
      QUIZ,
      { kind: 'session' },
    ],
    ['a module completed', COMPLETION, `${ADL}completed`, QUIZ, { kind: 'completed', completion: true }],
    [
      'a completion taken back',
      COMPLETION,
      'https://xapi.edlm/profiles/edlm-lms/concepts/verbs/uncompleted',
      QUIZ,
      { kind: 'progressed', completion: false },
    ],
    [
      'an assignment handed in',
      '\\mod_assign\\event\\assessable_submitted',
      'http://activitystrea.ms/schema/1.0/submit',
      QUIZ,
      { kind: 'submitted' },
    ],
    [
      'a question graded by hand',
      '\\mod_quiz\\event\\question_manually_graded',
      'https://w3id.org/xapi/tla/verbs/scored',
      QUIZ,
      { kind: 'scored' },
    ],
    [
      'an assignment graded (4.7)',
      '\\mod_assign\\event\\submission_graded',
      `${ADL}scored`,
      QUIZ,
      { kind: 'scored' },
    ],
    [
      'a SCORM score, sent as "completed"',
      '\\mod_scorm\\event\\scoreraw_submitted',
      `${ADL}completed`,
      QUIZ,
      { kind: 'scored' },
    ],
    [
      'a SCORM object launched',
      '\\mod_scorm\\event\\sco_launched',
      `${ADL}launched`,
      QUIZ,
      { kind: 'started' },
    ],
    [
      'a discussion begun',
      '\\mod_forum\\event\\discussion_created',
      'http://activitystrea.ms/create',
      discussion,
      { kind: 'discussed' },
    ],
    [
      'a reply',
      '\\mod_forum\\event\\post_created',
      'http://id.tincanapi.com/verb/replied',
      discussion,
      { kind: 'discussed' },
    ],
    [
      'a course created',
      '\\core\\event\\course_created',
      'http://activitystrea.ms/create',
      COURSE,
      { kind: 'other' },
    ],
    [
      'a meeting joined',
      '\\mod_bigbluebuttonbn\\event\\meeting_joined',
      'http://activitystrea.ms/schema/1.0/join',
      meeting,
      { kind: 'session' },
    ],
    [
      'a course left',
      '\\core\\event\\user_enrolment_deleted',
      'http://activitystrea.ms/leave',
      COURSE,
      { kind: 'other' },
    ],
    [
      'an enrolment suspended',
      '\\core\\event\\user_enrolment_updated',
      'https://w3id.org/xapi/tla/verbs/suspended',
      COURSE,
      { kind: 'other' },
    ],
    [
      'a log-in',
      '\\core\\event\\user_loggedin',
      'https://xapi.edlm/profiles/edlm-lms/concepts/verbs/login',
      SITE,
      { kind: 'session' },
    ],
    [
      'a log-in (4.7)',
      '\\core\\event\\user_loggedin',
      'https://brindlewaye.com/xAPITerms/verbs/loggedin/',
      SITE,
      { kind: 'session' },
    ],
    [
      'an essay assessed: its actor is the grader',
      '\\mod_lesson\\event\\essay_assessed',
      'https://w3id.org/xapi/dod-isd/verbs/assessed',
      QUESTION,
      { kind: 'other' },
    ],
  ])('%s', (_sentence, eventName, verbId, object, expected) => {
    expect(read(moodle(eventName, verbId, object))).toMatchObject(expected);
  });

  test.each([
    [true, undefined],
    [false, false],
  ])(
    'a graded assignment: success %s says %s, since no grade to pass is always passed',
    (success, expected) => {
      const given = moodle('\\mod_assign\\event\\submission_graded', `${ADL}scored`, QUIZ, {
        result: { success },
      });
      expect(read(given).success).toBe(expected);
    },
  );
});
