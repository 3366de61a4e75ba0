import { describe, expect, it } from '@jest/globals';
import {
  decideAct,
  decideEscalation,
  decideRetrigger,
  maySee,
  nextRemeasureAt,
} from '../../../src/features/cases/case.rules.ts';
import type {
  CaseAct,
  CaseActor,
  CaseLevel,
  CaseStanding,
  SchoolClock,
} from '../../../src/features/cases/cases.schema.ts';

const NOW = new Date('2026-09-07T02:00:00Z');
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000);
const CLOCK: SchoolClock = { warningClock: 'calendar_days', timeZone: 'Asia/Shanghai' };

const standing = (given: Partial<CaseStanding> = {}): CaseStanding => ({
  kind: 'warning',
  level: 'yellow',
  state: 'raised',
  ownerPersonId: null,
  dueAt: days(2),
  acknowledgedAt: null,
  actedAt: null,
  snoozedUntil: null,
  escalatedAt: null,
  worsenedAt: null,
  steps: ['raised'],
  contactTries: 0,
  ...given,
});
const teacher: CaseActor = { personId: 'teacher', roles: ['instructor'] };
const mentor: CaseActor = { personId: 'mentor', roles: ['enterprise_mentor'] };
const career: CaseActor = { personId: 'career', roles: ['career_teacher'] };
const learner: CaseActor = { personId: 'learner', roles: ['learner'] };

const METHOD: CaseAct = { step: 'method_changed', note: 'Cases first' };
const ASSIGN: CaseAct = { step: 'assigned', personId: 'helper' };
const GUIDE: CaseAct = { step: 'mentor_guided', mentorPersonId: 'mentor', note: 'Project' };
const close = (outcome: Extract<CaseAct, { step: 'closed' }>['outcome'], note = ''): CaseAct => ({
  step: 'closed',
  outcome,
  note,
});

describe('a step', () => {
  it.each<[string, CaseStanding, CaseActor, CaseAct, string]>([
    ['a teacher takes up what was raised', standing(), teacher, { step: 'acknowledged' }, 'acknowledged'],
    [
      'nobody takes up what is taken up',
      standing({ state: 'acknowledged' }),
      teacher,
      { step: 'acknowledged' },
      'cases.alreadyAcknowledged',
    ],
    ['a learner takes none', standing(), learner, { step: 'acknowledged' }, 'cases.roleMissing'],
    ['a career teacher doesn’t lead', standing(), career, METHOD, 'cases.roleMissing'],
    [
      'a career teacher may note something',
      standing(),
      career,
      { step: 'commented', note: 'x' },
      'unchanged',
    ],
    [
      'a mentor sees no yellow case',
      standing(),
      mentor,
      { step: 'commented', note: 'x' },
      'cases.roleMissing',
    ],
    ['whoever owns it leads it', standing({ ownerPersonId: 'career' }), career, METHOD, 'acted'],
    ['yellow is acted on by a changed method', standing({ state: 'acknowledged' }), teacher, METHOD, 'acted'],
    ['a changed method takes it up as well', standing(), teacher, METHOD, 'acted'],
    ['red is not acted on by a changed method', standing({ level: 'red' }), teacher, METHOD, 'acknowledged'],
    [
      'red with an intervener alone waits for the mentor',
      standing({ level: 'red' }),
      teacher,
      ASSIGN,
      'acknowledged',
    ],
    [
      'red with intervener and guidance is acted on',
      standing({ level: 'red', steps: ['assigned'] }),
      mentor,
      GUIDE,
      'acted',
    ],
    [
      'the order of the two doesn’t matter',
      standing({ level: 'red', steps: ['mentor_guided'] }),
      teacher,
      ASSIGN,
      'acted',
    ],
    [
      'a mentor logs nobody else’s guidance',
      standing({ level: 'red' }),
      mentor,
      { ...GUIDE, mentorPersonId: 'other' },
      'cases.roleMissing',
    ],
    [
      'yellow closes only after a changed method',
      standing(),
      teacher,
      close('improved'),
      'cases.missing.method',
    ],
    [
      'yellow closes after it',
      standing({ state: 'acted', steps: ['method_changed'] }),
      teacher,
      close('no_change'),
      'closed',
    ],
    [
      'red names what is missing: the intervener',
      standing({ level: 'red', steps: ['mentor_guided'] }),
      teacher,
      close('improved'),
      'cases.missing.intervener',
    ],
    [
      'red names what is missing: the mentor',
      standing({ level: 'red', steps: ['assigned', 'method_changed'] }),
      teacher,
      close('no_reply'),
      'cases.missing.mentor',
    ],
    [
      'nobody is given up on after two tries',
      standing({ contactTries: 2 }),
      teacher,
      close('no_reply'),
      'cases.missing.contact',
    ],
    [
      'three tries in vain end a yellow case',
      standing({ contactTries: 3 }),
      teacher,
      close('no_reply'),
      'closed',
    ],
    [
      'a try counts as taking the case up',
      standing(),
      teacher,
      { step: 'contact_tried', note: 'Called' },
      'acknowledged',
    ],
    ['a false alarm needs its reason', standing(), teacher, close('false_alarm', ' '), 'cases.noteMissing'],
    ['a false alarm with it closes at once', standing(), teacher, close('false_alarm', 'Offline'), 'closed'],
    [
      'who left the course closes it at once',
      standing({ level: 'red' }),
      teacher,
      close('left_course'),
      'closed',
    ],
    [
      'a mentor closes nothing',
      standing({ level: 'red' }),
      mentor,
      close('left_course'),
      'cases.roleMissing',
    ],
    ['nothing happens to a closed case', standing({ state: 'closed' }), teacher, METHOD, 'cases.closed'],
    [
      'a snooze ends later',
      standing(),
      teacher,
      { step: 'snoozed', until: days(-1), reason: 'leave' },
      'cases.snoozePast',
    ],
    [
      'a snooze ends within four weeks',
      standing(),
      teacher,
      { step: 'snoozed', until: days(29), reason: 'leave' },
      'cases.snoozeTooLong',
    ],
  ])('%s', (_sentence, before, who, act, expected) => {
    const decision = decideAct(before, who, act, NOW, CLOCK);
    expect(decision.kind === 'refuse' ? decision.errorId : (decision.changes.state ?? 'unchanged')).toBe(
      expected,
    );
  });

  it('makes whoever leads the owner of what nobody owned, and not a mentor', () => {
    const owner = (before: CaseStanding, who: CaseActor, act: CaseAct) => {
      const decision = decideAct(before, who, act, NOW, CLOCK);
      return decision.kind === 'do' ? decision.changes.ownerPersonId : 'refused';
    };
    expect(owner(standing(), teacher, METHOD)).toBe('teacher');
    expect(owner(standing({ ownerPersonId: 'colleague' }), teacher, METHOD)).toBeUndefined();
    expect(owner(standing({ level: 'red' }), mentor, GUIDE)).toBeUndefined();
    expect(owner(standing(), teacher, ASSIGN)).toBe('helper');
  });

  it('is measured again a week and two weeks after it was acted on', () => {
    const decision = decideAct(standing(), teacher, METHOD, NOW, CLOCK);
    expect(decision).toMatchObject({ changes: { actedAt: NOW, remeasureAt: days(7) } });
    expect(nextRemeasureAt(NOW, days(7))).toEqual(days(14));
    expect(nextRemeasureAt(NOW, days(14))).toBeNull();
  });

  it('gives a snoozed case its full time when it comes back', () => {
    const act: CaseAct = { step: 'snoozed', until: days(7), reason: 'illness' };
    expect(decideAct(standing(), teacher, act, NOW, CLOCK)).toMatchObject({
      changes: { snoozedUntil: days(7), dueAt: days(10) },
    });
  });
});

describe('a case that nobody answers', () => {
  it.each<[string, Partial<CaseStanding>, string]>([
    ['waits until it is due', { dueAt: days(1) }, 'none'],
    ['is escalated when it is due', { dueAt: NOW }, 'escalate'],
    ['is escalated though it was taken up', { dueAt: NOW, state: 'acknowledged' }, 'escalate'],
    ['is escalated once', { dueAt: NOW, escalatedAt: days(-1) }, 'none'],
    ['is left alone when it was acted on', { dueAt: NOW, state: 'acted' }, 'none'],
    ['is left alone while snoozed', { dueAt: NOW, snoozedUntil: days(1) }, 'none'],
    ['turns red when it also got worse', { dueAt: NOW, worsenedAt: NOW }, 'turn_red'],
    ['turns red though it was escalated', { dueAt: NOW, worsenedAt: NOW, escalatedAt: NOW }, 'turn_red'],
    ['doesn’t turn red before it is due', { dueAt: days(1), worsenedAt: NOW }, 'none'],
    ['is escalated when red', { dueAt: NOW, level: 'red', worsenedAt: NOW }, 'escalate'],
  ])('%s', (_sentence, given, expected) => {
    expect(decideEscalation(standing(given), NOW)).toBe(expected);
  });
});

describe('a warning about an open case', () => {
  const signal = (level: CaseLevel, trend: 'same' | 'worse' = 'same') => ({
    level,
    trend,
    trendSinceRaised: trend,
  });
  it.each([
    ['changes nothing when it says the same', {}, signal('yellow'), 'nothing'],
    ['is appended when it got worse', {}, signal('yellow', 'worse'), 'append'],
    ['turns it red when it is red', {}, signal('red'), 'turn_red'],
    ['turns it red though it was acted on', { state: 'acted' as const }, signal('red'), 'turn_red'],
    ['turns it red when it got worse unanswered', { dueAt: days(-1) }, signal('yellow', 'worse'), 'turn_red'],
    ['changes nothing of a red one', { level: 'red' as const }, signal('red'), 'nothing'],
  ])('%s', (_sentence, given, given2, expected) => {
    expect(decideRetrigger(standing(given), given2, NOW, CLOCK).kind).toBe(expected);
  });

  it('starts over when it turns red: raised, with days of its own', () => {
    const acted = standing({ state: 'acted', actedAt: days(-2) });
    expect(decideRetrigger(acted, signal('red'), NOW, CLOCK)).toMatchObject({
      changes: { level: 'red', state: 'raised', dueAt: days(3), actedAt: null, remeasureAt: null },
    });
  });
});

describe('who sees a case', () => {
  it.each<[string, CaseActor, CaseLevel, boolean]>([
    ['its teacher', teacher, 'yellow', true],
    ['a career teacher', career, 'yellow', true],
    ['a mentor, when it is red', mentor, 'red', true],
    ['no mentor when it is yellow', mentor, 'yellow', false],
    ['no learner', learner, 'red', false],
  ])('%s', (_sentence, who, level, expected) => {
    expect(maySee(who, standing({ level }))).toBe(expected);
  });
});
