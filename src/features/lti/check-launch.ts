import type { Deps } from '../../infra/deps.ts';
import type { CourseRole } from '../roster/index.ts';
import type { CheckedLaunch, Launch, RefusedToken } from './launch.schema.ts';
import { parseLaunch } from './launch.rules.ts';
import type { PlatformKeys } from './platform-keys.client.ts';
import { refuse, type Refusal } from './refusal.rules.ts';
import type { Registrations } from './registration-cache.ts';
import { decideCourseRole } from './roles.rules.ts';
import { verifyToken } from './verify-token.ts';

export interface LaunchPorts {
  registrations: Registrations;
  platformKeys: PlatformKeys;
}

/** Everything that can be judged of a launch before anything is stored or taken. */
export async function checkLaunch(
  deps: Deps,
  ports: LaunchPorts,
  token: string,
): Promise<CheckedLaunch | RefusedToken> {
  const verified = await verifyToken(token, ports.registrations, ports.platformKeys);
  if (verified.kind === 'refusedToken') return verified;
  const { registration, claims } = verified;
  const refused = (refusal: Refusal): RefusedToken => ({
    kind: 'refusedToken',
    refusal,
    registration,
    signed: true,
    claims,
  });
  const launch = parseLaunch(claims, { ...registration, publicUrl: deps.config.publicUrl }, deps.now());
  if (launch.kind === 'refused') return refused(launch);
  const decided = decideCourseRole(launch.roles);
  if (decided.kind === 'refused') return refused(decided);
  const refusal = checkReader(launch, decided.role);
  return refusal ? refused(refusal) : { kind: 'checked', registration, launch, role: decided.role, claims };
}

/** Messages that presuppose a course or a teacher. */
function checkReader({ message, context, subject }: Launch, role: CourseRole): Refusal | null {
  switch (message.type) {
    case 'LtiResourceLinkRequest':
      return null;
    case 'LtiDeepLinkingRequest':
      if (role === 'learner') return refuse('deep_linking_by_learner');
      return context ? null : refuse('context_missing');
    case 'LtiSubmissionReviewRequest':
      if (role === 'learner' && message.forUserId !== subject) return refuse('for_user_foreign');
      return context ? null : refuse('context_missing');
  }
}
