import type { Deps } from '../../infra/deps.ts';
import type { SignedIn } from '../roster/index.ts';
import { selectAssignmentsOf, selectNewestVersions, selectOwnAttempts } from './instruments.queries.ts';
import { mayManage } from './manage.rules.ts';
import { presentMine, type MinePage } from './mine.pages.ts';

/** What somebody has to fill in, may fill in, and has filled in. */
export async function loadMine(deps: Deps, who: SignedIn): Promise<MinePage> {
  const { schoolId, personId } = who;
  return presentMine(
    {
      assignments: await selectAssignmentsOf(deps.db, { schoolId, personId }),
      newest: await selectNewestVersions(deps.db, schoolId),
      attempts: await selectOwnAttempts(deps.db, { schoolId, personId }),
    },
    deps.now(),
    {
      manages: mayManage(who.roles),
      marks: mayManage(who.roles) || who.roles.includes('enterprise_mentor'),
    },
  );
}
