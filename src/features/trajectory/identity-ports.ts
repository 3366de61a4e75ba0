import type { Deps } from '../../infra/deps.ts';
import { selectPlatforms } from '../lti/index.ts';
import type { IdentityPorts } from '../roster/index.ts';
import { selectSeenActors } from '../xapi/index.ts';
import {
  countUnknownActors,
  selectUnknownActors,
  selectUnknownHomePages,
  selectWaitingActors,
} from './unknown-actors.queries.ts';

/**
 * What telling who is who needs of statements, facts and registrations. `planChanged`: an alias of a platform names its
 * courses, too, so their facts are looked at as after a changed plan.
 */
export const createIdentityPorts = (
  { db }: Pick<Deps, 'db'>,
  planChanged: (plan: { schoolId: string }) => void,
): IdentityPorts => ({
  selectUnknown: (wanted) => selectUnknownActors(db, wanted),
  countUnknown: (wanted) => countUnknownActors(db, wanted),
  selectWaiting: (schoolId, actorKeys) => selectWaitingActors(db, schoolId, actorKeys),
  selectUnknownHomePages: (schoolId, platforms) => selectUnknownHomePages(db, schoolId, platforms),
  selectPlatforms,
  selectSeen: selectSeenActors,
  onChanged: (schoolId) => planChanged({ schoolId }),
});
