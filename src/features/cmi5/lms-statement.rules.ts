/** The statements that cmi5 asks of the LMS: launched, abandoned, waived, satisfied (9.3). */
import { isIri } from '../xapi/index.ts';
import type { AssignableUnit, CourseStructure } from './course-structure.schema.ts';
import { listBlocks } from './course-walk.rules.ts';
import {
  BLOCK_TYPE,
  CMI5_CATEGORY,
  COURSE_TYPE,
  LAUNCH_MODE,
  LAUNCH_PARAMETERS,
  LAUNCH_URL,
  MASTERY_SCORE,
  MOVE_ON_CATEGORY,
  MOVE_ON_EXTENSION,
  REASON,
  SESSION_ID,
  VERBS,
  blockActivityId,
  packageActivityId,
  presentLmsCourse,
  unitActivityId,
  type Cmi5Verb,
} from './cmi5-terms.rules.ts';
import { toLanguageMap } from './lang-string.rules.ts';
import { WHOLE_COURSE } from './move-on.rules.ts';
import type { LaunchMode, WaivedReason } from './session.schema.ts';

export type JsonObject = Record<string, unknown>;

/** Whose statement it is, and in which session. */
export interface Occasion {
  statementId: string;
  publicUrl: string;
  personId: string;
  courseId: string;
  registrationId: string;
  sessionId: string;
  at: Date;
}

/** The learner as their unit is told (8.1.3): an account, no name or address. */
export const presentActor = ({ publicUrl, personId }: { publicUrl: string; personId: string }) => ({
  objectType: 'Agent' as const,
  account: { homePage: publicUrl, name: personId },
});

export function prepareLaunched(
  occasion: Occasion,
  unit: AssignableUnit,
  launch: { mode: LaunchMode; url: string },
): JsonObject {
  return {
    ...prepareFrame(occasion, 'launched'),
    object: presentUnit(occasion, unit),
    context: prepareContext(occasion, unit.publisherId, {
      [LAUNCH_MODE]: launch.mode,
      [LAUNCH_URL]: launch.url,
      [MOVE_ON_EXTENSION]: unit.moveOn,
      ...(unit.masteryScore === null ? {} : { [MASTERY_SCORE]: unit.masteryScore }),
      ...(unit.launchParameters === null ? {} : { [LAUNCH_PARAMETERS]: unit.launchParameters }),
    }),
  };
}

/** `durationSeconds`: from the launch to the last that was heard of the unit (9.5.4.2). */
export const prepareAbandoned = (
  occasion: Occasion,
  unit: AssignableUnit,
  durationSeconds: number,
): JsonObject => ({
  ...prepareFrame(occasion, 'abandoned'),
  object: presentUnit(occasion, unit),
  result: { duration: `PT${Math.max(0, durationSeconds).toFixed(2)}S` },
  context: prepareContext(occasion, unit.publisherId),
});

export const prepareWaived = (
  occasion: Occasion,
  unit: AssignableUnit,
  reason: WaivedReason,
): JsonObject => ({
  ...prepareFrame(occasion, 'waived'),
  object: presentUnit(occasion, unit),
  result: { success: true, completion: true, extensions: { [REASON]: reason } },
  context: prepareContext(occasion, unit.publisherId, {}, [CMI5_CATEGORY, MOVE_ON_CATEGORY]),
});

/** `what`: the id of a block, or the whole course. */
export function prepareSatisfied(
  occasion: Occasion,
  content: { packageId: string; structure: CourseStructure },
  what: string,
): JsonObject {
  const { publicUrl } = occasion;
  const { packageId, structure } = content;
  const block = what === WHOLE_COURSE ? null : listBlocks(structure).find(({ id }) => id === what);
  if (block === undefined) throw new Error('This block is not in the structure.');
  const { publisherId, title } = block ?? structure;
  return {
    ...prepareFrame(occasion, 'satisfied'),
    object: {
      objectType: 'Activity',
      id: block ? blockActivityId(publicUrl, block.id) : packageActivityId(publicUrl, packageId),
      definition: { type: block ? BLOCK_TYPE : COURSE_TYPE, name: toLanguageMap(title) },
    },
    context: prepareContext(occasion, publisherId),
  };
}

const prepareFrame = (occasion: Occasion, verb: Cmi5Verb): JsonObject => ({
  id: occasion.statementId,
  actor: presentActor(occasion),
  verb: { id: VERBS[verb], display: { en: verb } },
  timestamp: occasion.at.toISOString(),
});

const prepareContext = (
  { registrationId, sessionId, publicUrl, courseId }: Occasion,
  publisherId: string,
  extensions: JsonObject = {},
  categories: readonly string[] = [CMI5_CATEGORY],
): JsonObject => ({
  registration: registrationId,
  contextActivities: {
    category: categories.map(presentActivity),
    grouping: prepareGrouping({ publicUrl, courseId, publisherId }),
  },
  extensions: { [SESSION_ID]: sessionId, ...extensions },
});

/** The publisher's id, as the specification asks, and the course in which it happens, so that its time counts there. */
export const prepareGrouping = (given: { publicUrl: string; courseId: string; publisherId: string }) => [
  presentActivity(given.publisherId),
  presentLmsCourse(given.publicUrl, given.courseId),
];

const presentActivity = (id: string) => ({ objectType: 'Activity' as const, id });

const presentUnit = ({ publicUrl }: Occasion, unit: AssignableUnit): JsonObject => ({
  objectType: 'Activity',
  id: unitActivityId(publicUrl, unit.id),
  definition: {
    name: toLanguageMap(unit.title),
    description: toLanguageMap(unit.description),
    ...(unit.activityType !== null && isIri(unit.activityType) ? { type: unit.activityType } : {}),
  },
});
