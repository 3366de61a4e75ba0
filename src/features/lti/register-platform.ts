import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { sha256 } from '../../infra/vault.ts';
import type { RegistrationDesk } from './dynamic-registration.client.ts';
import { buildToolRegistration } from './dynamic-registration.rules.ts';
import {
  checkConfigurationUrl,
  refuseRegistration,
  type RegistrationRefusal,
} from './openid-configuration.rules.ts';
import { judgeRegistrationInvitation } from './registration-invitation.rules.ts';
import {
  countRegistrationsOfIssuer,
  findRegistrationInvitation,
  returnRegistrationInvitation,
  takeRegistrationInvitation,
} from './registration.queries.ts';
import type { NoInvitation, ReadyToRegister, Registered, SavedRegistration } from './registration.schema.ts';
import { savePlatformRegistration } from './save-platform-registration.ts';
import type { ToolWords } from './tool-config.rules.ts';

/** What an LMS sends along when it opens a registration link. */
export interface RegistrationRequest {
  /** Ours, from the link. */
  token: string;
  /** openid_configuration */
  configurationUrl: string | undefined;
  /** The platform's, `registration_token`: never logged, never stored. */
  registrationToken: string;
}

/** Everything short of doing it, for the page that asks. */
export async function prepareRegistration(
  deps: Deps,
  desk: RegistrationDesk,
  request: RegistrationRequest,
): Promise<ReadyToRegister | RegistrationRefusal | NoInvitation> {
  const invitation = await findRegistrationInvitation(deps.db, sha256(request.token));
  const verdict = judgeRegistrationInvitation(invitation, deps.now());
  if (verdict !== 'open' || !invitation)
    return { kind: 'noInvitation', verdict: verdict === 'open' ? 'unknown' : verdict };
  const url = checkConfigurationUrl(request.configurationUrl, deps.config.allowedPrivateHosts);
  if ('kind' in url) return url;
  const read = await desk.readConfiguration(url, request.registrationToken);
  if (read.kind === 'refused') return read;
  const { configuration } = read;
  const known = await countRegistrationsOfIssuer(deps.db, invitation.schoolId, configuration.issuer);
  return { kind: 'ready', invitation, configuration, known };
}

/**
 * Registers the tool with the platform. The invitation is taken before the platform hears of us, so of two at once
 * one goes on; it is given back when nothing comes of it.
 */
export async function registerPlatform(
  deps: Deps,
  desk: RegistrationDesk,
  words: ToolWords,
  request: RegistrationRequest,
): Promise<Registered | RegistrationRefusal | NoInvitation> {
  const prepared = await prepareRegistration(deps, desk, request);
  if (prepared.kind !== 'ready') return prepared;
  const { invitation, configuration } = prepared;
  if (!(await takeRegistrationInvitation(deps.db, sha256(request.token), deps.now())))
    return { kind: 'noInvitation', verdict: 'used' };
  let saved: SavedRegistration | null = null;
  try {
    const answer = await desk.register(
      configuration.registrationEndpoint,
      request.registrationToken,
      buildToolRegistration({ publicUrl: deps.config.publicUrl, words }, configuration),
    );
    if (answer.kind === 'refused') return answer;
    saved = await inTransaction(deps.db, (tx) =>
      savePlatformRegistration(tx, deps, { invitation, configuration, answer }),
    );
    return saved
      ? { kind: 'registered', ...saved, invitation, configuration }
      : refuseRegistration('client_of_another_school', null, 409);
  } finally {
    if (!saved) await returnRegistrationInvitation(deps.db, invitation);
  }
}
