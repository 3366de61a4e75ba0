import type { Database } from '../../infra/db.ts';
import { selectSkills } from '../programme/index.ts';
import { selectPublished } from './library.queries.ts';
import type { PublishedResource } from './library.schema.ts';
import { recommend, walkBack, type Recommended } from './recommend.rules.ts';

export type RecommendedResource = Recommended<PublishedResource>;

/** Published resources for each of some skills, `limit` for each, with the edge of the graph they were found by. */
export async function findRecommended(
  db: Database,
  { schoolId, skillIds, limit }: { schoolId: string; skillIds: readonly string[]; limit: number },
): Promise<RecommendedResource[]> {
  if (skillIds.length === 0) return [];
  const skills = await selectSkills(db, { schoolId });
  const near = skillIds.flatMap((id) => walkBack(id, skills).map(({ skill }) => skill.id));
  const published = await selectPublished(db, { schoolId, skillIds: [...new Set(near)] });
  return skillIds.flatMap((id) => recommend(id, skills, published, limit));
}
