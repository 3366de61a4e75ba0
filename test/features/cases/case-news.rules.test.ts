import { describe, expect, it } from '@jest/globals';
import {
  decideNews,
  type InboxChange,
  type NewsStanding,
} from '../../../src/features/cases/case-news.rules.ts';

const DUE = new Date('2026-09-10T01:00:00Z');
const YELLOW: NewsStanding = {
  level: 'yellow',
  state: 'raised',
  ownerPersonId: 'teacher',
  dueAt: DUE,
  escalatedAt: null,
};
const RED: NewsStanding = { ...YELLOW, level: 'red' };

describe('what becomes of a case means for inboxes', () => {
  it.each<[string, NewsStanding | null, NewsStanding, InboxChange]>([
    ['a yellow warning is told', null, YELLOW, { settle: false, tell: 'assigned', dueAt: DUE }],
    ['a red warning is told as such', null, RED, { settle: false, tell: 'red', dueAt: DUE }],
    ['one that turns red too', YELLOW, RED, { settle: false, tell: 'red', dueAt: DUE }],
    [
      'taking it up tells nothing',
      YELLOW,
      { ...YELLOW, state: 'acknowledged' },
      { settle: false, tell: null, dueAt: DUE },
    ],
    [
      'whoever gets it is told, and nobody else waits for it',
      YELLOW,
      { ...YELLOW, ownerPersonId: 'other' },
      { settle: true, tell: 'assigned', dueAt: DUE },
    ],
    [
      'a red one that is given on is told as red',
      RED,
      { ...RED, ownerPersonId: 'other' },
      { settle: true, tell: 'red', dueAt: DUE },
    ],
    [
      'an overdue one is told to whoever has it now',
      YELLOW,
      { ...YELLOW, ownerPersonId: 'supervisor', escalatedAt: DUE },
      { settle: true, tell: 'escalated', dueAt: DUE },
    ],
    [
      'an overdue one without a supervisor is told to its owner again',
      YELLOW,
      { ...YELLOW, escalatedAt: DUE },
      { settle: false, tell: 'escalated', dueAt: DUE },
    ],
    [
      'once acted on nothing waits',
      YELLOW,
      { ...YELLOW, state: 'acted' },
      { settle: true, tell: null, dueAt: null },
    ],
    [
      'its end is told',
      { ...YELLOW, state: 'acted' },
      { ...YELLOW, state: 'closed' },
      { settle: true, tell: 'closed', dueAt: null },
    ],
  ])('%s', (_sentence, before, after, expected) => {
    expect(decideNews(before, after)).toEqual(expected);
  });
});
