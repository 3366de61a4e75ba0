import type { Deps } from '../../infra/deps.ts';
import type { Registration } from './launch.schema.ts';
import { selectRegistrationsOfIssuer } from './lti.queries.ts';

/** The registrations of an issuer; surely among them those of the named clients, where there are any. */
export type Registrations = (issuer: string, clientIds: string[]) => Promise<Registration[]>;

/** So long a deactivation in another process may go unnoticed. */
const FRESH_MS = 60_000;

/** Spares each login and launch a read. What isn't registered isn't kept: a new registration works at once, and nobody can fill the memory. */
export function createRegistrationCache(deps: Deps): Registrations {
  const cache = new Map<string, { loadedAt: number; registrations: Registration[] }>();
  return async (issuer, clientIds) => {
    const cached = cache.get(issuer);
    const nowMs = deps.now().getTime();
    const holds =
      clientIds.length === 0 || cached?.registrations.some(({ clientId }) => clientIds.includes(clientId));
    if (cached && holds && nowMs - cached.loadedAt < FRESH_MS) return cached.registrations;
    const registrations = await selectRegistrationsOfIssuer(deps.db, issuer);
    if (registrations.length > 0) cache.set(issuer, { loadedAt: nowMs, registrations });
    else cache.delete(issuer);
    return registrations;
  };
}
