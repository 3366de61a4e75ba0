import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Deps } from '../infra/deps.ts';
import { schools } from '../features/roster/roster.tables.ts';

export type Options = Record<string, string | undefined>;

interface Described {
  /** What follows the command's name; the options named in it (`--school`) are the ones it takes. */
  usage: string;
  summary: string;
}

/** One thing an operator does from the command line; what only computes needs no database (`calculate`). */
export type Command = Described &
  (
    | { run(deps: Deps, words: string[], options: Options): Promise<void> }
    | { calculate(words: string[], options: Options): Promise<void> }
  );

export function isId(word: string | undefined): word is string {
  return z.uuid().safeParse(word).success;
}

/** The id if there is such a school. */
export async function requireSchool(deps: Deps, schoolId: string | undefined): Promise<string> {
  const [school] = isId(schoolId)
    ? await deps.db.select({ id: schools.id }).from(schools).where(eq(schools.id, schoolId))
    : [];
  if (!school) throw new Error('Name a school by its id (schools list).');
  return school.id;
}
