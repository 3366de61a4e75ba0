/** The words of cmi5 in statements (9.3, 9.6), and the addresses that we give to what they speak of (8.1.5, 9.4). */

const ADL = 'http://adlnet.gov/expapi/verbs/';
const W3ID = 'https://w3id.org/xapi/adl/verbs/';

export const VERBS = {
  launched: `${ADL}launched`,
  initialized: `${ADL}initialized`,
  completed: `${ADL}completed`,
  passed: `${ADL}passed`,
  failed: `${ADL}failed`,
  terminated: `${ADL}terminated`,
  abandoned: `${W3ID}abandoned`,
  waived: `${W3ID}waived`,
  satisfied: `${W3ID}satisfied`,
} as const;
export type Cmi5Verb = keyof typeof VERBS;

/** Those that a unit uses; the others are the LMS's. */
export const UNIT_VERBS = ['initialized', 'completed', 'passed', 'failed', 'terminated'] as const;
export type UnitVerb = (typeof UNIT_VERBS)[number];

export const readUnitVerb = (verbId: string): UnitVerb | undefined =>
  UNIT_VERBS.find((verb) => VERBS[verb] === verbId);

const CONTEXT = 'https://w3id.org/xapi/cmi5/context/';
export const CMI5_CATEGORY = `${CONTEXT}categories/cmi5`;
export const MOVE_ON_CATEGORY = `${CONTEXT}categories/moveon`;
export const SESSION_ID = `${CONTEXT}extensions/sessionid`;
export const MASTERY_SCORE = `${CONTEXT}extensions/masteryscore`;
export const LAUNCH_MODE = `${CONTEXT}extensions/launchmode`;
export const LAUNCH_URL = `${CONTEXT}extensions/launchurl`;
export const MOVE_ON_EXTENSION = `${CONTEXT}extensions/moveon`;
export const LAUNCH_PARAMETERS = `${CONTEXT}extensions/launchparameters`;

const RESULT = 'https://w3id.org/xapi/cmi5/result/extensions/';
export const PROGRESS = `${RESULT}progress`;
export const REASON = `${RESULT}reason`;

const TYPE = 'https://w3id.org/xapi/cmi5/activitytype/';
export const BLOCK_TYPE = `${TYPE}block`;
export const COURSE_TYPE = `${TYPE}course`;

export const unitActivityId = (publicUrl: string, unitId: string): string =>
  `${publicUrl}/cmi5/units/${unitId}`;
export const blockActivityId = (publicUrl: string, blockId: string): string =>
  `${publicUrl}/cmi5/blocks/${blockId}`;
export const packageActivityId = (publicUrl: string, packageId: string): string =>
  `${publicUrl}/cmi5/packages/${packageId}`;

/** The course of the LMS, as our other statements name it. */
export const presentLmsCourse = (publicUrl: string, courseId: string) => ({
  objectType: 'Activity' as const,
  id: `${publicUrl}/courses/${courseId}`,
  definition: { type: 'http://adlnet.gov/expapi/activities/course' },
});
