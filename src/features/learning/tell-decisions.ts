import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { storeOwnStatements } from '../xapi/index.ts';
import {
  prepareFoundStatement,
  prepareReleasedStatement,
  prepareTierStatement,
  type ToldTier,
  type ToldWeakSpot,
} from './decision-statement.rules.ts';
import type { WeakSpotEvidence } from './learning.schema.ts';

type Without<T> = Omit<T, 'publicUrl'>;

export interface Decided {
  tiers?: readonly Without<ToldTier>[];
  found?: readonly Without<ToldWeakSpot & { evidence: WeakSpotEvidence; foundAt: Date }>[];
  released?: readonly Without<ToldWeakSpot & { releasedAt: Date }>[];
}

/**
 * Tells decisions as statements, in the transaction that records them: none is lost and, as their ids are made of the
 * decisions', none is told twice. All are stored in a handful of queries. Warnings aren’t told (docs/decisions/0019).
 */
export async function tellDecisions(
  tx: Database,
  deps: Deps,
  schoolId: string,
  { tiers = [], found = [], released = [] }: Decided,
): Promise<void> {
  const { publicUrl } = deps.config;
  await storeOwnStatements({ ...deps, db: tx }, schoolId, [
    ...tiers.map((told) => prepareTierStatement({ ...told, publicUrl })),
    ...found.map((told) => prepareFoundStatement({ ...told, publicUrl })),
    ...released.map((told) => prepareReleasedStatement({ ...told, publicUrl })),
  ]);
}
