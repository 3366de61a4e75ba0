/** What a launch tells the unit: its address (cmi5 8.1), launch data (10.2) and the learner's preferences (11). */
import type { Locale } from '../../infra/views.ts';
import { SESSION_ID, unitActivityId } from './cmi5-terms.rules.ts';
import type { AssignableUnit } from './course-structure.schema.ts';
import { isFullyQualified } from './course-walk.rules.ts';
import { prepareGrouping, presentActor, type JsonObject } from './lms-statement.rules.ts';
import type { LaunchMode, UnitState } from './session.schema.ts';
import { meetsMoveOn } from './move-on.rules.ts';
import { resolveInPackage } from './package-path.rules.ts';

/**
 * Staff look around; who has done all that a unit asks may go over it again; everybody else learns. What a unit
 * reports counts in the last case only (10.2.2).
 */
export function decideLaunchMode(
  unit: AssignableUnit,
  state: UnitState | undefined,
  isLearner: boolean,
): LaunchMode {
  if (!isLearner) return 'Browse';
  const completed = Boolean(state?.completedAt);
  const passed = Boolean(state?.passedAt);
  // A waiver asks for nothing, and takes nothing away from who wants to learn it all the same.
  const isDone = (completed || passed) && meetsMoveOn(unit.moveOn, { completed, passed, waived: false });
  return isDone ? 'Review' : 'Normal';
}

/** Whether a unit needs a window of its own: it says so, or a page of ours can't show it (no https, no web page at all). */
export const needsOwnWindow = ({ launchMethod, url }: AssignableUnit, publicUrl: string): boolean =>
  launchMethod === 'OwnWindow' ||
  (isFullyQualified(url) && !/^https:/i.test(url) && !(/^http:/i.test(url) && publicUrl.startsWith('http:')));

/** The unit's own address; `contentBase`, with a slash at its end, is where the package's files are. */
export function addressUnit({ url }: AssignableUnit, contentBase: string): string {
  if (isFullyQualified(url)) return url;
  const { pathname = '', search = '', hash = '' } = resolveInPackage(url) ?? {};
  return contentBase + pathname.slice(1) + search + hash;
}

export interface LaunchTold {
  publicUrl: string;
  fetchUrl: string;
  personId: string;
  registrationId: string;
  unitId: string;
}

/** A query of the unit's own stays (13.1.4 url). */
export function buildLaunchUrl(address: string, told: LaunchTold): string {
  const url = new URL(address);
  const parameters = {
    endpoint: `${told.publicUrl}/xapi/`,
    fetch: told.fetchUrl,
    actor: JSON.stringify(presentActor(told)),
    registration: told.registrationId,
    activityId: unitActivityId(told.publicUrl, told.unitId),
  };
  // Not the URL's own way of writing a query: its "+" for a space is not what decodeURIComponent reads.
  const added = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  url.search = [url.search.replace(/^\?/, ''), ...added].filter(Boolean).join('&');
  return url.href;
}

export interface LaunchDataGiven {
  publicUrl: string;
  courseId: string;
  sessionId: string;
  mode: LaunchMode;
}

export const prepareLaunchData = (unit: AssignableUnit, given: LaunchDataGiven): JsonObject => ({
  contextTemplate: {
    contextActivities: { grouping: prepareGrouping({ ...given, publisherId: unit.publisherId }) },
    extensions: { [SESSION_ID]: given.sessionId },
  },
  launchMode: given.mode,
  moveOn: unit.moveOn,
  ...(unit.masteryScore === null ? {} : { masteryScore: unit.masteryScore }),
  ...(unit.launchParameters === null ? {} : { launchParameters: unit.launchParameters }),
  ...(unit.entitlementKey === null ? {} : { entitlementKey: { courseStructure: unit.entitlementKey } }),
  // A page that says it is over; where it stands in a page of ours, that one goes on by itself.
  returnURL: `${given.publicUrl}/cmi5/closed`,
});

/** Until the learner, or a unit for them, says otherwise. */
export const preparePreferences = (locale: Locale): JsonObject => ({
  languagePreference: locale === 'zh-CN' ? 'zh-CN,en' : 'en,zh-CN',
  audioPreference: 'on',
});
