import type { Deps } from '../../infra/deps.ts';
import type { Registration } from './launch.schema.ts';
import { selectRegistrationsOfIssuer } from './lti.queries.ts';

/** The registrations of an issuer; surely among them those of the named clients, where there are any. */
export interface Registrations {
  (issuer: string, clientIds: string[]): Promise<Registration[]>;
  /** Something about the issuer's registrations changed here: the next login reads them again. */
  forget(issuer: string): void;
}

/** So long a change made by another process (a second one, the command line) may go unnoticed. */
const FRESH_MS = 60_000;

interface Loaded {
  loadedAt: number;
  registrations: Registration[];
}

/**
 * Spares each login and launch a read, and makes many at once share one. What isn't registered isn't kept: a new
 * registration works at once, and nobody can fill the memory.
 */
export function createRegistrationCache(deps: Deps): Registrations {
  const cache = new Map<string, Loaded>();
  const loading = new Map<string, Promise<Registration[]>>();

  function load(issuer: string): Promise<Registration[]> {
    const read = selectRegistrationsOfIssuer(deps.db, issuer)
      .then((registrations) => {
        // A read that was overtaken by a change still answers those who wait for it, but isn't kept.
        if (loading.get(issuer) !== read) return registrations;
        if (registrations.length > 0) cache.set(issuer, { loadedAt: deps.now().getTime(), registrations });
        else cache.delete(issuer);
        return registrations;
      })
      .finally(() => {
        if (loading.get(issuer) === read) loading.delete(issuer);
      });
    loading.set(issuer, read);
    return read;
  }

  const find = async (issuer: string, clientIds: string[]): Promise<Registration[]> => {
    const holds = (registrations: Registration[]) =>
      clientIds.length === 0 || registrations.some(({ clientId }) => clientIds.includes(clientId));
    const cached = cache.get(issuer);
    const isFresh = cached && deps.now().getTime() - cached.loadedAt < FRESH_MS;
    if (isFresh && holds(cached.registrations)) return cached.registrations;
    const underWay = loading.get(issuer);
    if (underWay) {
      const registrations = await underWay;
      // It may have begun before this client was registered.
      if (holds(registrations)) return registrations;
    }
    return loading.get(issuer) ?? load(issuer);
  };
  return Object.assign(find, {
    forget(issuer: string) {
      cache.delete(issuer);
      loading.delete(issuer);
    },
  });
}
