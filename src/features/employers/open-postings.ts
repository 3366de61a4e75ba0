import { dayIn } from '../../infra/day.rules.ts';
import type { Deps } from '../../infra/deps.ts';
import { weighSkills, type SkillWeights } from './match.rules.ts';
import type { OpenPosting } from './matching.schema.ts';
import { findPostingsVersion, selectOpenPostings } from './postings.queries.ts';

export interface OpenPostings {
  postings: readonly OpenPosting[];
  weigh: SkillWeights;
}

export interface PostingBook {
  read(who: { schoolId: string; timeZone: string }): Promise<OpenPostings>;
}

const MOST_SCHOOLS = 20;

/**
 * The openings of the schools that were asked for last, kept in this process: thousands are read once and then held
 * against many students. Each reading first asks the database whether anything changed.
 */
export function createPostingBook(deps: Pick<Deps, 'db' | 'now'>): PostingBook {
  const books = new Map<string, OpenPostings & { version: string }>();
  return {
    async read({ schoolId, timeZone }) {
      const today = dayIn(timeZone, deps.now());
      const version = `${today} ${await findPostingsVersion(deps.db, schoolId)}`;
      const known = books.get(schoolId);
      if (known?.version === version) return known;
      const postings = await selectOpenPostings(deps.db, { schoolId, today });
      const book = { version, postings, weigh: weighSkills(postings) };
      books.delete(schoolId);
      books.set(schoolId, book);
      const [oldest] = books.size > MOST_SCHOOLS ? books.keys() : [];
      if (oldest !== undefined) books.delete(oldest);
      return book;
    },
  };
}
