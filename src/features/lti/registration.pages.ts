import { scopesToAsk } from './dynamic-registration.rules.ts';
import type { OpenIdConfiguration, RegistrationRefusal } from './openid-configuration.rules.ts';
import type { ReadyToRegister, Registered } from './registration.schema.ts';

/** LMSs whose name and next steps we know; the words are `lti.family.<name>` in views/locales. */
export const FAMILIES = ['moodle', 'canvas'] as const;
export const familyKey = (family: string): string => FAMILIES.find((known) => known === family) ?? 'other';

/** Who wants to register, with what, before anything is done. */
export function presentReady(
  { invitation, configuration, known }: ReadyToRegister,
  sent: { token: string; configurationUrl: string; registrationToken: string; opener: string },
) {
  const scopes = scopesToAsk(configuration);
  return {
    ...sent,
    schoolName: invitation.schoolName,
    known,
    platform: presentPlatform(configuration),
    data: {
      roster: scopes.some((scope) => scope.includes('/lti-nrps/')),
      grades: scopes.some((scope) => scope.includes('/lti-ags/')),
    },
  };
}

function presentPlatform({ family, platformName, productVersion, issuer }: OpenIdConfiguration) {
  return { family, familyKey: familyKey(family), platformName, productVersion, issuer };
}

/** What is left to do, and whose windows may close this page. */
export function presentRegistered(
  { configuration, invitation, outcome, pending }: Registered,
  given: { configurationUrl: string; opener: string },
) {
  return {
    schoolName: invitation.schoolName,
    outcome,
    pending,
    platform: presentPlatform(configuration),
    origins: originsOf([given.opener, given.configurationUrl, configuration.issuer]).join(' '),
  };
}

/** Only web origins, each once: the message that ends the frame goes to these and to no others. */
export function originsOf(addresses: string[]): string[] {
  const origins = addresses.flatMap((address) => {
    const url = URL.canParse(address) ? new URL(address) : null;
    return url && /^https?:$/.test(url.protocol) ? [url.origin] : [];
  });
  return [...new Set(origins)];
}

export function presentRegistrationRefusal(refusal: RegistrationRefusal, requestId: string) {
  const { reason, what } = refusal;
  return { advice: `lti.register.refused.${reason}`, reason, what, requestId };
}
