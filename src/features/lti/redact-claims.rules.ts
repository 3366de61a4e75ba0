import { storable, type Claims } from './claims.rules.ts';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
const STRUCK_OUT = '•••';
const LONGEST_TEXT = 300;
const MOST_ENTRIES = 60;

/** What may be kept of a claim: all of it, the named members, or (addresses) without the query, which holds session keys. */
type Keep = 'all' | 'address' | { [member: string]: Keep };

/** Everything that says how a platform is set up and nothing that says who launched; the rest is struck out. */
const KEEP: Record<string, Keep> = {
  iss: 'all',
  aud: 'all',
  azp: 'all',
  iat: 'all',
  exp: 'all',
  nbf: 'all',
  [`${LTI}deployment_id`]: 'all',
  [`${LTI}message_type`]: 'all',
  [`${LTI}version`]: 'all',
  [`${LTI}roles`]: 'all',
  [`${LTI}target_link_uri`]: 'address',
  [`${LTI}context`]: 'all',
  [`${LTI}resource_link`]: 'all',
  [`${LTI}tool_platform`]: 'all',
  [`${LTI}launch_presentation`]: {
    locale: 'all',
    document_target: 'all',
    width: 'all',
    height: 'all',
    return_url: 'address',
  },
  [`${LTI}custom`]: { waymark_item: 'all', context_history: 'all', group_ids: 'all', section_ids: 'all' },
  'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': 'all',
  'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice': 'all',
  'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings': {
    deep_link_return_url: 'address',
    accept_types: 'all',
    accept_multiple: 'all',
    accept_lineitem: 'all',
    accept_presentation_document_targets: 'all',
    auto_create: 'all',
  },
  'https://www.instructure.com/placement': 'all',
};

/** A message's claims for the administrator's inspector: their names all stay, personal values and secrets don't. */
export function redactClaims(claims: Claims): Record<string, unknown> {
  const shown = Object.entries(claims).slice(0, MOST_ENTRIES);
  return Object.fromEntries(
    shown.map(([name, value]) => [storable(name, LONGEST_TEXT), redact(value, KEEP[name])]),
  );
}

function redact(value: unknown, keep: Keep | undefined): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (keep === 'all') return shorten(value);
  // A variable that the platform didn't fill in says how it is set up, and nothing else.
  if (typeof value === 'string' && /^\$[\w.]+$/.test(value)) return value;
  if (keep === 'address') return typeof value === 'string' ? shorten(value.split('?')[0]) : STRUCK_OUT;
  if (typeof value !== 'object' || Array.isArray(value)) return STRUCK_OUT;
  const members = Object.entries(value).slice(0, MOST_ENTRIES);
  return Object.fromEntries(
    members.map(([name, member]) => [storable(name, LONGEST_TEXT), redact(member, keep?.[name])]),
  );
}

function shorten(value: unknown): unknown {
  if (typeof value === 'string')
    return value.length > LONGEST_TEXT ? `${storable(value, LONGEST_TEXT)}…` : storable(value, LONGEST_TEXT);
  if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map(shorten);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).slice(0, MOST_ENTRIES);
  return Object.fromEntries(members.map(([name, member]) => [storable(name, LONGEST_TEXT), shorten(member)]));
}
