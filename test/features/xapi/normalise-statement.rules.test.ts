import { describe, expect, it, test } from '@jest/globals';
import { readLearningEvent } from '../../../src/features/xapi/normalise-statement.rules.ts';
import type { LearningEvent } from '../../../src/features/xapi/learning-event.schema.ts';
import type { Statement } from '../../../src/features/xapi/statement.schema.ts';
import {
  ADL,
  LMS,
  INFO,
  SESSION,
  AT,
  activity,
  COURSE,
  QUIZ,
  QUESTION,
  statement,
  moodle,
  read,
} from './sender-samples.ts';

const VIDEO = 'https://w3id.org/xapi/video/extensions/';

describe('H5P', () => {
  const content = activity('https://lms.school.example/h5p/4', 'http://h5p.org/libraries/H5P.QuestionSet');
  const part = {
    id: `${content.id}?subContentId=${SESSION}`,
    definition: { interactionType: 'choice' as const },
  };
  const context = { contextActivities: { parent: [content] } };

  test.each<[string, Statement, Partial<LearningEvent>]>([
    ['content begun', statement(`${ADL}attempted`, content), { kind: 'started' }],
    [
      'a part answered',
      statement(`${ADL}answered`, part, {
        context,
        result: { score: { raw: 1, min: 0, max: 2, scaled: 0.5 }, success: false, duration: 'PT12.34S' },
      }),
      {
        kind: 'answered',
        itemId: part.id,
        parentIds: [content.id],
        scoreScaled: 0.5,
        success: false,
        durationSeconds: 12.34,
      },
    ],
    [
      'content without points finished',
      statement(`${ADL}completed`, content, {
        result: { score: { raw: 0, min: 0, max: 0 }, completion: true },
      }),
      { kind: 'completed', completion: true },
    ],
    [
      'a slide turned',
      statement(`${ADL}progressed`, content, {
        context: { extensions: { 'http://id.tincanapi.com/extension/ending-point': 3 } },
      }),
      { kind: 'progressed' },
    ],
    ['content looked at', statement(`${ADL}experienced`, content), { kind: 'viewed' }],
    ['reuse asked for', statement(`${ADL}accessed-reuse`, content), { kind: 'other' }],
    [
      'text filled in, told without a verdict',
      statement(`${ADL}answered`, part, {
        context,
        result: { score: { raw: 2, min: 0, max: 3, scaled: 0.6667 }, completion: true, response: 'a[,]b' },
      }),
      { kind: 'answered', scoreScaled: 2 / 3, completion: true },
    ],
    ['content touched', statement(`${ADL}interacted`, content), { kind: 'progressed' }],
  ])('%s', (_sentence, given, expected) => {
    expect(read(given)).toMatchObject(expected);
  });
});

describe('cmi5, video and Open edX', () => {
  const video = activity(
    'https://media.school.example/v/1',
    'https://w3id.org/xapi/video/activity-type/video',
  );
  const edxCourse = activity(
    'https://edx.school.example/course/1',
    'http://adlnet.gov/expapi/activities/course',
  );
  const problem = {
    id: 'block-v1:problem',
    definition: { extensions: { 'http://id.tincanapi.com/extension/attempt-id': 10 } },
  };
  const registered = {
    context: { registration: SESSION.toUpperCase(), contextActivities: { grouping: [QUIZ] } },
  };
  const progress = (key: string, value: number) => ({
    result: { extensions: { [`https://w3id.org/xapi/${key}`]: value } },
  });

  test.each<[string, Statement, Partial<LearningEvent>]>([
    [
      'cmi5: passed',
      statement(`${ADL}passed`, QUESTION, {
        ...registered,
        result: { score: { scaled: 0.86 }, success: true },
      }),
      { kind: 'passed', success: true, scoreScaled: 0.86, attemptId: SESSION, parentIds: [] },
    ],
    [
      'cmi5: failed, without a success of its own',
      statement(`${ADL}failed`, QUIZ),
      { kind: 'failed', success: false },
    ],
    [
      'cmi5: terminated, with time',
      statement(`${ADL}terminated`, QUIZ, { result: { duration: 'PT1H' } }),
      { kind: 'session', durationSeconds: 3600 },
    ],
    [
      'cmi5: satisfied',
      statement('https://w3id.org/xapi/adl/verbs/satisfied', QUIZ),
      { kind: 'completed', completion: true },
    ],
    [
      'cmi5: progress in percent',
      statement(`${ADL}progressed`, QUIZ, progress('cmi5/result/extensions/progress', 40)),
      { kind: 'progressed', progressScaled: 0.4 },
    ],
    [
      'video: progress as a share',
      statement(
        'https://w3id.org/xapi/video/verbs/paused',
        video,
        progress('video/extensions/progress', 0.4),
      ),
      { kind: 'progressed', progressScaled: 0.4 },
    ],
    [
      'Open edX: evaluated',
      statement('https://w3id.org/xapi/acrossx/verbs/evaluated', problem, {
        context: { contextActivities: { parent: [edxCourse] } },
        result: { success: false },
      }),
      { kind: 'answered', attemptId: 'block-v1:problem#attempt-10', courseActivityIds: [edxCourse.id] },
    ],
    [
      'Open edX: attempted with a score is the grade',
      statement(`${ADL}attempted`, problem, { result: { score: { raw: 0, min: 0, max: 1 } } }),
      { kind: 'scored', scoreScaled: 0 },
    ],
    [
      'video: progress and time from what was played',
      statement('https://w3id.org/xapi/video/verbs/paused', video, {
        result: { extensions: { [`${VIDEO}played-segments`]: '0[.]30[,]20[.]60[,]90[.]100' } },
        context: { extensions: { [`${VIDEO}length`]: 200 } },
      }),
      { kind: 'progressed', progressScaled: 0.35, durationSeconds: 10 },
    ],
    [
      'video: completed, with a time of its own',
      statement(`${ADL}completed`, video, {
        result: {
          completion: true,
          duration: 'PT90S',
          extensions: { [`${VIDEO}played-segments`]: '0[.]100', [`${VIDEO}progress`]: 1 },
        },
        context: { extensions: { [`${VIDEO}length`]: 200 } },
      }),
      { kind: 'completed', completion: true, progressScaled: 1, durationSeconds: 90 },
    ],
    [
      'video: gone to another place',
      statement('https://w3id.org/xapi/video/verbs/seeked', video, progress('video/extensions/time-to', 4)),
      { kind: 'progressed' },
    ],
    [
      'Open edX: a block done',
      statement(`${ADL}progressed`, problem, {
        result: {
          completion: true,
          extensions: { 'https://w3id.org/xapi/cmi5/result/extensions/progress': 100 },
        },
      }),
      { kind: 'completed', completion: true, progressScaled: 1 },
    ],
    [
      'Open edX: a block done in part',
      statement(`${ADL}progressed`, problem, { result: { completion: false } }),
      { kind: 'progressed', completion: false },
    ],
    [
      'Open edX: a timed exam handed in',
      statement(
        `${ADL}terminated`,
        activity('block-v1:exam', 'https://w3id.org/xapi/openedx/activity/timed-assessment'),
      ),
      { kind: 'submitted' },
    ],
    [
      'Open edX: a post in the forum',
      statement(
        'https://w3id.org/xapi/acrossx/verbs/posted',
        activity('https://edx.school.example/t/1', 'http://id.tincanapi.com/activitytype/discussion'),
      ),
      { kind: 'discussed' },
    ],
    [
      'Open edX: an answer of its own problem part, with the course in the grouping',
      statement('https://w3id.org/xapi/acrossx/verbs/evaluated', problem, {
        context: {
          contextActivities: {
            parent: [activity('block-v1:whole', 'http://adlnet.gov/expapi/activities/cmi.interaction')],
            grouping: [edxCourse],
          },
        },
        result: { success: true, response: "['a piano', 'a guitar']" },
      }),
      { kind: 'answered', success: true, parentIds: ['block-v1:whole'], courseActivityIds: [edxCourse.id] },
    ],
    [
      'anyone: completed, but not',
      statement(`${ADL}completed`, QUIZ, { result: { completion: false } }),
      { kind: 'progressed', completion: false },
    ],
    ['anyone: a verb we do not know', statement('https://verbs.example/danced', QUIZ), { kind: 'other' }],
  ])('%s', (_sentence, given, expected) => {
    expect(read(given)).toMatchObject(expected);
  });
});

describe('success', () => {
  const part = { raw: 1, min: 0, max: 2 };
  test.each([
    [`${ADL}attempted`, false, undefined],
    ['http://id.tincanapi.com/verb/earned', false, undefined],
    ['http://id.tincanapi.com/verb/earned', true, true],
    [`${ADL}scored`, false, false],
  ])(
    'told with %s as %s means %s: Open edX calls only all of the points a success',
    (verb, success, meant) => {
      expect(read(statement(verb, QUIZ, { result: { score: part, success } })).success).toBe(meant);
    },
  );
});

describe('stretches of a video', () => {
  const played = (segments: unknown, length: unknown = 100) =>
    read(
      statement('https://w3id.org/xapi/video/verbs/paused', QUIZ, {
        result: { extensions: { [`${VIDEO}played-segments`]: segments as string } },
        context: { extensions: { [`${VIDEO}length`]: length as number } },
      }),
    );
  test.each<[string, unknown, unknown, Partial<LearningEvent>]>([
    ['played twice count once', '0[.]50[,]0[.]50', 100, { progressScaled: 0.5, durationSeconds: 50 }],
    ['beyond the end are the whole', '0[.]101', 100, { progressScaled: 1 }],
    ['of Open edX’s lengths', '0[.]30', 'PT1M', { progressScaled: 0.5 }],
    ['backwards are none', '0[.]10[,]50[.]20', 100, { progressScaled: 0.1, durationSeconds: 10 }],
  ])('%s', (_sentence, segments, length, expected) => {
    expect(played(segments, length)).toMatchObject(expected);
  });

  test.each([
    ['', 100],
    ['soon', 100],
    ['1[.]2[.]3', 100],
    ['-1[.]5', 100],
    [7, 100],
    [['0[.]9'], 100],
  ])('that are written as %j say nothing', (segments, length) => {
    expect(played(segments, length)).not.toHaveProperty('progressScaled');
    expect(played(segments, length)).not.toHaveProperty('durationSeconds');
  });

  it('of a video of unknown length tell the time only', () => {
    expect(played('0[.]10', 0)).toMatchObject({ durationSeconds: 10 });
    expect(played('0[.]10', 0)).not.toHaveProperty('progressScaled');
  });
});

describe('no learning event', () => {
  test.each<[string, Statement]>([
    [
      'of a group',
      statement(`${ADL}completed`, QUIZ, {
        actor: { objectType: 'Group', mbox: 'mailto:class1@school.example' },
      }),
    ],
    [
      'of an actor without a name',
      statement(`${ADL}completed`, QUIZ, { actor: { account: { homePage: LMS, name: '' } } }),
    ],
    [
      'about a person',
      statement(`${ADL}commented`, { objectType: 'Agent', mbox: 'mailto:learner01@school.example' }),
    ],
    [
      'about a statement, such as voiding it',
      statement(`${ADL}voided`, { objectType: 'StatementRef', id: SESSION }),
    ],
  ])('%s', (_sentence, given) => {
    expect(readLearningEvent(given)).toBeNull();
  });
});

describe('the key against counting twice', () => {
  const view = moodle('\\core\\event\\course_viewed', 'http://id.tincanapi.com/verb/viewed', COURSE, {
    stored: '2026-03-01T00:01:00.000Z',
  });
  const key = (given: Statement) => read(given).dedupeKey;

  it('is the content for Moodle, which repeats a batch under new ids', () => {
    expect(key({ ...view, id: SESSION })).toBe(key({ ...view, id: '00000000-0000-4000-8000-000000000000' }));
  });

  test.each<[string, Partial<Statement>]>([
    ['actor', { actor: { account: { homePage: LMS, name: '102' } } }],
    ['verb', { verb: { id: `${ADL}completed` } }],
    ['object', { object: QUIZ }],
    ['timestamp', { timestamp: '2026-03-01T00:00:01Z' }],
    ['event', { context: { extensions: { [INFO]: { event_name: '\\core\\event\\course_completed' } } } }],
  ])('tells Moodle statements apart by their %s', (_sentence, change) => {
    expect(key({ ...view, ...change })).not.toBe(key(view));
  });

  it('is the same grade twice when Moodle sends a grade without time, and another grade is another event', () => {
    const graded = (raw: number, stored: string) =>
      moodle('\\mod_quiz\\event\\question_manually_graded', 'https://w3id.org/xapi/tla/verbs/scored', QUIZ, {
        result: { score: { raw } },
        timestamp: stored,
        stored,
      });
    expect(key(graded(1, AT))).toBe(key(graded(1, '2026-03-02T00:00:00.000Z')));
    expect(key(graded(2, AT))).not.toBe(key(graded(1, AT)));
  });

  it('is the same grade when another store had filled in the time', () => {
    const graded = (timestamp: string) =>
      moodle('\\mod_quiz\\event\\question_manually_graded', 'https://w3id.org/xapi/tla/verbs/scored', QUIZ, {
        result: { score: { raw: 1 } },
        timestamp,
        stored: '2026-03-09T00:00:00.000Z',
      });
    expect(key(graded(AT))).toBe(key(graded('2026-03-02T00:00:00.000Z')));
  });

  it('is the id for all others: H5P sends no timestamps, so alike events of one batch are not the same', () => {
    const touched = statement(`${ADL}interacted`, QUIZ);
    expect(key({ ...touched, id: SESSION.toUpperCase() })).toBe(`id:${SESSION}`);
  });
});
