import { describe, expect, it } from '@jest/globals';
import { judgeAnswer, judgeFailure, type Verdict } from '../../../src/features/lti-services/answer.rules.ts';
import { decideAfter } from '../../../src/features/lti-services/retry.rules.ts';

const later = (problem: string, waitSeconds: number | null = null, reach = 'registration') => ({
  kind: 'later',
  problem,
  reach,
  waitSeconds,
});
const dead = (problem: string, reach = 'grade') => ({ kind: 'dead', problem, reach });
const again = { kind: 'again', problem: 'newerThere' };
const sent = { kind: 'sent' };

describe('a platform’s answer to a score', () => {
  it.each<[string, string, number, string, Record<string, string>, object]>([
    ['taken (Moodle)', 'moodle', 200, '', {}, sent],
    ['taken (the specification’s example)', 'other', 204, '', {}, sent],
    [
      'not a student (Moodle, which repeats our score)',
      'moodle',
      400,
      'Incorrect score received {"userId":"2","timestamp":"x"}',
      {},
      dead('notALearner'),
    ],
    ['something else wrong (Moodle)', 'moodle', 400, 'Bad request', {}, dead('refused')],
    ['a newer one is there (Moodle)', 'moodle', 409, 'Refusing score with an earlier timestamp', {}, again],
    ['the column is locked (Moodle)', 'moodle', 500, 'locked', {}, later('platformError', null, 'grade')],
    [
      'not a student (Canvas)',
      'canvas',
      422,
      'User not found in course or is not a student',
      {},
      dead('notALearner'),
    ],
    [
      'no attempts left (Canvas)',
      'canvas',
      422,
      'The maximum number of allowed attempts has been reached',
      {},
      dead('attemptsUsed'),
    ],
    [
      'a newer one is there (Canvas)',
      'canvas',
      400,
      'Provided timestamp of is before last updated timestamp',
      {},
      again,
    ],
    [
      'too many requests (Canvas)',
      'canvas',
      403,
      '403 Forbidden (Rate Limit Exceeded)',
      { 'x-rate-limit-remaining': '0' },
      later('busy', 60),
    ],
    [
      'too many requests (Canvas, by its words)',
      'canvas',
      403,
      '403 Forbidden (Rate Limit Exceeded)',
      {},
      later('busy', 60),
    ],
    ['forbidden', 'canvas', 403, 'no', { 'x-rate-limit-remaining': '600.5' }, dead('forbidden')],
    ['too many requests', 'other', 429, '', {}, later('busy', 60)],
    ['too many requests, with a time to wait', 'other', 429, '', { 'retry-after': '7' }, later('busy', 7)],
    [
      'too many requests, with an endless time',
      'other',
      429,
      '',
      { 'retry-after': '999999' },
      later('busy', 3600),
    ],
    [
      'too many requests, until a date',
      'other',
      429,
      '',
      { 'retry-after': 'Mon, 07 Sep 2026 01:00:00 GMT' },
      later('busy', 60),
    ],
    ['our token isn’t taken', 'other', 401, '', {}, later('tokenRefused')],
    [
      'the column is gone',
      'moodle',
      404,
      'Not Found: Grade item not found',
      {},
      dead('lineItemGone', 'lineItem'),
    ],
    ['the column is gone for good', 'other', 410, '', {}, dead('lineItemGone', 'lineItem')],
    ['the learner is gone', 'other', 404, 'User not found in course', {}, dead('notALearner')],
    ['down behind a proxy', 'other', 502, '<html>', {}, later('platformDown')],
    ['being maintained', 'moodle', 503, '', { 'retry-after': '120' }, later('platformDown', 120)],
    ['something never heard of', 'other', 418, '', {}, dead('refused')],
  ])('%s', (_name, family, status, text, headers, expected) => {
    expect(judgeAnswer(family, { status, text, headers: new Headers(headers) })).toEqual(expected);
  });

  it.each<[string, object | null]>([
    ['outbound.unreachable', later('unreachable')],
    ['outbound.redirect', later('unreachable')],
    ['services.tokenRefused', later('tokenRefused')],
    ['services.tokenUnreadable', later('tokenRefused')],
    ['services.scopeMissing', dead('scopeMissing', 'registration')],
    ['internal', null],
  ])('that didn’t come: %s', (id, expected) => expect(judgeFailure(id)).toEqual(expected));
});

describe('after an attempt', () => {
  const NOW = new Date('2026-09-07T01:00:00Z');
  const inMinutes = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
  const decide = (verdict: Verdict, attempts: number, gradedAt = NOW) =>
    decideAfter(verdict, { attempts, gradedAt }, NOW);
  const fault: Verdict = { kind: 'later', problem: 'platformError', reach: 'grade', waitSeconds: null };
  const away: Verdict = { kind: 'later', problem: 'unreachable', reach: 'registration', waitSeconds: null };
  const tooOld: Verdict = { kind: 'again', problem: 'newerThere' };

  it('rests grow, and end after about a day', () => {
    const rests: number[] = [];
    for (let attempts = 1; ; attempts += 1) {
      const after = decide(fault, attempts);
      if (after.kind !== 'wait') {
        expect(after).toEqual({ kind: 'dead', problem: 'platformError', reach: 'grade' });
        break;
      }
      rests.push((after.nextAttemptAt.getTime() - NOW.getTime()) / 60_000);
    }
    expect(rests).toEqual([...rests].sort((a, b) => a - b));
    expect(rests).toHaveLength(9);
    const hours = rests.reduce((sum, rest) => sum + rest, 0) / 60;
    expect(hours).toBeGreaterThan(20);
    expect(hours).toBeLessThan(28);
  });

  it('a platform that is away uses up no attempts, for a week', () => {
    expect(decide(away, 30)).toMatchObject({ kind: 'wait', attempts: 9, nextAttemptAt: inMinutes(480) });
    expect(decide(away, 2, inMinutes(-8 * 24 * 60))).toMatchObject({ kind: 'dead', problem: 'unreachable' });
  });

  it('the platform’s own word on when to come back counts', () =>
    expect(decide({ ...away, waitSeconds: 120 }, 1)).toMatchObject({ nextAttemptAt: inMinutes(2) }));

  it('a grade too old goes out again at once with a later time', () => {
    const next = new Date(NOW.getTime() + 1000);
    expect(decide(tooOld, 1)).toMatchObject({ kind: 'wait', gradedAt: next, nextAttemptAt: next });
  });

  it('then with rests, and not for ever', () => {
    expect(decide(tooOld, 2)).toMatchObject({ kind: 'wait', nextAttemptAt: inMinutes(1) });
    expect(decide(tooOld, 3)).toMatchObject({ kind: 'wait', nextAttemptAt: inMinutes(3) });
    expect(decide(tooOld, 10)).toMatchObject({ kind: 'dead', problem: 'newerThere' });
  });
});
