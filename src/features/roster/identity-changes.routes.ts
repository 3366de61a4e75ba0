import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { badRequest } from '../../infra/errors.ts';
import { redirect, route, type Route } from '../../infra/http.ts';
import {
  acceptSuggestions,
  attachByHand,
  confirmIdentities,
  createFromActors,
  detachIdentity,
  ignoreActors,
} from './edit-identities.ts';
import { addAlias, removeAlias, trustMailboxes } from './edit-platform-trust.ts';
import { readPick } from './identities.pages.ts';
import type { IdentityPorts } from './identity-ports.ts';
import { matchMailboxes } from './match-mailboxes.ts';
import { mergePeople } from './merge-people.ts';
import { requireAdministrator } from './roster.guards.ts';
import { undoChange } from './undo-identity-change.ts';

const ActorKey = z.string().min(1).max(3000);
const Url = z.string().trim().min(1).max(1000);
/** A list of boxes; one ticked box comes as text, none as nothing. */
const boxes = <S extends z.ZodType>(value: S) =>
  z.union([z.array(value), value.transform((one) => [one])]).default([]);
const Picks = z.object({
  pick: boxes(
    z
      .string()
      .regex(/^(?:-|[0-9a-f-]{36}) ./s)
      .max(3100),
  ),
});
const Keys = z.object({ actorKey: boxes(ActorKey) });
const Actor = z.object({ actorKey: ActorKey });
const UNKNOWN = '/identities?saved=1';

/** What administrators say about who is who; each of it can be undone. */
export const identityChangeRoutes = (deps: Deps, ports: IdentityPorts): Route[] => [
  route({
    method: 'post',
    path: '/s/:sessionId/identities/accept',
    guard: requireAdministrator,
    body: Picks,
    async handle({ who, body }) {
      const picks = body.pick
        .map(readPick)
        .flatMap(({ actorKey, personId }) => (personId === null ? [] : [{ actorKey, personId }]));
      await acceptSuggestions(deps, ports, who, requireSome(picks));
      return redirect(UNKNOWN);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/identities/create',
    guard: requireAdministrator,
    body: Picks,
    async handle({ who, body }) {
      await createFromActors(deps, ports, who, requireSome(keysOf(body.pick)));
      return redirect(UNKNOWN);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/identities/ignore',
    guard: requireAdministrator,
    body: Picks,
    async handle({ who, body }) {
      await ignoreActors(deps, ports, who, requireSome(keysOf(body.pick)));
      return redirect(UNKNOWN);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/identities/attach',
    guard: requireAdministrator,
    body: Actor.extend({ personId: z.uuid() }),
    async handle({ who, body }) {
      await attachByHand(deps, ports, who, body);
      return redirect(`/identities/people/${body.personId}?saved=1`);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/identities/confirm',
    guard: requireAdministrator,
    body: Keys,
    async handle({ who, body }) {
      await confirmIdentities(deps, who, requireSome(body.actorKey));
      return redirect('/identities/likely?saved=1');
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/identities/detach',
    guard: requireAdministrator,
    body: Actor,
    async handle({ who, body }) {
      await detachIdentity(deps, ports, who, body.actorKey);
      return redirect('/identities/changes?saved=1');
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/identities/people/:personId/merge',
    guard: requireAdministrator,
    params: z.object({ personId: z.uuid() }),
    body: z.object({ intoPersonId: z.uuid() }),
    async handle({ who, params, body }) {
      await mergePeople(deps, ports, who, { ...params, ...body });
      return redirect(`/identities/people/${body.intoPersonId}?saved=1`);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/identities/changes/:changeId/undo',
    guard: requireAdministrator,
    params: z.object({ changeId: z.uuid() }),
    async handle({ who, params }) {
      await undoChange(deps, ports, who, params.changeId);
      return redirect('/identities/changes?saved=1');
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/identities/platforms/aliases',
    guard: requireAdministrator,
    body: z.object({ platform: Url, homePage: Url }),
    async handle({ who, body }) {
      await addAlias(deps, ports, who, body);
      return redirect('/identities/platforms?saved=1');
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/identities/platforms/aliases/remove',
    guard: requireAdministrator,
    body: z.object({ platform: Url, homePage: Url }),
    async handle({ who, body }) {
      await removeAlias(deps, ports, who, body);
      return redirect('/identities/platforms?saved=1');
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/identities/platforms/mailboxes',
    guard: requireAdministrator,
    body: z.object({ platform: Url, verified: z.enum(['1', '0']).transform((value) => value === '1') }),
    async handle({ who, body }) {
      if ((await trustMailboxes(deps, ports, who, body)) && body.verified)
        await matchMailboxes(deps, ports, who.schoolId);
      return redirect('/identities/platforms?saved=1');
    },
  }),
];

const keysOf = (picks: readonly string[]): string[] => picks.map((pick) => readPick(pick).actorKey);

function requireSome<T>(some: readonly T[]): readonly T[] {
  if (some.length === 0) throw badRequest('identity.nothingTicked');
  return some;
}
