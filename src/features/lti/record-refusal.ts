import type { Deps } from '../../infra/deps.ts';
import type { RefusedToken } from './launch.schema.ts';
import { insertLaunch } from './lti.queries.ts';
import { storable } from './claims.rules.ts';
import { redactClaims } from './redact-claims.rules.ts';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
/**
 * Anybody can send tokens that no platform signed: a few a minute show what is wrong, more would only fill the table.
 * They don't use up the room of those that a platform did sign.
 */
const MOST_A_MINUTE = { unsigned: 10, signed: 100 };

export type RecordRefusal = (refused: RefusedToken, requestId: string) => Promise<void>;

/** Keeps refusals for the inspector of the administrator whose registration they concern; what concerns none is only logged. */
export function createRefusalRecord(deps: Deps): RecordRefusal {
  const mayRecord = {
    unsigned: limitPerMinute(deps.now, MOST_A_MINUTE.unsigned),
    signed: limitPerMinute(deps.now, MOST_A_MINUTE.signed),
  };
  return async ({ refusal, registration, claims, signed }, requestId) => {
    if (!registration || !claims || !mayRecord[signed ? 'signed' : 'unsigned'](registration.id)) return;
    const text = (name: string) => {
      const value = claims[`${LTI}${name}`];
      return typeof value === 'string' ? storable(value, 255) : null;
    };
    // The reader gets the refusal, whatever becomes of its record.
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
    }).catch((error: unknown) => deps.log.error({ err: error, requestId }, 'refusal not recorded'));
  };
}

function limitPerMinute(now: () => Date, most: number): (registrationId: string) => boolean {
  const recent = new Map<string, { minute: number; count: number }>();
  return (registrationId) => {
    const minute = Math.floor(now().getTime() / 60_000);
    const known = recent.get(registrationId);
    const count = known?.minute === minute ? known.count + 1 : 1;
    recent.set(registrationId, { minute, count });
    return count <= most;
  };
}
