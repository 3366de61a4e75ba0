import { createHash } from 'node:crypto';
import type { ReportContent } from './report.schema.ts';

/** The one text that a report's content has: keys in order, nothing between them. What is frozen is this text. */
export const toCanonical = (content: ReportContent): string => JSON.stringify(sortKeys(content));

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}

/** SHA-256 of the canonical text, in hexadecimal: whoever holds a printed report can hold it against what is stored. */
export const hashOf = (canonical: string): string => createHash('sha256').update(canonical).digest('hex');
