import type { GradeProblem, Reach, Verdict } from './answer.rules.ts';
import { nextTimestamp } from './grade.rules.ts';

/** Rests between attempts, in minutes: about ten tries within a day. */
const REST_MINUTES = [1, 3, 10, 30, 60, 120, 240, 480, 480];
const MOST_ATTEMPTS = REST_MINUTES.length + 1;
/** A platform that is away doesn't use up a grade's attempts, but isn't waited for without end either. */
const AWAY_DAYS = 7;
const DAY_MS = 86_400_000;

/** What is written of a grade after an attempt. */
export type AfterAttempt =
  | { kind: 'sent' }
  | {
      kind: 'wait';
      problem: GradeProblem;
      gradedAt: Date;
      nextAttemptAt: Date;
      attempts: number;
      reach: Reach;
    }
  | { kind: 'dead'; problem: GradeProblem; reach: Reach };

/** `attempts` counts the one just made. */
export function decideAfter(
  verdict: Verdict,
  tried: { gradedAt: Date; attempts: number },
  now: Date,
): AfterAttempt {
  switch (verdict.kind) {
    case 'sent':
    case 'dead':
      return verdict;
    case 'again':
      if (tried.attempts >= MOST_ATTEMPTS) return { kind: 'dead', problem: verdict.problem, reach: 'grade' };
      return decideAgain(verdict.problem, tried, now);
    case 'later':
      return decideLater(verdict, tried, now);
  }
}

/** At once, in case two grades shared a second; then with rests, in case the platform's clock runs ahead of ours. */
function decideAgain(
  problem: GradeProblem,
  { gradedAt, attempts }: { gradedAt: Date; attempts: number },
  now: Date,
): AfterAttempt {
  const nextAt = nextTimestamp({ gradedAt, state: 'waiting', attempts }, now);
  return {
    kind: 'wait',
    problem,
    gradedAt: nextAt,
    nextAttemptAt: attempts === 1 ? nextAt : new Date(now.getTime() + restMs(attempts - 1)),
    attempts,
    reach: 'grade',
  };
}

function decideLater(
  { problem, reach, waitSeconds }: Extract<Verdict, { kind: 'later' }>,
  { gradedAt, attempts }: { gradedAt: Date; attempts: number },
  now: Date,
): AfterAttempt {
  const away = reach === 'registration';
  // One hiccup of an old grade is no week of silence.
  const longAway = attempts > 1 && now.getTime() - gradedAt.getTime() > AWAY_DAYS * DAY_MS;
  const givenUp = away ? longAway : attempts >= MOST_ATTEMPTS;
  if (givenUp) return { kind: 'dead', problem, reach: 'grade' };
  const counted = away ? Math.min(attempts, MOST_ATTEMPTS - 1) : attempts;
  const restSeconds = waitSeconds ?? restMs(counted) / 1000;
  return {
    kind: 'wait',
    problem,
    gradedAt,
    nextAttemptAt: new Date(now.getTime() + restSeconds * 1000),
    attempts: counted,
    reach,
  };
}

const restMs = (attempts: number): number =>
  (REST_MINUTES[Math.min(attempts, REST_MINUTES.length) - 1] ?? 1) * 60_000;
