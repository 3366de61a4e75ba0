import type { Deps } from '../../infra/deps.ts';
import type { Job } from '../../infra/jobs.ts';
import type { LaunchListener } from '../lti/index.ts';
import { toWallTime } from '../roster/index.ts';
import { isAboutPlatform } from './roster-problem.rules.ts';
import { isRosterDue } from './roster-schedule.rules.ts';
import { selectReadableContexts, type ContextKey } from './roster.queries.ts';
import { syncRoster } from './sync-roster.ts';

const BY_ITSELF = { actorPersonId: null, trusted: false };

/** One course after the other; where the platform itself is the problem, its other courses wait for the next time. */
async function readDueRosters(deps: Deps): Promise<void> {
  const away = new Set<string>();
  for (const context of await selectReadableContexts(deps.db)) {
    const now = deps.now();
    if (away.has(context.registrationId)) continue;
    if (!isRosterDue(context, now, minutesOfDay(now, context.timeZone))) continue;
    try {
      const outcome = await syncRoster(deps, keyOf(context), BY_ITSELF);
      if (outcome.kind === 'read' && isAboutPlatform(outcome.problem)) away.add(context.registrationId);
    } catch (error) {
      // One course that fails must not keep the others waiting.
      deps.log.error({ err: error, contextId: context.contextId }, 'a roster could not be reconciled');
    }
  }
}

const keyOf = ({ schoolId, registrationId, deploymentId, contextId }: ContextKey): ContextKey => ({
  schoolId,
  registrationId,
  deploymentId,
  contextId,
});

function minutesOfDay(now: Date, timeZone: string): number {
  const [, hours = '0', minutes = '0'] = /T(\d\d):(\d\d)/.exec(toWallTime(now, timeZone)) ?? [];
  return Number(hours) * 60 + Number(minutes);
}

export const rosterSyncJob: Job = { name: 'read-rosters', schedule: '*/10 * * * *', run: readDueRosters };

/** What app.ts gives to the launch: after its commit, a course that is new here gets its members; never fails a launch. */
export const createRosterListener =
  (deps: Deps): LaunchListener =>
  (news) => {
    if (!news.newContext) return;
    syncRoster(deps, keyOf(news), BY_ITSELF).catch((error: unknown) =>
      deps.log.error({ err: error, courseId: news.courseId }, 'the roster of a new course could not be read'),
    );
  };
