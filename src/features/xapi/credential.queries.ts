import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { Credential, CredentialSettings, Refusal, TokenTrust } from './credential.schema.ts';
import { tokenBearers, xapiCredentials } from './xapi.tables.ts';

export interface CredentialKey {
  schoolId: string;
  credentialId: string;
}

const is = (key: CredentialKey) =>
  and(eq(xapiCredentials.schoolId, key.schoolId), eq(xapiCredentials.id, key.credentialId));

/** The credential behind a Basic user name, in whichever school: it is what tells us the school. */
export async function findCredentialByKey(db: Database, key: string): Promise<Credential | null> {
  const [row] = await db
    .select()
    .from(xapiCredentials)
    .where(and(eq(xapiCredentials.key, key), isNull(xapiCredentials.revokedAt)));
  return row ?? null;
}

/** A school's credentials, revoked ones included, oldest first. */
export const selectCredentials = (db: Database, schoolId: string): Promise<Credential[]> =>
  db
    .select()
    .from(xapiCredentials)
    .where(eq(xapiCredentials.schoolId, schoolId))
    .orderBy(asc(xapiCredentials.createdAt), asc(xapiCredentials.id));

/** One of a school's credentials, revoked or not. */
export async function findCredential(db: Database, key: CredentialKey): Promise<Credential | null> {
  const [row] = await db.select().from(xapiCredentials).where(is(key));
  return row ?? null;
}

export async function insertCredential(
  db: Database,
  row: typeof xapiCredentials.$inferInsert,
): Promise<void> {
  await db.insert(xapiCredentials).values(row);
}

/** False when there is no such credential in use. */
export async function updateSettings(
  db: Database,
  key: CredentialKey,
  settings: CredentialSettings & { trust: TokenTrust | null },
): Promise<boolean> {
  const rows = await db
    .update(xapiCredentials)
    .set(settings)
    .where(and(is(key), isNull(xapiCredentials.revokedAt)))
    .returning({ id: xapiCredentials.id });
  return rows.length === 1;
}

/** False when there is no such credential, or it was revoked before. An issuer can then be trusted anew. */
export async function updateRevokedAt(db: Database, key: CredentialKey, at: Date): Promise<boolean> {
  const rows = await db
    .update(xapiCredentials)
    .set({
      revokedAt: at,
      key: sql`case when trust is null then key else key || ' ' || id::text end`,
    })
    .where(and(is(key), isNull(xapiCredentials.revokedAt)))
    .returning({ id: xapiCredentials.id });
  return rows.length === 1;
}

export async function updateLastUse(
  db: Database,
  key: CredentialKey,
  use: { lastUsedAt: Date } | { lastStoredAt: Date },
): Promise<void> {
  await db.update(xapiCredentials).set(use).where(is(key));
}

/** Counts a refusal and keeps its reason, and those of the four before it. */
export async function updateRefusals(
  db: Database,
  key: CredentialKey,
  at: Date,
  refusal: Refusal,
): Promise<void> {
  const { lastRefusal, lastRefusedAt, earlierRefusals } = xapiCredentials;
  await db
    .update(xapiCredentials)
    .set({
      refusedCount: sql`${xapiCredentials.refusedCount} + 1`,
      lastRefusedAt: at,
      lastRefusal: refusal,
      earlierRefusals: sql`case when ${lastRefusal} is null then ${earlierRefusals} else jsonb_path_query_array(
        jsonb_build_array(${lastRefusal} || jsonb_build_object('at', ${lastRefusedAt})) || ${earlierRefusals},
        '$[0 to 3]') end`,
    })
    .where(is(key));
}

export async function insertBearer(db: Database, bearer: typeof tokenBearers.$inferInsert): Promise<void> {
  await db.insert(tokenBearers).values(bearer).onConflictDoNothing();
}

/** Agents in the authorities of a school's token bearers, each once for its trust. */
export const selectBearerAgents = (
  db: Database,
  schoolId: string,
): Promise<{ credentialId: string; agentKey: string }[]> =>
  db
    .selectDistinct({ credentialId: tokenBearers.credentialId, agentKey: tokenBearers.agentKey })
    .from(tokenBearers)
    .where(eq(tokenBearers.schoolId, schoolId));
