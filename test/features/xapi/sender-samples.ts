/** Statements as the known senders shape them, for the tests of what learning reads from them. */
import { readLearningEvent } from '../../../src/features/xapi/normalise-statement.rules.ts';
import type { LearningEvent } from '../../../src/features/xapi/learning-event.schema.ts';
import type { Activity, Statement } from '../../../src/features/xapi/statement.schema.ts';

export const ADL = 'http://adlnet.gov/expapi/verbs/';
export const LMS = 'https://lms.school.example';
export const INFO = 'http://lrs.learninglocker.net/define/extensions/info';
export const SESSION = '7f1f5b0e-6c83-4b1c-9d5f-0a1b2c3d4e5f';
export const AT = '2026-03-01T00:00:00.000Z';

export const activity = (id: string, type: string): Activity => ({ id, definition: { type } });
export const SITE = activity(LMS, 'http://id.tincanapi.com/activitytype/lms');
export const COURSE = activity(
  `${LMS}/course/view.php?id=2`,
  'https://w3id.org/xapi/cmi5/activitytype/course',
);
export const OLD_COURSE = activity(COURSE.id, 'http://id.tincanapi.com/activitytype/lms/course');
export const SECTION = activity(
  `${LMS}/course/section.php?id=1`,
  'http://id.tincanapi.com/activitytype/section',
);
export const QUIZ = activity(
  `${LMS}/mod/quiz/view.php?id=3`,
  'http://adlnet.gov/expapi/activities/assessment',
);
export const ATTEMPT = activity(
  `${LMS}/mod/quiz/attempt.php?attempt=7&cmid=3`,
  'http://adlnet.gov/expapi/activities/attempt',
);
export const QUESTION = activity(
  `${LMS}/question/question.php?cmid=3&id=12`,
  'http://adlnet.gov/expapi/activities/cmi.interaction',
);

export function statement(
  verbId: string,
  object: Statement['object'],
  rest: Partial<Statement> = {},
): Statement {
  return {
    actor: { account: { homePage: LMS, name: '101' } },
    verb: { id: verbId },
    object,
    timestamp: AT,
    ...rest,
  };
}

/** A statement as Moodle's logstore_xapi sends it: no id, the PHP session as registration. */
export function moodle(
  eventName: string,
  verbId: string,
  object: Activity,
  rest: Partial<Statement> = {},
): Statement {
  const context = {
    platform: 'Moodle',
    registration: SESSION,
    extensions: { [INFO]: { event_name: eventName } },
    ...rest.context,
  };
  return statement(verbId, object, { ...rest, context });
}

export const inCourse = (...nearer: Activity[]) => ({
  contextActivities: { category: [SITE], parent: [...nearer, SECTION, COURSE] },
});

export function read(given: Statement): LearningEvent {
  const event = readLearningEvent(given);
  if (event === null) throw new Error('no learning event');
  return event;
}
