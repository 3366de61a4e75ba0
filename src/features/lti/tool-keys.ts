import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict, forbidden, notFound } from '../../infra/errors.ts';
import { keyState, planPool, type KeyState, type PooledKey } from './key-pool.rules.ts';
import { ltiKeys } from './login.tables.ts';
import { isOnlySchool } from './lti.queries.ts';

export interface ListedKey extends PooledKey {
  state: KeyState;
}

/** The pool as its administrator sees it, oldest first. */
export async function selectKeys(db: Database): Promise<ListedKey[]> {
  const rows = await db.select(POOLED).from(ltiKeys).orderBy(asc(ltiKeys.createdAt), asc(ltiKeys.kid));
  return rows.map((row) => ({ ...row, state: keyState(row) }));
}

const POOLED = {
  kid: ltiKeys.kid,
  createdAt: ltiKeys.createdAt,
  activatedAt: ltiKeys.activatedAt,
  retiredAt: ltiKeys.retiredAt,
  revokedAt: ltiKeys.revokedAt,
};

/** Our public keys for platforms; makes the pool when there is none yet. */
export async function publishKeys(deps: Deps): Promise<{ keys: Record<string, unknown>[] }> {
  const select = () =>
    deps.db
      .select({ publicJwk: ltiKeys.publicJwk })
      .from(ltiKeys)
      .where(isNull(ltiKeys.revokedAt))
      .orderBy(asc(ltiKeys.createdAt), asc(ltiKeys.kid));
  let rows = await select();
  if (rows.length === 0) {
    await tendKeys(deps);
    rows = await select();
  }
  return { keys: rows.map((row) => row.publicJwk) };
}

/** Brings the pool to what its plan says; processes that start together agree on one. */
export async function tendKeys(deps: Deps): Promise<void> {
  await carryOut(deps, 'when-due');
}

/** Who wants keys changed; null: the operator, from the command line. */
export type KeyKeeper = { schoolId: string; personId: string } | null;

/** Lets the next key sign from now on; 409 while platforms may not know it yet. */
export async function rotateKeys(deps: Deps, by: KeyKeeper): Promise<void> {
  await requireKeyKeeper(deps.db, by);
  const activated = await carryOut(deps, 'now-please', by);
  if (activated === null) throw conflict('lti.nextKeyTooYoung');
}

/** A key that somebody else may hold: published no more, and signs no more, from now on. */
export async function revokeKey(deps: Deps, by: KeyKeeper, kid: string): Promise<void> {
  await requireKeyKeeper(deps.db, by);
  await inTransaction(deps.db, async (tx) => {
    const [revoked] = await tx
      .update(ltiKeys)
      .set({ revokedAt: deps.now() })
      .where(and(eq(ltiKeys.kid, kid), isNull(ltiKeys.revokedAt)))
      .returning({ kid: ltiKeys.kid });
    if (!revoked) throw notFound();
    if (by) await audit(tx, deps, by, 'lti.keyRevoked', kid);
  });
  await carryOut(deps, 'when-due', by);
}

/** The keys sign for every school here, so only the operator changes them, or the administrator of the only school. */
async function requireKeyKeeper(db: Database, by: KeyKeeper): Promise<void> {
  if (by && !(await isOnlySchool(db, by.schoolId))) throw forbidden('lti.keysShared');
}

/** Returns the kid that signs from now on, where it changed. Keys are made outside the transaction, off the event loop. */
async function carryOut(
  deps: Deps,
  wish: 'when-due' | 'now-please',
  by: KeyKeeper = null,
): Promise<string | null> {
  const ahead = planPool(await deps.db.select(POOLED).from(ltiKeys), deps.now(), wish);
  const made = await Promise.all(Array.from({ length: ahead.make }, () => makeKey(deps)));
  return inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('lti_keys', 0))`);
    const now = deps.now();
    const keys = await tx.select(POOLED).from(ltiKeys);
    const plan = planPool(keys, now, wish);
    const fresh = made.slice(0, plan.make);
    const activated = plan.activate ?? (plan.make > 1 ? (fresh[0]?.kid ?? null) : null);
    if (plan.retire.length > 0)
      await tx.update(ltiKeys).set({ retiredAt: now }).where(inArray(ltiKeys.kid, plan.retire));
    if (plan.remove.length > 0) await tx.delete(ltiKeys).where(inArray(ltiKeys.kid, plan.remove));
    if (fresh.length > 0) await tx.insert(ltiKeys).values(fresh);
    if (activated !== null) {
      await tx.update(ltiKeys).set({ activatedAt: now }).where(eq(ltiKeys.kid, activated));
      if (by) await audit(tx, deps, by, 'lti.keyActivated', activated);
    }
    return activated;
  });
}

const audit = (
  tx: Database,
  deps: Deps,
  { schoolId, personId }: NonNullable<KeyKeeper>,
  action: string,
  kid: string,
) =>
  recordAudit(tx, deps, { schoolId, actorPersonId: personId, action, subjectType: 'ltiKey', subjectId: kid });

async function makeKey(deps: Deps): Promise<typeof ltiKeys.$inferInsert> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', {
    modulusLength: 2048,
    extractable: true,
  });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    kid,
    publicJwk: { ...jwk, kid, alg: 'RS256', use: 'sig' },
    privateSealed: deps.vault.sealWithMaster(await exportPKCS8(privateKey)),
    createdAt: deps.now(),
  };
}
