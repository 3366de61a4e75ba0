import { and, eq } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { identities, people, personKeys } from './roster.tables.ts';

/** Whether somebody came by launch before. */
export async function hasLaunched(tx: Database, schoolId: string, personId: string): Promise<boolean> {
  const launched = await tx
    .select({ actorKey: identities.actorKey })
    .from(identities)
    .where(
      and(eq(identities.schoolId, schoolId), eq(identities.personId, personId), eq(identities.method, 'lti')),
    )
    .limit(1);
  return launched.length > 0;
}

export interface KnownPerson {
  personId: string;
  displayName: string;
  emailSealed: string | null;
  erasedAt: Date | null;
  wrappedKey: string | null;
}

/** Who is certainly behind an actor key, found by `method` where one is given. */
export async function findPerson(
  tx: Database,
  schoolId: string,
  actorKey: string,
  method?: string,
): Promise<KnownPerson | undefined> {
  const [row] = await tx
    .select({
      personId: people.id,
      displayName: people.displayName,
      emailSealed: people.emailSealed,
      erasedAt: people.erasedAt,
      wrappedKey: personKeys.wrappedKey,
    })
    .from(identities)
    .innerJoin(people, and(eq(people.schoolId, identities.schoolId), eq(people.id, identities.personId)))
    .leftJoin(personKeys, and(eq(personKeys.schoolId, people.schoolId), eq(personKeys.personId, people.id)))
    .where(
      and(
        eq(identities.schoolId, schoolId),
        eq(identities.actorKey, actorKey),
        // A login name is only a guess; it must not open somebody else's door.
        eq(identities.confidence, 'certain'),
        method === undefined ? undefined : eq(identities.method, method),
      ),
    );
  return row;
}

/** Writes what the platform itself says of somebody; a login name that happened to equal it gives way. */
export async function putOwnIdentity(tx: Database, own: typeof identities.$inferInsert): Promise<void> {
  await tx
    .insert(identities)
    .values(own)
    .onConflictDoUpdate({
      target: [identities.schoolId, identities.actorKey],
      set: { personId: own.personId, method: own.method, confidence: own.confidence },
      setWhere: eq(identities.confidence, 'likely'),
    });
}
