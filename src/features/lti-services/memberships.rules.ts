import {
  decideCourseRole,
  identifier,
  object,
  readCustom,
  storable,
  text,
  texts,
  type Claims,
} from '../lti/index.ts';
import type { ToldMember } from '../roster/index.ts';

/** One entry of a platform's list, as far as it can be understood. */
export interface RosterEntry {
  subject: string;
  roles: string[];
  active: boolean;
  name: string | null;
  email: string | null;
  username: string | null;
  sourcedId: string | null;
  groups: ToldMember['groups'];
}

export type MembersPage =
  | { kind: 'page'; entries: RosterEntry[]; /** Entries without an id. */ nameless: number }
  | { kind: 'unreadable' };

/** Reads one page of a membership container (NRPS 2.0 §2.2), as platforms write it. */
export function readMembersPage(page: string): MembersPage {
  const members = parse(page)['members'];
  if (!Array.isArray(members)) return { kind: 'unreadable' };
  const entries = members.flatMap((member: unknown) => readEntry(object(member)) ?? []);
  return { kind: 'page', entries, nameless: members.length - entries.length };
}

function parse(page: string): Claims {
  try {
    return object(JSON.parse(page));
  } catch {
    return {};
  }
}

function readEntry(member: Claims): RosterEntry | null {
  const { user_id: id } = member;
  // Some platforms write their numbers as numbers.
  const subject = identifier(typeof id === 'number' ? String(id) : id);
  if (subject === null) return null;
  return {
    subject,
    roles: texts(member['roles']),
    // Left out means active (§2.2); some write it in capitals.
    active: (text(member['status']) ?? 'active').toLowerCase() === 'active',
    name: readName(member),
    email: text(member['email']),
    username: text(member['ext_user_username']) ?? text(object(member['ext'])['user_username']),
    sourcedId: text(member['lis_person_sourcedid']),
    groups: readGroups(member['message']),
  };
}

const LONGEST_NAME = 200;
const IDEOGRAPHS = /^[\p{Script=Han}]+$/u;

function readName(member: Claims): string | null {
  const given = text(member['given_name']);
  const family = text(member['family_name']);
  const parts = [given, family].filter((part) => part !== null);
  const composed =
    family !== null && IDEOGRAPHS.test(parts.join('')) ? `${family}${given ?? ''}` : parts.join(' ');
  const name = text(member['name']) ?? text(composed);
  return name === null ? null : storable(name, LONGEST_NAME);
}

const CUSTOM = 'https://purl.imsglobal.org/spec/lti/claim/custom';
const MOST_GROUPS = 100;

/** Groups and sections by the custom parameters of a link (`rlid`); each kind that isn't told is null. */
function readGroups(message: unknown): ToldMember['groups'] {
  const messages: unknown[] = Array.isArray(message) ? message : [];
  const told = messages.map((one) => object(object(one)[CUSTOM]));
  const read = (kind: 'group' | 'section'): string[] | null => {
    const values = told.flatMap((custom) => {
      const value = custom[`${kind}_ids`];
      // Nothing in it means none; a variable that wasn't filled in means nothing is said.
      if (value === '') return [''];
      return readCustom(custom)[`${kind}_ids`] ?? [];
    });
    if (values.length === 0) return null;
    const names = values.flatMap((value) => texts(value)).map((id) => `${kind}:${id}`);
    return [...new Set(names)].sort().slice(0, MOST_GROUPS);
  };
  return { group: read('group'), section: read('section') };
}

export interface JudgedRoster {
  members: ToldMember[];
  /** Who watches a learner, and the LMS's own stand-ins: no members, only counted. */
  observers: number;
  testUsers: number;
}

/** Who of the listed is a member here, and as what. */
export function judgeEntries(entries: readonly RosterEntry[]): JudgedRoster {
  const judged: JudgedRoster = { members: [], observers: 0, testUsers: 0 };
  for (const { active, roles, ...entry } of entries) {
    if (!active) continue;
    if (roles.some(isTestUser)) {
      judged.testUsers += 1;
      continue;
    }
    const decided = decideCourseRole(roles);
    if (decided.kind === 'role') judged.members.push({ ...entry, role: decided.role });
    else judged.observers += 1;
  }
  return judged;
}

/** Canvas's student view: `…/lti/system/person#TestUser`. */
const isTestUser = (role: string): boolean => /(?:^|[#/])TestUser$/i.test(role);

/** The second reading tells the groups of those the first one listed. */
export function addGroups(entries: readonly RosterEntry[], told: readonly RosterEntry[]): RosterEntry[] {
  const groups = new Map(told.map((entry) => [entry.subject, entry.groups]));
  return entries.map((entry) => ({ ...entry, groups: groups.get(entry.subject) ?? entry.groups }));
}
