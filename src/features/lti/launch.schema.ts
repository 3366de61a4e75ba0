import type { Locale } from '../../infra/views.ts';
import type { CourseRole, ToldGroups, VisitStore } from '../roster/index.ts';
import type { Claims } from './claims.rules.ts';
import type { Refusal } from './refusal.rules.ts';

/** Where a browser keeps what binds a login to it: the rungs of the ladder that stay in the frame. */
export const BINDING_STORES = ['cookie', 'platform', 'web'] as const;
export type BindingStore = (typeof BINDING_STORES)[number];

/** A registration as logins and launches need it: the row, parsed once and cached. */
export interface Registration {
  schoolId: string;
  id: string;
  issuer: string;
  clientId: string;
  authLoginUrl: string;
  tokenUrl: string;
  jwksUrl: string;
  authorizationServer: string | null;
  /** As the site calls itself; null: not told yet. */
  platformName: string | null;
  family: string;
  pending: boolean;
  active: boolean;
}

/** A third-party-initiated login, checked. */
export interface LoginRequest {
  kind: 'login';
  issuer: string;
  /** Opaque; goes back to the platform unchanged. */
  loginHint: string;
  messageHint: string | null;
  /** Normalised, so that spellings of one address compare equal. */
  targetLinkUri: string;
  clientId: string | null;
  deploymentHint: string | null;
  /** lti_storage_target: the platform's frame that keeps data for a tool whose cookies are refused. */
  storageTarget: string | null;
}

/** What the platform's deep linking page takes (lti-dl v2p0 §4.4.1). */
export interface DeepLinkingSettings {
  returnUrl: string;
  acceptTypes: string[];
  acceptMultiple: boolean;
  /** null: the platform doesn't say whether it takes line items. */
  acceptLineItem: boolean | null;
  /** The place holds graded work only (Canvas's new assignment): anything else would leave an empty column there. */
  gradedOnly: boolean;
  /** Goes back to the platform unchanged. */
  data: string | null;
}

export type Message =
  | { type: 'LtiResourceLinkRequest'; resourceLink: ResourceLink }
  | { type: 'LtiDeepLinkingRequest'; settings: DeepLinkingSettings }
  | { type: 'LtiSubmissionReviewRequest'; resourceLink: ResourceLink; forUserId: string };

export interface ResourceLink {
  id: string;
  title: string | null;
}

/** A launch, checked; what platforms leave out or can't tell is null. */
export interface Launch {
  kind: 'launch';
  message: Message;
  deploymentId: string;
  subject: string;
  nonce: string;
  /** Normalised, as at the login. */
  targetLinkUri: string;
  name: string | null;
  email: string | null;
  username: string | null;
  /** The school's own number (lis.person_sourcedid). */
  sourcedId: string | null;
  /** The LMS's own ids for the reader (custom `user_id`, `login_id`), where its subject is another. */
  customIds: string[];
  roles: string[];
  context: { id: string; title: string } | null;
  /** Ids of the contexts this one was copied from, nearest first (custom `context_history`). */
  contextHistory: string[];
  /** Groups and sections of the reader (custom `group_ids`, `section_ids`). */
  groups: ToldGroups;
  /** The deep-linked item that this link shows (custom `waymark_item`). */
  itemId: string | null;
  /** What we may do in this context (AGS and NRPS claims). */
  services: {
    lineItemsUrl: string | null;
    /** The line item tied to this very link. */
    lineItemUrl: string | null;
    agsScopes: string[];
    membershipsUrl: string | null;
  };
  /** Only values the platform really filled in. */
  custom: Record<string, string>;
  locale: string | null;
  returnUrl: string | null;
  /** As the platform describes itself at this launch. */
  platform: { family: string | null; name: string | null; version: string | null };
}

/** A message that a registered platform signed for us and that says all it must; nothing is stored or taken yet. */
export interface CheckedLaunch {
  kind: 'checked';
  registration: Registration;
  launch: Launch;
  role: CourseRole;
  claims: Claims;
}

/** A refusal with what is known of its sender by then. */
export interface RefusedToken {
  kind: 'refusedToken';
  refusal: Refusal;
  registration: Registration | null;
  /** Whether the platform really signed these claims. */
  signed: boolean;
  claims: Claims | null;
}

/** A checked launch with what its browser showed, ready to enter. */
export interface Entry {
  checked: CheckedLaunch;
  state: string;
  /** What the browser showed to be the one that started the login; undefined: nothing. */
  binding: string | undefined;
  bindingStore: BindingStore;
  /** Where the browser keeps the visit's key; null: in the cookie. */
  visit: { store: VisitStore; keyHash: string } | null;
  /** The browser's language, where the platform tells none. */
  locale: Locale;
  requestId: string;
}
