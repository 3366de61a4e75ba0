import { SCOPES, type PlatformLineItem } from '../platform.schema.ts';
import {
  ServiceRefusal,
  isText,
  readJson,
  type Platform,
  type ServiceAnswer,
  type ServiceCall,
} from '../service-door.ts';
import { cutPage, requireCaller, type Caller } from './canvas-services.ts';

const LINE_ITEM = 'application/vnd.ims.lis.v2.lineitem+json';
const LINE_ITEMS = 'application/vnd.ims.lis.v2.lineitemcontainer+json';
const READ = [SCOPES.lineItem, SCOPES.lineItemReadOnly];
const WRITE = [SCOPES.lineItem];

const lineItemsUrl = (url: string, courseId: string) => `${url}/api/lti/courses/${courseId}/line_items`;
export const lineItemUrl = (url: string, { courseId, id }: PlatformLineItem) =>
  `${lineItemsUrl(url, courseId)}/${id}`;

export function listLineItems(platform: Platform, call: ServiceCall): ServiceAnswer {
  const { course, tool } = requireCaller(platform, call, READ);
  const wanted = (name: string, value: string) => [null, value].includes(call.query.get(name));
  const items = [...platform.state.lineItems.values()].filter(
    (item) =>
      item.courseId === course.id &&
      item.clientId === tool.clientId &&
      wanted('resource_id', item.resourceId) &&
      wanted('tag', item.tag) &&
      wanted('resource_link_id', item.linkId ?? ''),
  );
  const { page, headers } = cutPage(items, call, lineItemsUrl(platform.url, course.id));
  return { status: 200, type: LINE_ITEMS, headers, body: page.map((item) => present(platform, item)) };
}

export function createLineItem(platform: Platform, call: ServiceCall): ServiceAnswer {
  const { course, tool } = requireCaller(platform, call, WRITE);
  const given = readJson(call.body) ?? {};
  const { label, scoreMaximum, resourceId, tag, resourceLinkId } = given;
  if (!isText(label)) throw new ServiceRefusal(422, "Label can't be blank");
  const maximum = requireMaximum(scoreMaximum);
  const link = isText(resourceLinkId) ? platform.state.links.get(resourceLinkId) : undefined;
  if (isText(resourceLinkId) && link?.courseId !== course.id)
    throw new ServiceRefusal(404, 'The specified resource does not exist.');
  const item = platform.state.addLineItem({
    clientId: tool.clientId,
    courseId: course.id,
    label,
    scoreMaximum: maximum,
    resourceId: isText(resourceId) ? resourceId : '',
    tag: isText(tag) ? tag : '',
    linkId: link?.id ?? null,
  });
  return { status: 201, type: LINE_ITEM, body: present(platform, item) };
}

export function readLineItem(platform: Platform, call: ServiceCall): ServiceAnswer {
  const { item } = requireLineItem(platform, call, READ);
  return { status: 200, type: LINE_ITEM, body: present(platform, item) };
}

/** Changes what is named and leaves the rest. */
export function changeLineItem(platform: Platform, call: ServiceCall): ServiceAnswer {
  const { item } = requireLineItem(platform, call, WRITE);
  const { label, scoreMaximum, resourceId, tag } = readJson(call.body) ?? {};
  if (isText(label)) item.label = label;
  if (scoreMaximum !== undefined) item.scoreMaximum = requireMaximum(scoreMaximum);
  if (isText(resourceId)) item.resourceId = resourceId;
  if (isText(tag)) item.tag = tag;
  return { status: 200, type: LINE_ITEM, body: present(platform, item) };
}

/** Only a column that the tool made by itself. */
export function deleteLineItem(platform: Platform, call: ServiceCall): ServiceAnswer {
  const { item } = requireLineItem(platform, call, WRITE);
  if (item.madeBy === 'platform') throw new ServiceRefusal(401, 'The line item belongs to an assignment');
  platform.state.lineItems.delete(item.id);
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
    throw new ServiceRefusal(404, 'The specified resource does not exist.');
  if (item.clientId !== caller.tool.clientId)
    throw new ServiceRefusal(401, 'Tool does not have permission to view line_item');
  return { ...caller, item };
}

function requireMaximum(value: unknown): number {
  if (typeof value !== 'number' || value < 0)
    throw new ServiceRefusal(422, 'ScoreMaximum must be greater than or equal to 0');
  return value;
}

function present({ url }: Platform, item: PlatformLineItem): object {
  return {
    id: lineItemUrl(url, item),
    scoreMaximum: item.scoreMaximum,
    label: item.label,
    ...(item.resourceId !== '' && { resourceId: item.resourceId }),
    ...(item.tag !== '' && { tag: item.tag }),
    ...(item.linkId !== null && { resourceLinkId: item.linkId }),
  };
}
