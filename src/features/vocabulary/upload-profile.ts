import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { parseProfile } from './profile.rules.ts';
import type { Profile } from './profile.schema.ts';
import { readOwnProfiles } from './read-profiles.ts';
import type { UploadProblem } from './upload-profile.schema.ts';
import { deleteProfile, selectUploadedProfiles, upsertProfile } from './vocabulary.queries.ts';

export const MOST_PROFILES = 20;

interface By {
  schoolId: string;
  personId: string;
}

/** Takes a profile document in, in place of an earlier file of the same profile; null: done. */
export function uploadProfile(deps: Deps, who: By, source: string): Promise<UploadProblem | null> {
  return inTransaction(deps.db, async (tx) => {
    const own = await readOwnProfiles();
    const uploaded = await selectUploadedProfiles(tx, who.schoolId);
    const document = readJson(source);
    if (document === undefined) return { id: 'notJson', at: '', value: '' };
    const parsed = parseProfile(document, listParts([...own, ...uploaded]));
    if (!parsed.ok) return parsed.problem;
    const { profile } = parsed;
    const { id } = profile;
    if (own.some((one) => one.id === id)) return { id: 'own', at: id, value: '' };
    if (uploaded.length >= MOST_PROFILES && !uploaded.some((one) => one.id === id))
      return { id: 'tooMany', at: '', value: String(MOST_PROFILES) };
    await upsertProfile(tx, {
      schoolId: who.schoolId,
      id,
      document: profile,
      uploadedBy: who.personId,
      uploadedAt: deps.now(),
    });
    await audit(tx, deps, who, 'vocabulary.profile.upload', id);
    return null;
  });
}

export function removeProfile(deps: Deps, who: By, id: string): Promise<void> {
  return inTransaction(deps.db, async (tx) => {
    if (!(await deleteProfile(tx, who.schoolId, id))) throw notFound();
    await audit(tx, deps, who, 'vocabulary.profile.remove', id);
  });
}

const audit = (tx: Deps['db'], deps: Deps, { schoolId, personId }: By, action: string, id: string) =>
  recordAudit(tx, deps, { schoolId, actorPersonId: personId, action, subjectType: 'profile', subjectId: id });

const listParts = (profiles: readonly Profile[]): Set<string> =>
  new Set(profiles.flatMap(({ templates, patterns }) => [...templates, ...patterns].map(({ id }) => id)));

function readJson(source: string): unknown {
  try {
    return JSON.parse(source.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}
