import { WaymarkError } from '../../infra/errors.ts';
import { addGroups, readMembersPage, type RosterEntry } from './memberships.rules.ts';
import { readPages } from './platform-pages.client.ts';
import { judgeRefusal, judgeRosterFailure, type RosterProblem } from './roster-problem.rules.ts';
import type { CallingRegistration, PlatformCaller } from './service-token.client.ts';

export const MEMBERSHIPS_SCOPE = 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly';
/** Alone and to the letter: Moodle compares it as text. */
const ACCEPT = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json';

export interface MembershipsRequest {
  url: string;
  /** A link whose custom parameters tell the groups (Canvas); null: none is known. */
  resourceLinkId: string | null;
}

/** `nameless`: entries without an id, so that absence means nothing. */
export type MembershipsRead =
  { kind: 'read'; entries: RosterEntry[]; nameless: number } | { kind: 'problem'; problem: RosterProblem };

/**
 * All pages of a course's roster. With a link given it is read a second time for the groups alone: a list asked for a
 * link can leave out those it isn't assigned to (Canvas), so it must not say who left.
 */
export async function fetchMemberships(
  caller: PlatformCaller,
  registration: CallingRegistration,
  { url, resourceLinkId }: MembershipsRequest,
): Promise<MembershipsRead> {
  const read = await fetchList(caller, registration, url);
  if (read.kind === 'problem' || resourceLinkId === null) return read;
  const withLink = new URL(url);
  withLink.searchParams.set('rlid', resourceLinkId);
  const told = await fetchList(caller, registration, withLink.href);
  return told.kind === 'read' ? { ...read, entries: addGroups(read.entries, told.entries) } : read;
}

async function fetchList(
  caller: PlatformCaller,
  registration: CallingRegistration,
  url: string,
): Promise<MembershipsRead> {
  try {
    const answer = await readPages(caller, registration, { url, scope: [MEMBERSHIPS_SCOPE], accept: ACCEPT });
    if (answer.kind === 'refused') return { kind: 'problem', problem: judgeRefusal(answer) };
    const entries: RosterEntry[] = [];
    let nameless = 0;
    for (const text of answer.pages) {
      const page = readMembersPage(text);
      if (page.kind === 'unreadable') return { kind: 'problem', problem: 'rosterUnreadable' };
      entries.push(...page.entries);
      nameless += page.nameless;
    }
    return { kind: 'read', entries, nameless };
  } catch (error) {
    const problem =
      error instanceof WaymarkError ? judgeRosterFailure(error.id, error.replacements['reason']) : null;
    if (problem === null) throw error;
    return { kind: 'problem', problem };
  }
}
