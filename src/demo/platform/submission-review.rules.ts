import type { SubmissionReview } from './platform.schema.ts';

/** The submissionReview of a line item, as a tool gives it (AGS and deep linking). */
export function readReview(value: unknown): SubmissionReview | null {
  if (typeof value !== 'object' || value === null) return null;
  const { url, custom } = value as Record<string, unknown>;
  return { url: typeof url === 'string' ? url : null, custom: readCustom(custom) };
}

/** Custom parameters as texts. */
export function readCustom(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) =>
      ['string', 'number', 'boolean'].includes(typeof one) ? [[name, String(one)]] : [],
    ),
  );
}
