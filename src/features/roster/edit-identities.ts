import { conflict, notFound } from '../../infra/errors.ts';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { insertPeople } from './attach-actors.ts';
import { changeIdentities, holdIdentities, inChange } from './change-identities.ts';
import { findMatches, loadTrust } from './find-matches.ts';
import { isPlatformsWord, isVouchedFor, nameOfActor } from './identity.rules.ts';
import type { ChangeKind, Decider, IdentityState, MatchMethod } from './identity.schema.ts';
import type { IdentityPorts } from './identity-ports.ts';

/** An identifier and the person it is to be. */
export interface ActorPick {
  actorKey: string;
  personId: string;
}

/** A member of staff says who an actor is. */
export async function attachByHand(
  deps: Deps,
  ports: IdentityPorts,
  by: Decider,
  pick: ActorPick,
): Promise<void> {
  await inChange(deps, (tx) => attach(tx, deps, by, [{ ...pick, method: 'manual' }]));
  ports.onChanged(by.schoolId);
}

/** Takes suggestions as they were shown; when one would say something else by now, none is taken. */
export async function acceptSuggestions(
  deps: Deps,
  ports: IdentityPorts,
  by: Decider,
  picks: readonly ActorPick[],
): Promise<void> {
  const { schoolId } = by;
  const platforms = await ports.selectPlatforms(deps.db, schoolId);
  const keys = picks.map(({ actorKey }) => actorKey);
  const waiting = await ports.selectWaiting(schoolId, keys);
  await inChange(deps, async (tx) => {
    const issuers = platforms.map(({ issuer }) => issuer);
    const matches = await findMatches(tx, deps, schoolId, {
      actors: [...waiting].map(([actorKey, name]) => ({ actorKey, name })),
      trust: await loadTrust(tx, schoolId, issuers),
    });
    const found = picks.map((pick) => {
      const match = matches.get(pick.actorKey);
      if (match?.personId !== pick.personId) throw conflict('identity.changedSince');
      return { ...pick, method: match.method };
    });
    await attach(tx, deps, by, found);
  });
  ports.onChanged(schoolId);
}

/** Makes a person of each of the actors, as it happens by itself to accounts of a registered platform. */
export async function createFromActors(
  deps: Deps,
  ports: IdentityPorts,
  by: Decider,
  actorKeys: readonly string[],
): Promise<void> {
  const { schoolId } = by;
  const waiting = await ports.selectWaiting(schoolId, actorKeys);
  if (waiting.size < new Set(actorKeys).size) throw conflict('identity.changedSince');
  const made = [...waiting].map(([actorKey, name]) => ({
    actorKey,
    personId: deps.newId(),
    displayName: nameOfActor({ actorKey, name }),
  }));
  await inChange(deps, async (tx) => {
    await insertPeople(tx, deps, schoolId, made);
    await decide(tx, deps, by, 'create', {
      actorKeys: made.map(({ actorKey }) => actorKey),
      after: (before, actorKey) => {
        const person = made.find((one) => one.actorKey === actorKey);
        if (before || !person) throw conflict('identity.changedSince');
        return { ...newState(deps, by), personId: person.personId, method: 'statement' };
      },
    });
  });
  ports.onChanged(schoolId);
}

/** The actors are nobody here; a launch of the same account outweighs it. */
export async function ignoreActors(
  deps: Deps,
  ports: IdentityPorts,
  by: Decider,
  actorKeys: readonly string[],
): Promise<void> {
  await inChange(deps, (tx) =>
    decide(tx, deps, by, 'ignore', {
      actorKeys,
      after: (before) => {
        refusePlatformsWord(before);
        return { ...newState(deps, by), personId: null, method: 'ignored', confidence: 'likely' };
      },
    }),
  );
  ports.onChanged(by.schoolId);
}

/** What was likely is certain from now on; it opens no door by that. */
export async function confirmIdentities(
  deps: Deps,
  by: Decider,
  actorKeys: readonly string[],
): Promise<void> {
  await inChange(deps, (tx) =>
    decide(tx, deps, by, 'confirm', {
      actorKeys,
      after: (before) => {
        if (!before?.personId) throw conflict('identity.changedSince');
        return { ...before, confidence: 'certain', decidedBy: by.personId };
      },
    }),
  );
}

/** The identifier is nobody's again: its statements wait for somebody to tell who it is. */
export async function detachIdentity(
  deps: Deps,
  ports: IdentityPorts,
  by: Decider,
  actorKey: string,
): Promise<void> {
  await inChange(deps, (tx) =>
    decide(tx, deps, by, 'detach', {
      actorKeys: [actorKey],
      after: (before) => {
        if (!before) throw notFound('identity.unknownIdentifier');
        refusePlatformsWord(before);
        return null;
      },
    }),
  );
  ports.onChanged(by.schoolId);
}

/** Attaches in the caller’s transaction. */
export async function attach(
  tx: Database,
  deps: Deps,
  by: Decider,
  picks: readonly (ActorPick & { method: MatchMethod })[],
): Promise<void> {
  const byKey = new Map(picks.map((pick) => [pick.actorKey, pick]));
  await decide(tx, deps, by, 'attach', {
    actorKeys: [...byKey.keys()],
    after: (before, actorKey) => {
      refusePlatformsWord(before);
      const pick = byKey.get(actorKey);
      if (!pick) throw conflict('identity.changedSince');
      // What opens doors is the platform's to say: until it does, this is a member of staff's word.
      const method = isVouchedFor(pick.method) ? 'manual' : pick.method;
      return { ...newState(deps, by), personId: pick.personId, method };
    },
  });
}

async function decide(
  tx: Database,
  deps: Deps,
  by: Decider,
  kind: ChangeKind,
  wanted: {
    actorKeys: readonly string[];
    after: (before: IdentityState | null, actorKey: string) => IdentityState | null;
  },
): Promise<void> {
  const actorKeys = [...new Set(wanted.actorKeys)];
  const states = await holdIdentities(tx, by.schoolId, actorKeys);
  const moves = actorKeys.map((actorKey) => {
    const before = states.get(actorKey) ?? null;
    return { actorKey, before, after: wanted.after(before, actorKey) };
  });
  await changeIdentities(tx, deps, by, { kind, moves });
}

const newState = (deps: Deps, by: Decider) => ({
  confidence: 'certain' as const,
  since: deps.now(),
  decidedBy: by.personId,
});

function refusePlatformsWord(before: IdentityState | null): void {
  if (before && isPlatformsWord(before)) throw conflict('identity.platformsWord');
}
