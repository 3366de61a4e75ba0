import { z } from 'zod';
import { recordAudit } from '../../infra/audit.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { Saved, Ticked } from '../../infra/forms.ts';
import { page, route, type Route } from '../../infra/http.ts';
import { loadActor } from './load-actor.ts';
import { findMatches, loadTrust } from './find-matches.ts';
import {
  pagingOf,
  presentActorPage,
  presentLikely,
  presentPeopleFound,
  presentUnknown,
} from './identities.pages.ts';
import {
  countLikely,
  findPeople,
  findPerson,
  selectChanges,
  selectIdentitiesOf,
  selectIgnored,
  selectLikely,
} from './identities.queries.ts';
import { presentChanges, presentPerson, presentPlatforms } from './identity-records.pages.ts';
import { identityChangeRoutes } from './identity-changes.routes.ts';
import { selectAliases, selectMailboxPlatforms } from './identity.queries.ts';
import { normaliseHomePage } from './identity.rules.ts';
import type { IdentityPorts } from './identity-ports.ts';
import { requireAdministrator } from './roster.guards.ts';

const SHOWN = 25;
const FOUND = 20;
const Page = z.coerce.number().int().min(1).max(100_000).catch(1);
const Find = z.string().trim().max(100).default('');
/** Left out: sought by the name that is known. */
const Sought = z.string().trim().max(100).optional();
const List = z.object({ page: Page, saved: Ticked });
/** One more than is shown: it tells whether there are more. */
const windowOf = (pageNumber: number) => ({ limit: SHOWN + 1, offset: (pageNumber - 1) * SHOWN });
const ActorKey = z.string().min(1).max(3000);

/** Who is who: administrators see whom statements name, and say who it is. */
export const identityRoutes = (deps: Deps, ports: IdentityPorts): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/identities',
    guard: requireAdministrator,
    query: List.extend({ find: Find }),
    async handle({ who: { schoolId }, query: { find, page: number, saved } }) {
      const rows = await ports.selectUnknown({ schoolId, find, ...windowOf(number) });
      const actors = rows.slice(0, SHOWN);
      const platforms = await ports.selectPlatforms(deps.db, schoolId);
      const issuers = platforms.map(({ issuer }) => issuer);
      const trust = await loadTrust(deps.db, schoolId, issuers);
      const facts = {
        actors,
        matches: await findMatches(deps.db, deps, schoolId, { actors, trust }),
        total: await ports.countUnknown({ schoolId, find }),
        likely: await countLikely(deps.db, schoolId),
        homePages: await ports.selectUnknownHomePages(schoolId, issuers.map(normaliseHomePage)),
        platforms,
        publicUrl: deps.config.publicUrl,
        find,
        paging: pagingOf(number, rows.length > SHOWN),
        saved,
      };
      return page('roster/identities', presentUnknown(facts));
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/identities/actor',
    guard: requireAdministrator,
    query: z.object({ key: ActorKey, find: Sought }),
    async handle({ who: { schoolId }, query: { key, find } }) {
      const actor = await loadActor(deps, ports, schoolId, key);
      const wanted = find ?? actor.name ?? '';
      const found =
        wanted === '' ? null : await findPeople(deps.db, { schoolId, find: wanted, limit: FOUND });
      return page('roster/identity-actor', presentActorPage({ ...actor, find: wanted, found }));
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/identities/likely',
    guard: requireAdministrator,
    query: List,
    async handle({ who: { schoolId }, query: { page: number, saved } }) {
      const rows = await selectLikely(deps.db, schoolId, windowOf(number));
      const total = await countLikely(deps.db, schoolId);
      const paging = pagingOf(number, rows.length > SHOWN);
      return page('roster/identity-likely', presentLikely(rows.slice(0, SHOWN), { total, paging, saved }));
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/identities/people',
    guard: requireAdministrator,
    query: z.object({ find: Find }),
    async handle({ who: { schoolId }, query: { find } }) {
      const found = find === '' ? null : await findPeople(deps.db, { schoolId, find, limit: FOUND });
      return page('roster/identity-people', presentPeopleFound(find, found));
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/identities/people/:personId',
    guard: requireAdministrator,
    params: z.object({ personId: z.uuid() }),
    query: Saved.extend({ find: Sought }),
    async handle({ who, params: { personId }, query: { find, saved } }) {
      const key = { schoolId: who.schoolId, personId };
      const person = await findPerson(deps.db, key);
      if (!person) throw notFound();
      await recordAudit(deps.db, deps, {
        schoolId: who.schoolId,
        actorPersonId: who.personId,
        action: 'identity.read',
        subjectType: 'person',
        subjectId: personId,
      });
      const wanted = { schoolId: who.schoolId, find: find ?? person.name, except: personId, limit: FOUND };
      const facts = {
        person,
        identities: await selectIdentitiesOf(deps.db, key),
        aliases: await selectAliases(deps.db, who.schoolId),
        changes: await selectChanges(deps.db, { ...key, limit: SHOWN, offset: 0 }),
        find: wanted.find,
        found: wanted.find === '' ? null : await findPeople(deps.db, wanted),
        saved,
      };
      return page('roster/identity-person', presentPerson(facts));
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/identities/changes',
    guard: requireAdministrator,
    query: List,
    async handle({ who: { schoolId }, query: { page: number, saved } }) {
      const rows = await selectChanges(deps.db, { schoolId, personId: null, ...windowOf(number) });
      const paging = pagingOf(number, rows.length > SHOWN);
      return page('roster/identity-changes', presentChanges(rows.slice(0, SHOWN), paging, saved));
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/identities/platforms',
    guard: requireAdministrator,
    query: Saved,
    async handle({ who: { schoolId }, query: { saved } }) {
      const platforms = await ports.selectPlatforms(deps.db, schoolId);
      const issuers = platforms.map(({ issuer }) => normaliseHomePage(issuer));
      const facts = {
        platforms,
        aliases: await selectAliases(deps.db, schoolId),
        mailboxes: await selectMailboxPlatforms(deps.db, schoolId),
        homePages: await ports.selectUnknownHomePages(schoolId, issuers),
        ignored: await selectIgnored(deps.db, schoolId, { limit: 200, offset: 0 }),
        publicUrl: deps.config.publicUrl,
        saved,
      };
      return page('roster/identity-platforms', presentPlatforms(facts));
    },
  }),
  ...identityChangeRoutes(deps, ports),
];
