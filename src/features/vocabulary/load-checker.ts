import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { selectIdentities, type SignedIn } from '../roster/index.ts';
import { actorKey, type StoredStatement } from '../xapi/index.ts';
import { checkStatements } from './check-statements.ts';
import { presentChecker, type CheckerPage } from './checker.pages.ts';
import { readOwnProfiles } from './read-profiles.ts';
import type { UploadProblem } from './upload-profile.schema.ts';
import { selectCourseIris, selectRecentStatements, selectUploadedProfiles } from './vocabulary.queries.ts';

/** So many of the newest can be picked. */
const RECENT = 20;

export interface Asked {
  /** What was pasted. */
  source?: string;
  /** Id of a recent statement to check instead; one that isn't among them is not found. */
  pick?: string | null;
  saved?: boolean;
  uploadProblem?: UploadProblem | null;
}

/** The checker's page: administrators pick from the school's statements, teachers from those of their course. */
export async function loadChecker(deps: Deps, who: SignedIn, asked: Asked): Promise<CheckerPage> {
  const { schoolId, locale } = who;
  const canUpload = who.roles.includes('administrator');
  const { publicUrl } = deps.config;
  const courseId = canUpload ? null : who.courseId;
  const courses =
    canUpload || courseId !== null ? await selectCourseIris(deps.db, { schoolId, courseId, publicUrl }) : [];
  const activityIds = canUpload ? null : courses.map(({ iri }) => iri);
  const recent = activityIds?.length === 0 ? [] : await selectReadable(deps.db, schoolId, activityIds);
  const picked = asked.pick ? recent.find(({ id }) => id === asked.pick) : undefined;
  if (asked.pick && !picked) throw notFound();
  const own = await readOwnProfiles();
  const uploaded = await selectUploadedProfiles(deps.db, schoolId);
  const source = asked.source ?? (picked ? JSON.stringify(picked, null, 2) : '');
  return presentChecker(locale, {
    source,
    saved: asked.saved ?? false,
    checked: await checkStatements(deps, schoolId, source, [...own, ...uploaded]),
    ...{ courses, recent, own, uploaded, canUpload },
    uploadProblem: asked.uploadProblem ?? null,
  });
}

/** Recent statements but those of people who were erased. */
async function selectReadable(
  db: Database,
  schoolId: string,
  activityIds: string[] | null,
): Promise<StoredStatement[]> {
  const recent = await selectRecentStatements(db, schoolId, activityIds, RECENT);
  const keyOf = ({ actor }: StoredStatement) => actorKey(actor) ?? '';
  const known = await selectIdentities(db, schoolId, [...new Set(recent.map(keyOf))]);
  return recent.filter((statement) => known.get(keyOf(statement)) !== null);
}
