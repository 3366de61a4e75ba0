import type { Deps } from '../../infra/deps.ts';
import { conflict, notFound } from '../../infra/errors.ts';
import { toMethod } from './change-identities.ts';
import { selectNames } from './find-matches.queries.ts';
import { findMatches, loadTrust } from './find-matches.ts';
import { findIdentity, resolveActors } from './identity.queries.ts';
import type { IdentityPorts } from './identity-ports.ts';

/** What stands about an actor and whom it could be; notFound for one that no statement and nobody of ours names. */
export async function loadActor(deps: Deps, ports: IdentityPorts, schoolId: string, actorKey: string) {
  const [resolved] = await resolveActors(deps.db, schoolId, [actorKey]);
  if (resolved?.erased) throw conflict('identity.erased');
  const waiting = await ports.selectWaiting(schoolId, [actorKey]);
  const name = waiting.get(actorKey) ?? null;
  if (resolved) {
    const { personId } = resolved;
    const own = await findIdentity(deps.db, { schoolId, actorKey });
    const names = personId === null ? null : await selectNames(deps.db, schoolId, [personId]);
    const state = {
      personId,
      personName: (personId !== null && names?.get(personId)) || null,
      method: personId === null ? ('ignored' as const) : own ? toMethod(own.method) : ('alias' as const),
      confidence: own?.confidence ?? ('likely' as const),
    };
    return { actorKey, name, state, match: undefined };
  }
  if (!waiting.has(actorKey)) throw notFound('identity.unknownIdentifier');
  const platforms = await ports.selectPlatforms(deps.db, schoolId);
  const issuers = platforms.map(({ issuer }) => issuer);
  const trust = await loadTrust(deps.db, schoolId, issuers);
  const matches = await findMatches(deps.db, deps, schoolId, { actors: [{ actorKey, name }], trust });
  return { actorKey, name, state: null, match: matches.get(actorKey) };
}
