/** Why a roster wasn't read, or not believed; words `roster.sync.problem.<id>` in views/locales. */
export const ROSTER_PROBLEMS = [
  'rosterNotAllowed',
  'rosterTokenRefused',
  'rosterUnreachable',
  'rosterBusy',
  'rosterPlatformDown',
  'rosterGone',
  'rosterRefused',
  'rosterUnreadable',
  'rosterForeign',
  'rosterTooLarge',
  'rosterShrank',
] as const;
export type RosterProblem = (typeof ROSTER_PROBLEMS)[number];

/** What an answer other than 200 means. */
export function judgeRefusal(answer: {
  status: number;
  headers: Pick<Headers, 'get'>;
  text: string;
}): RosterProblem {
  const { status, headers, text } = answer;
  const remaining = headers.get('x-rate-limit-remaining');
  const limited = (remaining !== null && Number(remaining) <= 0) || /rate limit/i.test(text);
  if (status === 429 || (status === 403 && limited)) return 'rosterBusy';
  // 401 also came to a fresh token: the service was taken away.
  if (status === 401 || status === 403) return 'rosterNotAllowed';
  if (status === 404 || status === 410) return 'rosterGone';
  return status >= 500 ? 'rosterPlatformDown' : 'rosterRefused';
}

/** What it means that no answer came; null: an error that has nothing to do with the platform. */
export function judgeRosterFailure(errorId: string, reason: unknown): RosterProblem | null {
  switch (errorId) {
    case 'services.scopeMissing':
      return 'rosterNotAllowed';
    case 'services.pageForeign':
    case 'outbound.redirect':
      return 'rosterForeign';
    case 'services.pageEndless':
    case 'outbound.tooLarge':
      return 'rosterTooLarge';
    case 'services.tokenRefused':
      return reason === 'invalid_scope' ? 'rosterNotAllowed' : 'rosterTokenRefused';
  }
  if (errorId.startsWith('services.token')) return 'rosterTokenRefused';
  return errorId.startsWith('outbound.') ? 'rosterUnreachable' : null;
}

/** The same for all courses of the platform: no use in asking for another one now. */
export const isAboutPlatform = (problem: RosterProblem | null): boolean =>
  problem !== null &&
  ['rosterTokenRefused', 'rosterUnreachable', 'rosterBusy', 'rosterPlatformDown'].includes(problem);
