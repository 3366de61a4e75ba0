import { and, eq, gt, ne } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { ltiLogins } from './login.tables.ts';

const where = { bindingStore: ltiLogins.bindingStore, storageTarget: ltiLogins.storageTarget };

/** Lays a launch into its started login, where that is bound to a store that only scripts read. */
export async function holdLogin(
  db: Database,
  key: { schoolId: string; registrationId: string; stateHash: string },
  held: { heldSealed: string; heldCodeHash: string },
  now: Date,
) {
  const [login] = await db
    .update(ltiLogins)
    .set(held)
    .where(
      and(
        eq(ltiLogins.schoolId, key.schoolId),
        eq(ltiLogins.stateHash, key.stateHash),
        eq(ltiLogins.registrationId, key.registrationId),
        ne(ltiLogins.bindingStore, 'cookie'),
        gt(ltiLogins.expiresAt, now),
      ),
    )
    .returning(where);
  return login ?? null;
}

export interface HeldLogin extends Pick<typeof ltiLogins.$inferSelect, 'bindingStore' | 'storageTarget'> {
  heldSealed: string;
}

/** The login that holds the launch a code fetches. */
export async function findHeldLogin(
  db: Database,
  key: { schoolId: string; stateHash: string; heldCodeHash: string },
  now: Date,
): Promise<HeldLogin | null> {
  const [login] = await db
    .select({ ...where, heldSealed: ltiLogins.heldSealed })
    .from(ltiLogins)
    .where(
      and(
        eq(ltiLogins.schoolId, key.schoolId),
        eq(ltiLogins.stateHash, key.stateHash),
        eq(ltiLogins.heldCodeHash, key.heldCodeHash),
        gt(ltiLogins.expiresAt, now),
      ),
    );
  return login && login.heldSealed !== null ? { ...login, heldSealed: login.heldSealed } : null;
}
