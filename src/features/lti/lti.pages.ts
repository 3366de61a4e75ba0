import type { Refusal } from './refusal.rules.ts';

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

export interface NewWindowPage {
  /** What the LMS sent, to be sent again from the new window. */
  fields: { name: string; value: string }[];
}

export function presentNewWindow(fields: Record<string, string>): NewWindowPage {
  return { fields: Object.entries(fields).map(([name, value]) => ({ name, value })) };
}
