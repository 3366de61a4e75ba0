import {
  flag,
  identifier,
  isStorable,
  object,
  text,
  texts,
  webAddress,
  type Claims,
} from './claims.rules.ts';
import type { DeepLinkingSettings, Message, ResourceLink } from './launch.schema.ts';
import { refuse, type Refusal } from './refusal.rules.ts';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
const CANVAS_PLACEMENT = 'https://www.instructure.com/placement';
const DEEP_LINKING = 'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings';

/** What a launch asks for, by its message type: each has claims of its own. */
export function parseMessage(
  claims: Claims,
  platform: { authLoginUrl: string },
): { kind: 'message'; message: Message } | Refusal {
  const type = text(claims[`${LTI}message_type`]);
  if (type === null) return refuse('message_type_missing');
  if (claims[`${LTI}version`] !== '1.3.0') return refuse('version_wrong');
  switch (type) {
    case 'LtiResourceLinkRequest': {
      const resourceLink = readResourceLink(claims);
      return resourceLink ? understood({ type, resourceLink }) : refuse('resource_link_invalid');
    }
    case 'LtiDeepLinkingRequest': {
      const settings = readSettings(object(claims[DEEP_LINKING]), claims[CANVAS_PLACEMENT]);
      if (settings === null) return refuse('deep_linking_settings_invalid');
      // A page served safely is not left for one that isn't: the answer tells what the course will hold.
      if (settings.returnUrl.startsWith('http:') && !platform.authLoginUrl.startsWith('http:'))
        return refuse('deep_link_return_url_insecure');
      return understood({ type, settings });
    }
    case 'LtiSubmissionReviewRequest': {
      const resourceLink = readResourceLink(claims);
      if (!resourceLink) return refuse('resource_link_invalid');
      const forUserId = identifier(object(claims[`${LTI}for_user`])['user_id']);
      return forUserId === null ? refuse('for_user_invalid') : understood({ type, resourceLink, forUserId });
    }
    default:
      return refuse('message_type_unsupported');
  }
}

const understood = (message: Message) => ({ kind: 'message', message }) as const;

function readResourceLink(claims: Claims): ResourceLink | null {
  const link = object(claims[`${LTI}resource_link`]);
  const id = identifier(link['id']);
  return id === null ? null : { id, title: text(link['title']) };
}

function readSettings(settings: Claims, placement: unknown): DeepLinkingSettings | null {
  const returnUrl = webAddress(settings['deep_link_return_url']);
  const acceptTypes = texts(settings['accept_types']);
  if (returnUrl === null || acceptTypes.length === 0) return null;
  return {
    returnUrl,
    acceptTypes,
    acceptMultiple: flag(settings['accept_multiple']) ?? false,
    acceptLineItem: flag(settings['accept_lineitem']),
    gradedOnly: placement === 'assignment_selection',
    // Goes back unchanged or not at all.
    data: typeof settings['data'] === 'string' && isStorable(settings['data']) ? settings['data'] : null,
  };
}
