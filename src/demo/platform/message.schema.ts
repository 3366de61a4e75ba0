import type { Platform } from './service-door.ts';
import type {
  PlatformCourse,
  PlatformLineItem,
  PlatformLink,
  PlatformPlacement,
  PlatformTool,
  PlatformUser,
} from './platform.schema.ts';

export type MessageKind = 'resource' | 'deepLinking' | 'review';

/** A message somebody asked for by a click in the LMS. */
export interface WantedMessage {
  kind: MessageKind;
  clientId: string;
  userId: string;
  /** null: at the account's or the site's level. */
  courseId: string | null;
  /** null: not from a link (deep linking, Canvas's navigation). */
  linkId: string | null;
  /** Review: whose work, in which column. */
  forUserId: string | null;
  lineItemId: string | null;
  /** Canvas: where in the LMS. */
  placement: string | null;
  /** zh-CN or en: the LMS's language at that moment; its cookie doesn't come back from the tool's frame. */
  locale: string;
}

/** The same with the rows it is about. */
export interface Scene {
  platform: Pick<Platform, 'face' | 'url' | 'issuer' | 'siteName' | 'state'>;
  kind: MessageKind;
  tool: PlatformTool;
  user: PlatformUser;
  course: PlatformCourse | null;
  link: PlatformLink | null;
  lineItem: PlatformLineItem | null;
  forUser: PlatformUser | null;
  placement: PlatformPlacement | null;
  targetLinkUri: string;
  locale: string;
}

export const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
export const DEEP_LINKING = 'https://purl.imsglobal.org/spec/lti-dl/claim/';
export const AGS_CLAIM = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint';
export const NRPS_CLAIM = 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice';

export const MESSAGE_TYPES: Record<MessageKind, string> = {
  resource: 'LtiResourceLinkRequest',
  deepLinking: 'LtiDeepLinkingRequest',
  review: 'LtiSubmissionReviewRequest',
};
