import type { Deps } from '../../infra/deps.ts';
import type { RefusedToken } from './launch.schema.ts';
import { insertLaunch } from './lti.queries.ts';
import { redactClaims } from './redact-claims.rules.ts';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
/** Anybody can send tokens that no platform signed: a few a minute show what is wrong, more would only fill the table. */
const MOST_A_MINUTE = 10;

export type RecordRefusal = (refused: RefusedToken, requestId: string) => Promise<void>;

/** Keeps refusals for the inspector of the administrator whose registration they concern; what concerns none is only logged. */
export function createRefusalRecord(deps: Deps): RecordRefusal {
  const mayRecord = limitPerMinute(deps.now);
  return async ({ refusal, registration, claims, signed }, requestId) => {
    if (!registration || !claims || !mayRecord(registration.id)) return;
    const text = (name: string) => {
      const value = claims[`${LTI}${name}`];
      return typeof value === 'string' ? value.slice(0, 255) : null;
    };
    await insertLaunch(deps.db, {
      schoolId: registration.schoolId,
      id: deps.newId(),
      registrationId: registration.id,
      refusal: refusal.reason,
      messageType: text('message_type'),
      deploymentId: text('deployment_id'),
      personId: null,
      courseId: null,
      // Whoever made up a token may have put anything into it.
      claims: signed ? redactClaims(claims) : {},
      bindingStore: null,
      requestId,
      at: deps.now(),
    });
  };
}

function limitPerMinute(now: () => Date): (registrationId: string) => boolean {
  const recent = new Map<string, { minute: number; count: number }>();
  return (registrationId) => {
    const minute = Math.floor(now().getTime() / 60_000);
    const known = recent.get(registrationId);
    const count = known?.minute === minute ? known.count + 1 : 1;
    recent.set(registrationId, { minute, count });
    return count <= MOST_A_MINUTE;
  };
}
