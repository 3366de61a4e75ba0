import { SCOPES, type PlatformLineItem } from '../platform.schema.ts';
import {
  ServiceRefusal,
  cut,
  isText,
  readCount,
  readJson,
  type Platform,
  type ServiceAnswer,
  type ServiceCall,
} from '../service-door.ts';
import { readReview } from '../submission-review.rules.ts';
import { lineItemUrl, lineItemsUrl } from './moodle-addresses.rules.ts';
import { requireCaller, requireType, type Caller } from './moodle-services.ts';

const LINE_ITEM = 'application/vnd.ims.lis.v2.lineitem+json';
const LINE_ITEMS = 'application/vnd.ims.lis.v2.lineitemcontainer+json';
/** To read line items Moodle wants this very scope, whatever else the token may. */
const READ = [SCOPES.lineItemReadOnly];
const WRITE = [SCOPES.lineItem];

/** Moodle writes `rel=“next”` with curly quotation marks and escapes the address as if it stood in HTML. */
export function oddNextLink(address: string): Record<string, string> {
  const link = `<${address.replaceAll('&', '&amp;')}>; rel=\u201cnext\u201d`;
  return { link: Buffer.from(link, 'utf8').toString('latin1') };
}

export function listLineItems(platform: Platform, call: ServiceCall): ServiceAnswer {
  const { course, tool } = requireCaller(platform, call, READ);
  requireType(call.headers.accept, [LINE_ITEMS]);
  const wanted = (name: string, value: string) => [null, value].includes(call.query.get(name));
  const items = [...platform.state.lineItems.values()].filter(
    (item) =>
      item.courseId === course.id &&
      item.clientId === tool.clientId &&
      wanted('resource_id', item.resourceId) &&
      wanted('tag', item.tag) &&
      wanted('resource_link_id', item.linkId ?? ''),
  );
  const limit = readCount(call.query, 'limit');
  const { page, next } = cut(items, readCount(call.query, 'from') ?? 0, limit);
  const base = lineItemsUrl(platform.url, course.id, tool.deploymentId);
  return {
    status: 200,
    type: LINE_ITEMS,
    headers: next === null ? {} : oddNextLink(`${base}&limit=${limit}&from=${next}`),
    body: page.map((item) => present(platform, tool.deploymentId, item)),
  };
}

export function createLineItem(platform: Platform, call: ServiceCall): ServiceAnswer {
  const { course, tool } = requireCaller(platform, call, WRITE);
  requireContentType(call, LINE_ITEM);
  const given = readJson(call.body);
  if (!given || !isText(given['label']) || typeof given['scoreMaximum'] !== 'number')
    throw new ServiceRefusal(400, `Incorrect label or maximum score: ${call.body}`);
  const item = platform.state.addLineItem({
    clientId: tool.clientId,
    courseId: course.id,
    label: given['label'],
    scoreMaximum: given['scoreMaximum'],
    resourceId: text(given['resourceId']),
    tag: text(given['tag']),
    linkId: findLinkId(platform, { course, tool }, given['resourceLinkId']),
  });
  // Told back as if it were kept; a review of submissions is kept from deep linking and PUT only.
  const echo = given['submissionReview'] === undefined ? {} : { submissionReview: given['submissionReview'] };
  return { status: 201, type: LINE_ITEM, body: { ...present(platform, tool.deploymentId, item), ...echo } };
}

export function readLineItem(platform: Platform, call: ServiceCall): ServiceAnswer {
  const { item, tool } = requireLineItem(platform, call, READ);
  requireType(call.headers.accept, [LINE_ITEM]);
  return { status: 200, type: LINE_ITEM, body: present(platform, tool.deploymentId, item) };
}

export function changeLineItem(platform: Platform, call: ServiceCall): ServiceAnswer {
  const { item, tool, course } = requireLineItem(platform, call, WRITE);
  requireContentType(call, LINE_ITEM);
  const given = readJson(call.body);
  if (!given || !isText(given['label']) || typeof given['scoreMaximum'] !== 'number')
    throw new ServiceRefusal(400, `Incorrect label or maximum score: ${call.body}`);
  item.label = given['label'];
  item.scoreMaximum = given['scoreMaximum'];
  item.resourceId = text(given['resourceId']);
  item.tag = text(given['tag']);
  // What isn't repeated is untied.
  item.linkId = findLinkId(platform, { course, tool }, given['resourceLinkId']);
  item.submissionReview = readReview(given['submissionReview']);
  return { status: 200, type: LINE_ITEM, body: present(platform, tool.deploymentId, item) };
}

/** Also the column of an activity, which then has none. */
export function deleteLineItem(platform: Platform, call: ServiceCall): ServiceAnswer {
  const { item } = requireLineItem(platform, call, WRITE);
  const { state } = platform;
  state.lineItems.delete(item.id);
  for (const link of state.links.values()) if (link.lineItemId === item.id) link.lineItemId = null;
  for (const [key, { lineItemId }] of state.results) if (lineItemId === item.id) state.results.delete(key);
  return { status: 204 };
}

export function requireLineItem(
  platform: Platform,
  call: ServiceCall,
  scopes: readonly string[],
): Caller & { item: PlatformLineItem } {
  const caller = requireCaller(platform, call, scopes);
  const item = platform.state.lineItems.get(call.params['item'] ?? '');
  if (!item || item.courseId !== caller.course.id)
    throw new ServiceRefusal(404, 'Not Found: Grade item not found');
  if (item.clientId !== caller.tool.clientId)
    throw new ServiceRefusal(403, 'Forbidden: Tool does not own the grade item');
  return { ...caller, item };
}

export function requireContentType(call: ServiceCall, type: string): void {
  requireType(call.headers['content-type'] ?? 'none', [type]);
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function findLinkId(
  { state }: Platform,
  { course, tool }: Pick<Caller, 'course' | 'tool'>,
  given: unknown,
): string | null {
  if (typeof given !== 'string' && typeof given !== 'number') return null;
  const link = state.links.get(String(given));
  if (!link || link.courseId !== course.id || link.clientId !== tool.clientId)
    throw new ServiceRefusal(403, 'Forbidden');
  return link.id;
}

function present({ url }: Platform, typeId: string, item: PlatformLineItem): object {
  const { submissionReview: review } = item;
  return {
    id: lineItemUrl(url, item, typeId),
    label: item.label,
    scoreMaximum: item.scoreMaximum,
    resourceId: item.resourceId,
    tag: item.tag,
    ...(item.linkId !== null && { resourceLinkId: item.linkId, ltiLinkId: item.linkId }),
    ...(review && { submissionReview: { url: review.url ?? undefined, custom: review.custom } }),
  };
}
