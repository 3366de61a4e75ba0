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
import { selectSkillNames } from './decisions.queries.ts';
import type { WeakSpotEvidence } from './learning.schema.ts';

type Without<T> = Omit<T, 'publicUrl' | 'skillName'>;

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
  const skillIds = [...found, ...released].map(({ skillId }) => skillId);
  const names = await selectSkillNames(tx, schoolId, skillIds);
  const named = <T extends { skillId: string }>(told: T) => ({
    ...{ ...told, publicUrl },
    skillName: names.get(told.skillId) ?? { 'zh-CN': told.skillId, en: told.skillId },
  });
  await storeOwnStatements({ ...deps, db: tx }, schoolId, [
    ...tiers.map((told) => prepareTierStatement({ ...told, publicUrl })),
    ...found.map((told) => prepareFoundStatement(named(told))),
    ...released.map((told) => prepareReleasedStatement(named(told))),
  ]);
}
