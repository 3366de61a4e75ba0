import { createHash } from 'node:crypto';
import type { Deps } from '../../infra/deps.ts';

/** Keyed hash by which an address that is stored sealed can be compared with a mailbox or its hash in statements. */
export const hashAddress = (deps: Pick<Deps, 'vault'>, email: string): string =>
  hashMailbox(deps, createHash('sha1').update(`mailto:${email.trim().toLowerCase()}`).digest('hex'));

/** The same for an actor named by a mailbox, in the clear or hashed; null for every other actor. */
export function hashOfActor(deps: Pick<Deps, 'vault'>, actorKey: string): string | null {
  if (actorKey.startsWith('mbox|mailto:')) return hashAddress(deps, actorKey.slice('mbox|mailto:'.length));
  return actorKey.startsWith('sha1|') ? hashMailbox(deps, actorKey.slice('sha1|'.length)) : null;
}

/** `sha1`: of `mailto:` and the address, as xAPI's mbox_sha1sum. */
const hashMailbox = ({ vault }: Pick<Deps, 'vault'>, sha1: string): string =>
  vault.fingerprint('mailbox', sha1.toLowerCase());
