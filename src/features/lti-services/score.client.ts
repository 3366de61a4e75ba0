import type { OutboundResponse } from '../../infra/outbound.ts';
import type { ClaimedGrade } from './grade.queries.ts';
import { serviceUrl } from './line-item-url.rules.ts';
import { SCORE_SCOPE, SCORE_TYPE, buildScore } from './score.rules.ts';
import type { CallingRegistration, PlatformCaller } from './service-token.client.ts';

/** Posts a score (AGS 2.0 §3.4) with the exact media type that Moodle compares. */
export const sendScore = (
  caller: PlatformCaller,
  registration: CallingRegistration,
  grade: ClaimedGrade & { subject: string },
): Promise<OutboundResponse> =>
  caller.call(registration, {
    scope: [SCORE_SCOPE],
    method: 'POST',
    url: serviceUrl(grade.url, 'scores'),
    headers: { 'content-type': SCORE_TYPE, accept: 'application/json' },
    body: JSON.stringify(buildScore(registration.family, grade)),
    maxBytes: 100_000,
  });
