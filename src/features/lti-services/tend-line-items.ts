import type { Deps } from '../../infra/deps.ts';
import { WaymarkError } from '../../infra/errors.ts';
import type { Registration } from '../lti/index.ts';
import { createLineItem, fetchLineItem, findLineItem } from './line-item.client.ts';
import {
  findRegistration,
  selectUnlinkedItems,
  upsertLineItem,
  type UnlinkedItem,
} from './line-item.queries.ts';
import { COLUMN_SCOPES, LINE_ITEM_SCOPE, readScope } from './line-item.rules.ts';
import { createPlatformCaller } from './service-token.client.ts';

/** A column is known now: whoever computes grades records those that were there before it. */
export interface LineItemNews {
  schoolId: string;
  courseId: string;
  itemId: string;
}
export type LineItemListener = (news: LineItemNews) => Promise<void>;

interface Column {
  url: string;
  label: string;
  scoreMaximum: number;
  madeBy: 'platform' | 'tool';
}

/** Problems of one course or column; any other concerns the whole platform, which is left alone for now. */
const OF_THE_COURSE = ['services.lineItem', 'services.listRefused'];

/**
 * Finds or makes the columns of graded things that launches have shown: of one course, or of all (the job, for what a
 * process that died or an LMS that was away left undone).
 */
export async function tendLineItems(
  deps: Deps,
  course: { schoolId: string; courseId: string } | null,
  onLineItem: LineItemListener,
): Promise<void> {
  const away = new Set<string>();
  const settled = new Set<string>();
  for (const item of await selectUnlinkedItems(deps.db, course, COLUMN_SCOPES)) {
    const { schoolId, registrationId, courseId, itemId } = item;
    const place = JSON.stringify([schoolId, registrationId, item.deploymentId, item.contextId, itemId]);
    if (away.has(registrationId) || (item.lineItemUrl === null && settled.has(place))) continue;
    const registration = await findRegistration(deps.db, { schoolId, registrationId });
    if (!registration) continue;
    try {
      const column = await findOrMakeColumn(deps, registration, item);
      if (!column) continue;
      await saveColumn(deps, item, column);
      settled.add(place);
      await onLineItem({ schoolId, courseId, itemId });
    } catch (error) {
      if (!(error instanceof WaymarkError)) throw error;
      if (!OF_THE_COURSE.some((start) => error.id.startsWith(start))) away.add(registrationId);
      deps.log.warn(
        { schoolId, registrationId, courseId, itemId, problem: error.id, ...error.replacements },
        'a gradebook column could not be found or made',
      );
    }
  }
}

/** null: the platform doesn't let us have one. */
async function findOrMakeColumn(
  deps: Deps,
  registration: Registration,
  item: UnlinkedItem,
): Promise<Column | null> {
  const caller = createPlatformCaller(deps);
  const scope = readScope(item.agsScopes);
  const { lineItemUrl, lineItemsUrl } = item;
  if (lineItemUrl !== null) {
    const told =
      scope === null ? null : await fetchLineItem(caller, registration, { url: lineItemUrl, scope });
    const { label, scoreMaximum } = told ?? { label: item.title, scoreMaximum: item.scoreMaximum };
    return { url: lineItemUrl, label: label || item.title, scoreMaximum, madeBy: 'platform' };
  }
  if (lineItemsUrl === null) return null;
  const found =
    scope === null ? null : await findLineItem(caller, registration, { ...item, lineItemsUrl, scope });
  if (found) return { ...found, madeBy: found.resourceLinkId === null ? 'tool' : 'platform' };
  if (!item.agsScopes.includes(LINE_ITEM_SCOPE)) return null;
  return { ...(await createLineItem(caller, registration, { ...item, lineItemsUrl })), madeBy: 'tool' };
}

async function saveColumn(deps: Deps, item: UnlinkedItem, column: Column): Promise<void> {
  const { schoolId, registrationId, deploymentId, contextId, courseId, itemId } = item;
  const { url, label, scoreMaximum, madeBy } = column;
  await upsertLineItem(deps.db, {
    schoolId,
    id: deps.newId(),
    registrationId,
    deploymentId,
    contextId,
    courseId,
    itemId,
    url,
    label,
    scoreMaximum,
    madeBy,
    createdAt: deps.now(),
  });
}
