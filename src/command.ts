import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Deps } from './infra/deps.ts';
import { schools } from './features/roster/roster.tables.ts';

export type Options = Record<string, string | undefined>;

/** One thing an operator does from the command line. */
export interface Command {
  /** What follows the command's name. */
  usage: string;
  summary: string;
  run(deps: Deps, words: string[], options: Options): Promise<void>;
}

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
