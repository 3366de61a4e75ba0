import type { TaskKind } from '../programme/index.ts';

const COURSE = 'http://adlnet.gov/expapi/activities/course';
const VERBS = {
  completed: 'http://adlnet.gov/expapi/verbs/completed',
  scored: 'http://adlnet.gov/expapi/verbs/scored',
} as const;
const VOIDED = 'http://adlnet.gov/expapi/verbs/voided';

type JsonObject = Record<string, unknown>;

export interface MarkOccasion {
  statementId: string;
  /** The tool's own address: home page of the learner's account. */
  publicUrl: string;
  personId: string;
  courseId: string;
  task: { activityId: string; kind: TaskKind };
  points: number;
  fullMark: number;
  at: Date;
}

/**
 * A mark that a teacher has on paper, as the LMS would tell it: of a quiz, its result as a whole; of other work, the
 * score that its teacher gave.
 */
export function prepareMarkStatement(given: MarkOccasion): JsonObject {
  const verb = given.task.kind === 'quiz' ? 'completed' : 'scored';
  const { points, fullMark } = given;
  return {
    id: given.statementId,
    actor: account(given.publicUrl, given.personId),
    verb: { id: VERBS[verb], display: { 'en-US': verb } },
    object: { objectType: 'Activity', id: given.task.activityId },
    result: {
      score: { raw: points, min: 0, max: fullMark, scaled: points / fullMark },
      ...(verb === 'completed' ? { completion: true } : {}),
    },
    context: {
      contextActivities: {
        grouping: [
          {
            objectType: 'Activity',
            id: `${given.publicUrl}/courses/${given.courseId}`,
            definition: { type: COURSE },
          },
        ],
      },
    },
    timestamp: given.at.toISOString(),
  };
}

/** A mark that was corrected or taken back: what was said before counts no more. */
export const prepareVoiding = (given: {
  statementId: string;
  voidedId: string;
  publicUrl: string;
  at: Date;
}): JsonObject => ({
  id: given.statementId,
  actor: account(given.publicUrl, 'waymark'),
  verb: { id: VOIDED, display: { 'en-US': 'voided' } },
  object: { objectType: 'StatementRef', id: given.voidedId },
  timestamp: given.at.toISOString(),
});

const account = (homePage: string, name: string): JsonObject => ({
  objectType: 'Agent',
  account: { homePage, name },
});
