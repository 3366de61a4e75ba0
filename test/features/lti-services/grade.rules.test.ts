import { describe, expect, it } from '@jest/globals';
import {
  decideGrade,
  nextTimestamp,
  type Grade,
  type RecordedGrade,
} from '../../../src/features/lti-services/grade.rules.ts';
import { serviceUrl, withQuery } from '../../../src/features/lti-services/line-item-url.rules.ts';
import {
  buildLineItem,
  findColumn,
  readLineItems,
  readScope,
} from '../../../src/features/lti-services/line-item.rules.ts';
import { buildScore } from '../../../src/features/lti-services/score.rules.ts';

const NOW = new Date('2026-09-07T01:00:00.250Z');
const after = (ms: number) => new Date(NOW.getTime() + ms);

const grade = (scoreGiven: number | null = 80, changes: Partial<Grade> = {}): Grade => ({
  scoreGiven,
  scoreMaximum: 100,
  activityProgress: 'Completed',
  gradingProgress: 'FullyGraded',
  ...changes,
});
const progress = (changes: Partial<Grade> = {}): Grade =>
  grade(null, { activityProgress: 'InProgress', gradingProgress: 'NotReady', ...changes });
const recorded = (of: Grade, changes: Partial<RecordedGrade> = {}): RecordedGrade => ({
  ...of,
  gradedAt: after(-60_000),
  state: 'sent',
  attempts: 1,
  nextAttemptAt: after(-60_000),
  ...changes,
});
const waiting = { state: 'waiting' as const };

describe('a grade for the outbox', () => {
  const write = (gradedAt: Date, nextAttemptAt = gradedAt) => ({ kind: 'write', gradedAt, nextAttemptAt });
  const keep = { kind: 'keep' };
  it.each<[string, RecordedGrade | null, Grade, string, object]>([
    ['is written where there is none', null, grade(), 'moodle', write(NOW)],
    ['replaces another', recorded(grade(60)), grade(80), 'moodle', write(NOW)],
    ['replaces a better one: the latest counts', recorded(grade(90)), grade(80), 'moodle', write(NOW)],
    ['that is the same changes nothing', recorded(grade()), grade(), 'moodle', keep],
    [
      'that differs by a rounding error changes nothing',
      recorded(grade(80)),
      grade(80 + 1e-12),
      'moodle',
      keep,
    ],
    [
      'out of another maximum is another',
      recorded(grade(8, { scoreMaximum: 10 })),
      grade(8),
      'canvas',
      write(NOW),
    ],
    ['of zero is a grade', null, grade(0), 'moodle', write(NOW)],
    ['isn’t replaced by progress', recorded(grade()), progress(), 'other', keep],
    [
      'isn’t replaced by a pending one, though it has a score',
      recorded(grade()),
      grade(90, { gradingProgress: 'Pending' }),
      'other',
      keep,
    ],
    ['isn’t replaced by a finished one without a score', recorded(grade()), grade(null), 'other', keep],
    [
      'that failed isn’t replaced by progress either',
      recorded(grade(), { state: 'dead' }),
      progress(),
      'other',
      keep,
    ],
    ['takes the place of progress', recorded(progress()), grade(), 'other', write(NOW)],
    ['may be progress where the platform keeps the specification', null, progress(), 'other', write(NOW)],
    [
      'is never progress on Moodle, which would erase what a teacher entered',
      null,
      progress(),
      'moodle',
      keep,
    ],
    ['is never progress on Canvas either', null, progress(), 'canvas', keep],
    [
      'is never a pending score on Moodle',
      null,
      grade(50, { gradingProgress: 'PendingManual' }),
      'moodle',
      keep,
    ],
    [
      'is a second later than one sent just now',
      recorded(grade(60), { gradedAt: after(-200) }),
      grade(),
      'moodle',
      write(after(800)),
    ],
    [
      'that wasn’t tried yet is replaced without another timestamp',
      recorded(grade(60), { ...waiting, attempts: 0, gradedAt: after(400), nextAttemptAt: after(400) }),
      grade(),
      'moodle',
      write(after(400)),
    ],
    [
      'waits for the one on its way',
      recorded(grade(60), { ...waiting, nextAttemptAt: after(600_000) }),
      grade(),
      'moodle',
      write(NOW, after(600_000)),
    ],
    [
      'given up starts over',
      recorded(grade(60), { state: 'dead', nextAttemptAt: after(9_000_000) }),
      grade(),
      'moodle',
      write(NOW),
    ],
  ])('%s', (_name, previous, next, family, expected) => {
    expect(decideGrade(previous, next, { family, now: NOW })).toEqual(expected);
  });
});

describe('the next timestamp of a cell', () => {
  it('is now, when the last one is long past', () =>
    expect(nextTimestamp({ gradedAt: after(-5000), state: 'sent', attempts: 1 }, NOW)).toEqual(NOW));
  it('never runs more than a second ahead in a burst that nobody sends', () => {
    let last: RecordedGrade = recorded(grade(0), { gradedAt: NOW });
    for (let score = 1; score <= 50; score += 1) {
      const decision = decideGrade(last, grade(score), { family: 'moodle', now: NOW });
      if (decision.kind !== 'write') throw new Error('A new grade was kept back.');
      last = { ...grade(score), ...decision, state: 'waiting', attempts: 0 };
    }
    expect(last.gradedAt).toEqual(after(1000));
  });
});

describe('a score', () => {
  const sent = { ...grade(), subject: '101', gradedAt: NOW };
  const plain = {
    userId: '101',
    timestamp: '2026-09-07T01:00:00.250Z',
    activityProgress: 'Completed',
    gradingProgress: 'FullyGraded',
    scoreGiven: 80,
    scoreMaximum: 100,
  };
  it('is as the specification has it', () => expect(buildScore('moodle', sent)).toEqual(plain));
  it('makes no new attempt on Canvas', () =>
    expect(buildScore('canvas', sent)).toEqual({
      ...plain,
      'https://canvas.instructure.com/lti/submission': { new_submission: false },
    }));
  it('without a score says no maximum', () => {
    const body = buildScore('other', { ...sent, ...progress() });
    expect(Object.keys(body)).toEqual(['userId', 'timestamp', 'activityProgress', 'gradingProgress']);
  });
});

describe('a line item’s addresses', () => {
  it.each([
    ['https://lms.example/lineitems/5', 'https://lms.example/lineitems/5/scores'],
    ['https://lms.example/lineitems/5/', 'https://lms.example/lineitems/5/scores'],
    [
      'https://lms.example/services.php/2/lineitems/5/lineitem?type_id=7',
      'https://lms.example/services.php/2/lineitems/5/lineitem/scores?type_id=7',
    ],
    ['https://lms.example/l/5?a=1&b=%20x#top', 'https://lms.example/l/5/scores?a=1&b=%20x'],
  ])('%s takes scores at %s', (url, expected) => expect(serviceUrl(url, 'scores')).toBe(expected));
  it('have results, too', () =>
    expect(serviceUrl('https://lms.example/5?type_id=7', 'results')).toBe(
      'https://lms.example/5/results?type_id=7',
    ));
  it('keep what a query says', () =>
    expect(withQuery('https://lms.example/lineitems?type_id=7', { resource_id: 'a b' })).toBe(
      'https://lms.example/lineitems?type_id=7&resource_id=a+b',
    ));
});

describe('line items', () => {
  const LIST = 'https://lms.example/lineitems?type_id=7';
  const column = (id: string, resourceId: string | null, resourceLinkId: string | null = null) => ({
    url: `https://lms.example/${id}`,
    label: 'Practice',
    scoreMaximum: 100,
    resourceId,
    resourceLinkId,
  });
  const wanted = { itemId: 'item-1', resourceLinkId: '7', lineItemsUrl: LIST };

  it('are read, one or many; what isn’t one is left out', () => {
    const one = {
      id: 'https://lms.example/5',
      label: 'Practice',
      scoreMaximum: '100',
      resourceLinkId: 7,
      tag: '',
    };
    const read = { ...column('5', null, '7') };
    expect(readLineItems(JSON.stringify(one))).toEqual([read]);
    expect(
      readLineItems(
        JSON.stringify([one, {}, null, { ...one, id: 'javascript:1' }, { ...one, scoreMaximum: 0 }]),
      ),
    ).toEqual([read]);
    expect(readLineItems('<html>')).toEqual([]);
  });
  it.each([
    ['by the id we gave', [column('1', 'item-2'), column('2', 'item-1')], 'https://lms.example/2'],
    [
      'of two the one tied to this link',
      [column('1', 'item-1'), column('2', 'item-1', '7')],
      'https://lms.example/2',
    ],
    ['not among those of others', [column('1', null), column('2', '')], undefined],
    ['not at another site', [{ ...column('1', 'item-1'), url: 'https://evil.example/1' }], undefined],
  ])('are found again: %s', (_name, columns, url) => expect(findColumn(columns, wanted)?.url).toBe(url));
  it.each([
    ['moodle', 250, 100],
    ['moodle', 0.4, 1],
    ['moodle', 9.6, 10],
    ['canvas', 250, 250],
  ])('have a maximum that %s keeps: %d → %d', (family, scoreMaximum, expected) => {
    const item = { itemId: 'item-1', kind: 'practice', title: 'Practice', scoreMaximum, resourceLinkId: '7' };
    expect(buildLineItem(family, item)).toEqual({
      label: 'Practice',
      scoreMaximum: expected,
      resourceId: 'item-1',
      tag: 'practice',
      resourceLinkId: '7',
    });
  });
  it('are read with the read-only scope where it is granted (Moodle wants that very one)', () => {
    const scope = (name: string) => `https://purl.imsglobal.org/spec/lti-ags/scope/${name}`;
    expect(readScope([scope('lineitem'), scope('lineitem.readonly')])).toBe(scope('lineitem.readonly'));
    expect(readScope([scope('lineitem')])).toBe(scope('lineitem'));
    expect(readScope([scope('score')])).toBeNull();
  });
});
