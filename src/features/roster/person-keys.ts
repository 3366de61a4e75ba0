import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict, notFound } from '../../infra/errors.ts';
import { people, personKeys } from './roster.tables.ts';

interface Person {
  schoolId: string;
  personId: string;
}

/** Seals text with a person's own key, so that it can be read until that person is erased; noPersonKey when they were. */
export async function sealForPerson(db: Database, deps: Deps, person: Person, text: string): Promise<string> {
  const key = await findWrappedKey(db, person);
  if (key === null) throw conflict('noPersonKey');
  return deps.vault.seal(key, text);
}

/** Opens what was sealed for one person, in the order given; null where nothing was, or the person was erased since. */
export async function openForPerson(
  db: Database,
  deps: Deps,
  person: Person,
  sealed: readonly (string | null)[],
): Promise<(string | null)[]> {
  if (sealed.every((text) => text === null)) return sealed.map(() => null);
  const key = await findWrappedKey(db, person);
  return sealed.map((text) => (text === null || key === null ? null : deps.vault.open(key, text)));
}

/**
 * Keeps a person from being erased until the transaction ends; personErased when they were. Whatever is written about
 * somebody after their records went would stay for ever.
 */
export async function holdPerson(tx: Database, { schoolId, personId }: Person): Promise<void> {
  const [person] = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.schoolId, schoolId), eq(people.id, personId), isNull(people.erasedAt)))
    .for('share');
  if (!person) throw notFound('personErased');
}

async function findWrappedKey(db: Database, { schoolId, personId }: Person): Promise<string | null> {
  const [row] = await db
    .select({ wrappedKey: personKeys.wrappedKey })
    .from(personKeys)
    .where(and(eq(personKeys.schoolId, schoolId), eq(personKeys.personId, personId)));
  return row?.wrappedKey ?? null;
}
