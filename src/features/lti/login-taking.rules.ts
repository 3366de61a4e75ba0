import { refuse, type Refusal } from './refusal.rules.ts';

/** The parts of a started login that must fit. */
interface Started {
  schoolId: string;
  registrationId: string;
  nonceHash: string;
  bindingHash: string;
  targetLinkUri: string;
  deploymentHint: string | null;
  expiresAt: Date;
}

interface Asked extends Omit<Started, 'deploymentHint' | 'expiresAt'> {
  deploymentId: string;
  hasBinding: boolean;
}

/** Why a login could not be taken, for the log; `started` null: nothing goes by that state (any more). */
export function explainUntaken(started: Started | null, asked: Asked, now: Date): Refusal {
  if (!started) return refuse('state_unknown');
  if (started.expiresAt <= now) return refuse('state_expired');
  if (started.schoolId !== asked.schoolId || started.registrationId !== asked.registrationId)
    return refuse('state_of_another_client');
  if (!asked.hasBinding) return refuse('binding_missing');
  if (started.bindingHash !== asked.bindingHash) return refuse('binding_wrong');
  if (started.nonceHash !== asked.nonceHash) return refuse('nonce_wrong');
  if (started.deploymentHint !== null && started.deploymentHint !== asked.deploymentId)
    return refuse('deployment_wrong');
  if (started.targetLinkUri !== asked.targetLinkUri) return refuse('target_link_uri_wrong');
  // It was there between the two statements and fits: another copy of this launch took it.
  return refuse('state_unknown');
}
