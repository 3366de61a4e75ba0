import { WaymarkError } from '../../infra/errors.ts';
import {
  LINE_ITEMS_TYPE,
  LINE_ITEM_SCOPE,
  LINE_ITEM_TYPE,
  buildLineItem,
  findColumn,
  readLineItems,
  type PlatformLineItem,
} from './line-item.rules.ts';
import { withQuery } from './line-item-url.rules.ts';
import { readPages } from './platform-pages.client.ts';
import type { CallingRegistration, PlatformCaller } from './service-token.client.ts';

/** A column by its address; null: the platform doesn't show it. */
export async function fetchLineItem(
  caller: PlatformCaller,
  registration: CallingRegistration,
  { url, scope }: { url: string; scope: string },
): Promise<PlatformLineItem | null> {
  const answer = await caller.call(registration, {
    scope: [scope],
    method: 'GET',
    url,
    headers: { accept: LINE_ITEM_TYPE },
  });
  // Its own word for its address may lack the query that the launch told.
  const [item] = answer.status === 200 ? readLineItems(answer.text) : [];
  return item ? { ...item, url } : null;
}

/** The column that was made for an item before, by us or with its link; null: there is none. */
export async function findLineItem(
  caller: PlatformCaller,
  registration: CallingRegistration,
  wanted: { itemId: string; resourceLinkId: string; lineItemsUrl: string; scope: string },
): Promise<PlatformLineItem | null> {
  const read = await readPages(caller, registration, {
    url: withQuery(wanted.lineItemsUrl, { resource_id: wanted.itemId }),
    scope: [wanted.scope],
    accept: LINE_ITEMS_TYPE,
  });
  if (read.kind === 'refused') throw new WaymarkError('services.listRefused', 502, { status: read.status });
  return findColumn(read.pages.flatMap(readLineItems), wanted);
}

/** Makes a column for an item. */
export async function createLineItem(
  caller: PlatformCaller,
  registration: CallingRegistration,
  item: {
    lineItemsUrl: string;
    itemId: string;
    kind: string;
    title: string;
    scoreMaximum: number;
    resourceLinkId: string;
  },
): Promise<PlatformLineItem> {
  const post = (resourceLinkId: string | null) =>
    caller.call(registration, {
      scope: [LINE_ITEM_SCOPE],
      method: 'POST',
      url: item.lineItemsUrl,
      headers: { 'content-type': LINE_ITEM_TYPE, accept: LINE_ITEM_TYPE },
      body: JSON.stringify(buildLineItem(registration.family, { ...item, resourceLinkId })),
    });
  let answer = await post(item.resourceLinkId);
  // Not every link may have a column: then one that stands by itself.
  if ([400, 403, 404, 422].includes(answer.status)) answer = await post(null);
  const [made] = answer.status >= 200 && answer.status < 300 ? readLineItems(answer.text) : [];
  if (!made || new URL(made.url).origin !== new URL(item.lineItemsUrl).origin)
    throw new WaymarkError('services.lineItemRefused', 502, { status: answer.status });
  return made;
}
