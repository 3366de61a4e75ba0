import { asc, eq } from 'drizzle-orm';
import type { Deps } from '../../infra/deps.ts';
import { accountKey } from '../xapi/index.ts';
import { cmi5Packages } from './cmi5.tables.ts';
import { inLanguage } from './lang-string.rules.ts';

/** Packages whose units send statements, also those removed since. */
export async function selectPackageSenders({ db, config }: Pick<Deps, 'db' | 'config'>, schoolId: string) {
  const packages = await db
    .select({
      id: cmi5Packages.id,
      structure: cmi5Packages.structure,
      removedAt: cmi5Packages.removedAt,
    })
    .from(cmi5Packages)
    .where(eq(cmi5Packages.schoolId, schoolId))
    .orderBy(asc(cmi5Packages.importedAt), asc(cmi5Packages.id));
  return packages.map(({ id, structure, removedAt }) => ({
    credentialId: id,
    label: `cmi5 · ${inLanguage(structure.title, 'zh-CN')}`,
    authorityKeys: [accountKey(config.publicUrl, id)],
    active: removedAt === null,
    refused: 0,
    lastRefusedAt: null,
  }));
}
