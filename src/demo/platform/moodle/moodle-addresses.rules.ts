import type { PlatformLineItem } from '../platform.schema.ts';

/** Line items carry the tool's number in a query, which what lies below them comes before. */
export const lineItemsUrl = (url: string, courseId: string, typeId: string) =>
  `${url}/mod/lti/services.php/${courseId}/lineitems?type_id=${typeId}`;
export const lineItemUrl = (url: string, { courseId, id }: PlatformLineItem, typeId: string, below = '') =>
  `${url}/mod/lti/services.php/${courseId}/lineitems/${id}/lineitem${below}?type_id=${typeId}`;

export const membershipsUrl = (url: string, courseId: string, typeId: string) =>
  `${url}/mod/lti/services.php/CourseSection/${courseId}/bindings/${typeId}/memberships`;
