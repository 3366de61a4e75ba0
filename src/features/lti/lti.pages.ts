import type { VisitStore } from '../roster/index.ts';
import type { Refusal } from './refusal.rules.ts';
import type { HeldLaunch, WithoutCookies } from './without-cookies.schema.ts';

export interface RefusalPage {
  /** Key of the sentence below `lti.refused`. */
  advice: string;
  reason: string;
  claim: string | null;
  requestId: string;
}

export function presentRefusal(refusal: Refusal, requestId: string): RefusalPage {
  return {
    advice: `lti.refused.${refusal.advice}`,
    reason: refusal.reason,
    claim: refusal.claim,
    requestId,
  };
}

/** For a browser without our cookies: what its scripts try, and the form that goes on in a new window. */
export interface WithoutCookiesPage {
  /** What the LMS sent. */
  fields: { name: string; value: string }[];
  /** For the script. */
  login: { begin: string; fields: Record<string, string>; stores: VisitStore[] };
}

export function presentWithoutCookies({ fields, stores }: WithoutCookies, base: string): WithoutCookiesPage {
  return {
    fields: Object.entries(fields).map(([name, value]) => ({ name, value })),
    login: { begin: `${base}/lti/login/begin`, fields, stores },
  };
}

/** For a browser that has to show, by a script, what it kept of its login. */
export interface HeldPage {
  launch: { continue: string; code: string; key: string; store: VisitStore };
}

export function presentHeld({ code, key, store }: HeldLaunch, base: string): HeldPage {
  return { launch: { continue: `${base}/lti/launch/continue`, code, key, store } };
}
