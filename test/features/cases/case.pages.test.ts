import { describe, expect, it } from '@jest/globals';
import { nextStep, presentCountdown, presentLine } from '../../../src/features/cases/case-parts.pages.ts';
import type { ListedCase } from '../../../src/features/cases/case-view.schema.ts';
import type { CaseActor } from '../../../src/features/cases/cases.schema.ts';
import { buildSupportMessages } from '../../../src/features/cases/support.rules.ts';

const NOW = new Date('2026-09-07T02:00:00Z');
const hours = (count: number) => new Date(NOW.getTime() + count * 3_600_000);
const listed = (given: Partial<ListedCase> = {}): ListedCase => ({
  id: 'C',
  kind: 'warning',
  level: 'yellow',
  state: 'raised',
  evidence: { lines: [], suggestion: 'x', measures: {} },
  openedAt: NOW,
  dueAt: hours(72),
  snoozedUntil: null,
  escalatedAt: null,
  closedAt: null,
  outcome: null,
  ownerPersonId: null,
  ownerName: null,
  subjectPersonId: 'P',
  subjectName: 'Learner 01',
  courseId: 'K',
  courseTitle: 'Course',
  steps: ['raised'],
  ...given,
});
const teacher: CaseActor = { personId: 'T', roles: ['instructor'] };
const mentor: CaseActor = { personId: 'M', roles: ['enterprise_mentor'] };

describe('the countdown', () => {
  it.each<[string, Partial<ListedCase>, string, Record<string, number>]>([
    ['three days left', {}, 'days', { days: 3 }],
    ['a moment after it was raised: still three days', { dueAt: hours(71.9) }, 'days', { days: 3 }],
    ['less than a day: hours', { dueAt: hours(5.5) }, 'hours', { hours: 5 }],
    ['the last hour', { dueAt: hours(0.2) }, 'hours', { hours: 1 }],
    ['just over', { dueAt: hours(0) }, 'overdueHours', { hours: 0 }],
    ['over for two days', { dueAt: hours(-50) }, 'overdue', { days: 2 }],
    ['acted on', { state: 'acted', dueAt: hours(-50) }, 'acted', {}],
    ['snoozed', { snoozedUntil: hours(9), dueAt: hours(-50) }, 'snoozed', {}],
    ['closed', { closedAt: NOW, dueAt: hours(-50) }, 'closed', {}],
  ])('%s', (_sentence, given, id, values) => {
    expect(presentCountdown(listed(given), NOW).said).toEqual({ id: `cases.due.${id}`, values });
  });
});

describe('the next step', () => {
  it.each<[string, Partial<ListedCase>, CaseActor, string]>([
    ['raised: take it up', {}, teacher, 'acknowledge'],
    ['taken up, yellow: the method', { state: 'acknowledged' }, teacher, 'method'],
    ['taken up, red: the intervener', { state: 'acknowledged', level: 'red' }, teacher, 'intervener'],
    [
      'red with an intervener: the mentor',
      { state: 'acknowledged', level: 'red', steps: ['assigned'] },
      teacher,
      'mentor',
    ],
    ['acted on: close', { state: 'acted', steps: ['method_changed'] }, teacher, 'close'],
    ['closed: only look', { closedAt: NOW }, teacher, 'look'],
    ['a mentor: their guidance', { level: 'red' }, mentor, 'mentor'],
    ['a mentor who guided: only look', { level: 'red', steps: ['mentor_guided'] }, mentor, 'look'],
  ])('%s', (_sentence, given, who, expected) => {
    expect(nextStep(listed(given), who)).toBe(expected);
  });
});

describe('a line of evidence', () => {
  it('names the skill in the reader’s language', () => {
    const line = {
      id: 'cases.line.sharedWeakSpot',
      values: { skillZh: 'zh', skillEn: 'en', percent: 40 },
      statementIds: [],
    };
    expect(presentLine(line, 'zh-CN').values).toEqual({ skill: 'zh', percent: 40 });
    expect(presentLine(line, 'en').values).toEqual({ skill: 'en', percent: 40 });
  });
});

describe('friendly messages', () => {
  const line = (id: string) => ({ id: `cases.line.${id}`, values: {}, statementIds: [] });
  it.each([
    ['none without a case', [], []],
    [
      'of deadlines and activity',
      ['missedDeadline', 'missedDeadline', 'activity'],
      ['catchUp', 'smallSteps', 'askTeacher'],
    ],
    [
      'at most two of them, and whom to ask',
      ['missedDeadline', 'silent', 'activity'],
      ['catchUp', 'welcomeBack', 'askTeacher'],
    ],
  ])('%s', (_sentence, lines, messages) => {
    expect(buildSupportMessages(lines.map(line))).toEqual(messages.map((id) => `cases.support.${id}`));
  });
});
