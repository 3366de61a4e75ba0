import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { selectCourseSkills, selectResources } from '../programme/index.ts';
import { selectUnitResources } from '../resources/index.ts';
import type { InCourse } from '../roster/index.ts';
import { accountKey, storeOwnStatements } from '../xapi/index.ts';
import { selectLearner, selectLearnerTasks } from './learner.queries.ts';
import { presentPackage, presentResource, type PackagePage, type ResourcePage } from './package.pages.ts';
import { findResource, selectCompletedIds } from './package.queries.ts';
import { prepareDoneStatement, resourceActivityId } from './practice-statement.rules.ts';

export async function loadPackage(deps: Deps, who: InCourse): Promise<PackagePage> {
  const { db } = deps;
  const learner = await selectLearner(db, who);
  if (!learner) throw notFound();
  const tier = learner.tier?.tier ?? 'zero_basis';
  return presentPackage(
    {
      tier,
      provisional: learner.tier?.provisional ?? true,
      stages: learner.stages,
      skills: await selectCourseSkills(db, who),
      resources: await selectResources(db, { ...who, tier }),
      tasks: await selectLearnerTasks(db, { ...who, tier }),
      done: await selectDoneResources(deps, who),
      library: await selectUnitResources(db, who),
    },
    deps.now(),
  );
}

export async function loadResource(deps: Deps, who: InCourse, resourceId: string): Promise<ResourcePage> {
  const found = await findResource(deps.db, { ...who, resourceId });
  if (!found) throw notFound();
  const done = await selectDoneResources(deps, who);
  return presentResource(found.resource, { skillName: found.skillName, done: done.includes(resourceId) });
}

/** Records that a resource is done; saying so twice changes nothing. */
export async function markResourceDone(deps: Deps, who: InCourse, resourceId: string): Promise<void> {
  const found = await findResource(deps.db, { ...who, resourceId });
  if (!found) throw notFound();
  if ((await selectDoneResources(deps, who)).includes(resourceId)) return;
  const statementId = deps.newId();
  const { publicUrl } = deps.config;
  const occasion = { ...who, statementId, registration: statementId, publicUrl, at: deps.now() };
  await storeOwnStatements(deps, who.schoolId, [prepareDoneStatement(occasion, found.resource)]);
}

/** The statements are the record: ids of the resources this learner's own completed statements name. */
async function selectDoneResources(
  deps: Deps,
  who: { schoolId: string; personId: string },
): Promise<string[]> {
  const { publicUrl } = deps.config;
  const prefix = resourceActivityId(publicUrl, '');
  const actorKey = accountKey(publicUrl, who.personId);
  const ids = await selectCompletedIds(deps.db, { schoolId: who.schoolId, actorKey, prefix });
  return ids.map((id) => decodeURIComponent(id.slice(prefix.length)));
}
