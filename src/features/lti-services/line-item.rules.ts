import { z } from 'zod';

export const LINE_ITEM_TYPE = 'application/vnd.ims.lis.v2.lineitem+json';
export const LINE_ITEMS_TYPE = 'application/vnd.ims.lis.v2.lineitemcontainer+json';
const AGS = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
export const LINE_ITEM_SCOPE = `${AGS}lineitem`;
const READ_SCOPE = `${AGS}lineitem.readonly`;
/** With any of these a column can be found or made. */
export const COLUMN_SCOPES = [READ_SCOPE, LINE_ITEM_SCOPE];

/** The scope to read line items with; Moodle wants the read-only one even of who may write. null: none is granted. */
export const readScope = (granted: readonly string[]): string | null =>
  COLUMN_SCOPES.find((scope) => granted.includes(scope)) ?? null;

/** A column as the platform tells of it. */
export interface PlatformLineItem {
  url: string;
  label: string;
  scoreMaximum: number;
  resourceId: string | null;
  resourceLinkId: string | null;
}

const LineItem = z.object({
  id: z.url({ protocol: /^https?$/ }),
  label: z.string().catch(''),
  scoreMaximum: z.coerce.number().positive(),
  resourceId: z.string().nullish(),
  resourceLinkId: z.coerce.string().nullish(),
});

/** Reads one line item, or a page of a list of them; what isn't one is left out. */
export function readLineItems(text: string): PlatformLineItem[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  return (Array.isArray(value) ? value : [value]).flatMap((one) => {
    const parsed = LineItem.safeParse(one);
    if (!parsed.success) return [];
    const { id, label, scoreMaximum, resourceId, resourceLinkId } = parsed.data;
    return [
      {
        url: id,
        label,
        scoreMaximum,
        resourceId: resourceId ?? null,
        resourceLinkId: resourceLinkId ?? null,
      },
    ];
  });
}

/**
 * The column of an item among those of a course: found by the id we gave it, so that none is made twice; of several
 * (the item was placed twice) the one that is tied to this link. Only at the platform's own site.
 */
export function findColumn(
  columns: readonly PlatformLineItem[],
  wanted: { itemId: string; resourceLinkId: string; lineItemsUrl: string },
): PlatformLineItem | null {
  const { origin } = new URL(wanted.lineItemsUrl);
  const own = columns.filter(
    ({ url, resourceId }) => resourceId === wanted.itemId && new URL(url).origin === origin,
  );
  return own.find(({ resourceLinkId }) => resourceLinkId === wanted.resourceLinkId) ?? own[0] ?? null;
}

/** Moodle's site maximum unless changed: a column above it takes scores and silently loses them; whole numbers only. */
const MOODLE_MAXIMUM = 100;

/** The body that makes a column (AGS 2.0 §3.2.7). */
export const buildLineItem = (
  family: string,
  item: { itemId: string; kind: string; title: string; scoreMaximum: number; resourceLinkId: string | null },
): Record<string, unknown> => ({
  label: item.title,
  scoreMaximum:
    family === 'moodle'
      ? Math.min(Math.max(Math.round(item.scoreMaximum), 1), MOODLE_MAXIMUM)
      : item.scoreMaximum,
  resourceId: item.itemId,
  tag: item.kind,
  // Moodle unties a column whose link isn't named.
  ...(item.resourceLinkId === null ? {} : { resourceLinkId: item.resourceLinkId }),
});
