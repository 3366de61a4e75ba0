/** Why a grade isn't in the LMS; words `services.problem.<id>` in views/locales. */
export type GradeProblem =
  | 'unreachable'
  | 'tokenRefused'
  | 'scopeMissing'
  | 'busy'
  | 'platformDown'
  | 'platformError'
  | 'newerThere'
  | 'notALearner'
  | 'notLinked'
  | 'lineItemGone'
  | 'attemptsUsed'
  | 'forbidden'
  | 'refused'
  /** Of our own. */
  | 'internal';

/** Whom else an answer concerns beside the grade it was given to. */
export type Reach = 'grade' | 'lineItem' | 'registration';

/** `again`: with a later timestamp. `later`: as it is, after a rest. `dead`: somebody must look. */
export type Verdict =
  | { kind: 'sent' }
  | { kind: 'again'; problem: GradeProblem }
  | { kind: 'later'; problem: GradeProblem; reach: Reach; waitSeconds: number | null }
  | { kind: 'dead'; problem: GradeProblem; reach: Reach };

interface PlatformAnswer {
  status: number;
  headers: Pick<Headers, 'get'>;
  text: string;
}

const RATE_LIMIT_SECONDS = 60;
const LONGEST_WAIT_SECONDS = 3600;

/** What a platform's answer to a score means for the grade. */
export function judgeAnswer(family: string, { status, headers, text }: PlatformAnswer): Verdict {
  if (status >= 200 && status < 300) return { kind: 'sent' };
  const rest = (problem: GradeProblem, waitSeconds: number | null = null): Verdict => ({
    kind: 'later',
    problem,
    reach: 'registration',
    waitSeconds,
  });
  if (status === 429 || (status === 403 && isRateLimit(headers, text)))
    return rest('busy', readRetryAfter(headers) ?? RATE_LIMIT_SECONDS);
  switch (status) {
    // Also with a fresh token: the platform doesn't take its own.
    case 401:
      return rest('tokenRefused');
    case 403:
      return dead('forbidden');
    case 404:
    case 410:
      return isAboutLearner(text) ? dead('notALearner') : dead('lineItemGone', 'lineItem');
    case 409:
      return { kind: 'again', problem: 'newerThere' };
    case 400:
    case 422:
      return judgeComplaint(family, text);
    case 502:
    case 503:
    case 504:
      return rest('platformDown', readRetryAfter(headers));
    default:
      // A single grade can do it: Moodle answers 500 where the grade is locked.
      return status >= 500
        ? { kind: 'later', problem: 'platformError', reach: 'grade', waitSeconds: null }
        : dead('refused');
  }
}

/** What it means that no answer came; null: an error that has nothing to do with the platform. */
export function judgeFailure(errorId: string): Verdict | null {
  if (errorId === 'services.scopeMissing') return dead('scopeMissing', 'registration');
  const rest = (problem: GradeProblem): Verdict => ({
    kind: 'later',
    problem,
    reach: 'registration',
    waitSeconds: null,
  });
  if (errorId.startsWith('services.token')) return rest('tokenRefused');
  return errorId.startsWith('outbound.') ? rest('unreachable') : null;
}

const dead = (problem: GradeProblem, reach: Reach = 'grade'): Verdict => ({ kind: 'dead', problem, reach });

function judgeComplaint(family: string, text: string): Verdict {
  // Moodle says so of whoever isn't a learner of the course, and repeats the score; what we send is well-formed.
  if (family === 'moodle') return dead(/incorrect score/i.test(text) ? 'notALearner' : 'refused');
  if (isAboutLearner(text)) return dead('notALearner');
  if (/attempt/i.test(text)) return dead('attemptsUsed');
  // Canvas, of a score older than the one it has.
  return /timestamp/i.test(text) ? { kind: 'again', problem: 'newerThere' } : dead('refused');
}

const isAboutLearner = (text: string): boolean =>
  /not (?:a|an active) (?:student|learner)|not found in course|not enrolled|user not found/i.test(text);

const isRateLimit = (headers: PlatformAnswer['headers'], text: string): boolean => {
  const remaining = headers.get('x-rate-limit-remaining');
  return (remaining !== null && Number(remaining) <= 0) || /rate limit/i.test(text);
};

/** Only its form in seconds; a date is rare and needs no more than the usual rest. */
function readRetryAfter(headers: PlatformAnswer['headers']): number | null {
  const value = headers.get('retry-after');
  return value !== null && /^\d{1,6}$/.test(value.trim())
    ? Math.min(Number(value), LONGEST_WAIT_SECONDS)
    : null;
}
