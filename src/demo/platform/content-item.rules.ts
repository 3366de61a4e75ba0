import type { FaceName, PlatformLineItem } from './platform.schema.ts';
import { readCustom, readReview } from './submission-review.rules.ts';

export interface ContentItem {
  title: string | null;
  url: string | null;
  custom: Record<string, string>;
  lineItem: (Partial<PlatformLineItem> & { scoreMaximum: number }) | null;
}

/** Moodle's greatest maximum of a column. */
const SITE_MAXIMUM = 100;

/** What an LMS makes of a content item; dates, sizes and frames it has no use for. null: not a link to a tool. */
export function readContentItem(face: FaceName, value: unknown): ContentItem | null {
  if (typeof value !== 'object' || value === null) return null;
  const { type, title, url, custom, lineItem } = value as Record<string, unknown>;
  if (type !== 'ltiResourceLink') return null;
  return {
    title: text(title),
    url: text(url),
    custom: face === 'moodle' ? flattenCustom(readCustom(custom)) : readCustom(custom),
    lineItem: readLineItem(face, lineItem),
  };
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Moodle keeps `key=value` by line: a line break ends a value, and a key with capitals is sent in small letters too. */
function flattenCustom(custom: Record<string, string>): Record<string, string> {
  const lines = Object.entries(custom).flatMap(([key, value]) => `${key}=${value}`.split('\n'));
  const kept: Record<string, string> = {};
  for (const line of lines) {
    const [, key, value] = /^([^=]+)=(.*)$/.exec(line) ?? [];
    if (key === undefined || value === undefined) continue;
    kept[key.toLowerCase()] = value;
    kept[key] = value;
  }
  return kept;
}

function readLineItem(face: FaceName, value: unknown): ContentItem['lineItem'] {
  if (typeof value !== 'object' || value === null) return null;
  const { label, scoreMaximum, resourceId, tag, submissionReview } = value as Record<string, unknown>;
  if (typeof scoreMaximum !== 'number' || scoreMaximum < 0) return null;
  const isPossible = Number.isInteger(scoreMaximum) && scoreMaximum <= SITE_MAXIMUM;
  const named = text(label);
  return {
    scoreMaximum,
    ...(named !== null && { label: named }),
    resourceId: text(resourceId) ?? '',
    tag: text(tag) ?? '',
    submissionReview: readReview(submissionReview),
    // The activity is made all the same, without a word.
    losesScores: face === 'moodle' && !isPossible,
  };
}
