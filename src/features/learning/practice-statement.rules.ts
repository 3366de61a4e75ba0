import type { LocalText, QuestionKind } from '../programme/index.ts';

const ANSWERED = 'http://adlnet.gov/expapi/verbs/answered';
const COMPLETED = 'http://adlnet.gov/expapi/verbs/completed';
const INTERACTION = 'http://adlnet.gov/expapi/activities/cmi.interaction';
const LESSON = 'http://adlnet.gov/expapi/activities/lesson';
const COURSE = 'http://adlnet.gov/expapi/activities/course';
const ASSESSMENT = 'http://adlnet.gov/expapi/activities/assessment';

const INTERACTION_TYPES: Record<QuestionKind, 'choice' | 'true-false' | 'fill-in'> = {
  single: 'choice',
  multiple: 'choice',
  true_false: 'true-false',
  fill: 'fill-in',
};

export interface Occasion {
  statementId: string;
  /** The tool's own address; it is also the home page of the learner's account. */
  publicUrl: string;
  personId: string;
  courseId: string;
  at: Date;
}

export interface AnsweredQuestion {
  id: string;
  skillId: string;
  kind: QuestionKind;
  stem: LocalText;
  choices: readonly { id: string; text: LocalText }[];
  key: readonly string[];
}

export type JsonObject = Record<string, unknown>;

export const resourceActivityId = (publicUrl: string, resourceId: string): string =>
  `${publicUrl}/resources/${encodeURIComponent(resourceId)}`;

export const partOfPractice = (skillId: string): string => `practice/${encodeURIComponent(skillId)}`;
export const partOfAssessment = (unitId: string): string => `assessments/${unitId}`;

/**
 * An answer in practice or an assessment as an xAPI statement: the same kind of evidence as an answer in the LMS.
 * `partOf`: what it was asked in, below its course's own address.
 */
export function prepareAnswerStatement(
  occasion: Occasion & { partOf: string },
  question: AnsweredQuestion,
  answer: { given: readonly string[]; correct: boolean; durationSeconds: number },
): JsonObject {
  const type = INTERACTION_TYPES[question.kind];
  const { publicUrl, courseId, partOf } = occasion;
  return {
    ...prepareFrame(occasion, { id: ANSWERED, display: { 'en-US': 'answered' } }),
    object: {
      objectType: 'Activity',
      id: `${publicUrl}/questions/${encodeURIComponent(question.id)}`,
      definition: {
        type: INTERACTION,
        interactionType: type,
        description: question.stem,
        correctResponsesPattern: type === 'choice' ? [question.key.join('[,]')] : [...question.key],
        ...(type === 'choice'
          ? { choices: question.choices.map(({ id, text }) => ({ id, description: text })) }
          : {}),
      },
    },
    result: {
      success: answer.correct,
      score: { scaled: answer.correct ? 1 : 0 },
      response: answer.given.join('[,]'),
      duration: `PT${answer.durationSeconds}S`,
    },
    context: {
      contextActivities: {
        parent: [
          {
            objectType: 'Activity',
            id: `${publicUrl}/courses/${courseId}/${partOf}`,
            definition: { type: ASSESSMENT },
          },
        ],
        grouping: [presentCourse(occasion)],
      },
      extensions: { [`${publicUrl}/xapi/extensions/skill`]: question.skillId },
    },
  };
}

/** The learner says that a resource of the package is done. */
export function prepareDoneStatement(
  occasion: Occasion,
  resource: { id: string; title: LocalText },
): JsonObject {
  return {
    ...prepareFrame(occasion, { id: COMPLETED, display: { 'en-US': 'completed' } }),
    object: {
      objectType: 'Activity',
      id: resourceActivityId(occasion.publicUrl, resource.id),
      definition: { type: LESSON, name: resource.title },
    },
    result: { completion: true },
    context: { contextActivities: { grouping: [presentCourse(occasion)] } },
  };
}

/** Who, what and when. No name: the account is enough to find the person, and a name would outlive an erasure. */
function prepareFrame(occasion: Occasion, verb: JsonObject): JsonObject {
  return {
    id: occasion.statementId,
    actor: { objectType: 'Agent', account: { homePage: occasion.publicUrl, name: occasion.personId } },
    verb,
    timestamp: occasion.at.toISOString(),
  };
}

const presentCourse = ({ publicUrl, courseId }: Occasion): JsonObject => ({
  objectType: 'Activity',
  id: `${publicUrl}/courses/${courseId}`,
  definition: { type: COURSE },
});
