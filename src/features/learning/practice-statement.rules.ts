import type { LocalText, QuestionKind } from '../programme/index.ts';
import {
  LEARNER_EXTENSION,
  PRACTICE_TYPE,
  REASON_EXTENSION,
  RECOMMENDED_VERB,
  SKILL_EXTENSION,
  categoryOf,
  presentAccount,
  presentCourse,
  type JsonObject,
} from '../vocabulary/index.ts';
import type { Reason } from './learning.schema.ts';

const ANSWERED = 'http://adlnet.gov/expapi/verbs/answered';
const COMPLETED = 'http://adlnet.gov/expapi/verbs/completed';
const INTERACTION = 'http://adlnet.gov/expapi/activities/cmi.interaction';
const LESSON = 'http://adlnet.gov/expapi/activities/lesson';
const ASSESSMENT = 'http://adlnet.gov/expapi/activities/assessment';

const INTERACTION_TYPES: Record<QuestionKind, 'choice' | 'true-false' | 'fill-in'> = {
  single: 'choice',
  multiple: 'choice',
  true_false: 'true-false',
  fill: 'fill-in',
};

export interface Occasion {
  statementId: string;
  /** Shared by the statements of one sitting. */
  registration: string;
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

export const resourceActivityId = (publicUrl: string, resourceId: string): string =>
  `${publicUrl}/resources/${encodeURIComponent(resourceId)}`;

/** What a question is asked in: its address below its course's, and its type. */
export interface PartOf {
  path: string;
  type: string;
}
export const partOfPractice = (skillId: string): PartOf => ({
  path: `practice/${encodeURIComponent(skillId)}`,
  type: PRACTICE_TYPE,
});
export const partOfAssessment = (unitId: string): PartOf => ({
  path: `assessments/${unitId}`,
  type: ASSESSMENT,
});

/** The check that places a learner in a tier. */
export const partOfTierCheck: PartOf = { path: 'tier-check', type: ASSESSMENT };
export const questionActivityId = (publicUrl: string, questionId: string): string =>
  `${publicUrl}/questions/${encodeURIComponent(questionId)}`;

/** An answer in practice or an assessment as an xAPI statement: the same kind of evidence as an answer in the LMS. */
export function prepareAnswerStatement(
  occasion: Occasion & { partOf: PartOf },
  question: AnsweredQuestion,
  answer: { given: readonly string[]; correct: boolean; durationSeconds: number },
): JsonObject {
  const type = INTERACTION_TYPES[question.kind];
  const { publicUrl, partOf } = occasion;
  return {
    ...prepareFrame(occasion, { id: ANSWERED, display: { 'en-US': 'answered' } }),
    object: {
      objectType: 'Activity',
      id: questionActivityId(publicUrl, question.id),
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
      ...prepareContext(occasion, { parent: [presentPart(occasion, partOf)] }),
      extensions: { [SKILL_EXTENSION]: question.skillId },
    },
  };
}

/** The tool offers a learner a practice on a skill, and why. The tool acts, so nobody looks active for it. */
export function prepareOfferStatement(
  occasion: Occasion,
  practice: { skillId: string; reason: Reason },
): JsonObject {
  const { publicUrl, personId } = occasion;
  const { skillId, reason } = practice;
  return {
    ...prepareFrame(occasion, { id: RECOMMENDED_VERB, display: { 'en-US': 'recommended' } }),
    actor: presentAccount(publicUrl, 'waymark'),
    object: presentPart(occasion, partOfPractice(skillId)),
    context: {
      ...prepareContext(occasion),
      extensions: {
        [LEARNER_EXTENSION]: presentAccount(publicUrl, personId),
        [SKILL_EXTENSION]: skillId,
        [REASON_EXTENSION]: reason,
      },
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
    context: prepareContext(occasion),
  };
}

/** Who, what and when. */
function prepareFrame(occasion: Occasion, verb: JsonObject): JsonObject {
  return {
    id: occasion.statementId,
    actor: presentAccount(occasion.publicUrl, occasion.personId),
    verb,
    timestamp: occasion.at.toISOString(),
  };
}

const prepareContext = (occasion: Occasion, around: JsonObject = {}): JsonObject => ({
  registration: occasion.registration,
  contextActivities: { ...around, grouping: [presentCourse(occasion)], category: [categoryOf('practice')] },
});

const presentPart = ({ publicUrl, courseId }: Occasion, { path, type }: PartOf): JsonObject => ({
  objectType: 'Activity',
  id: `${publicUrl}/courses/${courseId}/${path}`,
  definition: { type },
});
