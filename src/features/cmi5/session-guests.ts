import type { Deps } from '../../infra/deps.ts';
import { badRequest, forbidden } from '../../infra/errors.ts';
import { sameSecret } from '../../infra/vault.ts';
import { createGradeSender } from '../lti-services/index.ts';
import { actorKey, type CallerLimits, type GuestBook, type Scope } from '../xapi/index.ts';
import { unitActivityId } from './cmi5-terms.rules.ts';
import { TOKEN_PURPOSE } from './fetch-token.ts';
import { LAUNCH_DATA } from './launch-unit.ts';
import { presentActor } from './lms-statement.rules.ts';
import { recordUnitStatements } from './record-unit-statements.ts';
import { readToken } from './session-secret.rules.ts';
import type { Session } from './session.schema.ts';
import { findSession } from './sessions.queries.ts';
import { isOpen } from './unit-session.rules.ts';

const SCOPES: Scope[] = [
  'statements/write',
  'statements/read',
  'state',
  'activities_profile',
  'agents_profile',
];

/** Units that were launched, known by their session's token; over with it (8.2.1). */
export const createSessionGuests = (deps: Deps): GuestBook => ({
  async verify(authorization) {
    const given = readToken(authorization);
    if (!given) return null;
    const session = await findSession(deps.db, given);
    const hash = deps.vault.fingerprint(TOKEN_PURPOSE, given.secret);
    if (!session?.tokenHash || !sameSecret(hash, session.tokenHash)) return null;
    if (!isOpen(session, deps.now())) throw forbidden('cmi5.sessionOver');
    const { schoolId, packageId } = session;
    return { schoolId, id: packageId, label: 'cmi5', scopes: SCOPES, limits: limitsOf(deps, session) };
  },
});

/** A unit touches what is its learner's, in its registration, and nothing else. */
function limitsOf(deps: Deps, session: Session): CallerLimits {
  const { publicUrl } = deps.config;
  const { schoolId, id: sessionId, registrationId } = session;
  const actor = presentActor({ publicUrl, personId: session.personId });
  const ownKey = actorKey(actor);
  const activityId = unitActivityId(publicUrl, session.unitId);
  return {
    async store(source, values, attachments) {
      const { outcome, graded } = await recordUnitStatements(
        deps,
        { schoolId, sessionId },
        {
          source,
          values,
          attachments,
        },
      );
      if (graded) createGradeSender(deps).sendSoon();
      return outcome;
    },
    narrow(query) {
      const { agent, registration } = query;
      if ('statementId' in query || 'voidedStatementId' in query) throw forbidden('cmi5.notYours');
      if (agent !== undefined && keyOf(agent) !== ownKey) throw forbidden('cmi5.notYours');
      if (registration !== undefined && registration !== registrationId) throw forbidden('cmi5.notYours');
      return { ...query, agent: JSON.stringify(actor), registration: registrationId };
    },
    admit(what, wish) {
      const isOwn =
        wish.kind === 'activity_profile' ? wish.activityId === activityId : wish.actorKey === ownKey;
      const isElsewhere = wish.registration !== null && wish.registration !== registrationId;
      if (!isOwn || isElsewhere) throw forbidden('cmi5.notYours');
      // 10.2.1; without an id it would go along with all the others.
      const isOurs = wish.documentId === LAUNCH_DATA || wish.documentId === null;
      if (what === 'change' && wish.kind === 'state' && isOurs) throw forbidden('cmi5.launchDataKept');
    },
  };
}

function keyOf(agent: unknown): string | null {
  try {
    return actorKey(JSON.parse(String(agent)) as Parameters<typeof actorKey>[0]);
  } catch {
    throw badRequest('xapi.parameterWrong', { parameter: 'agent' });
  }
}
