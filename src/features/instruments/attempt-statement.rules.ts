/** An attempt as xAPI statements, by the templates of xapi-profiles/instrument.jsonld. */
import { v5 } from 'uuid';
import {
  QUESTIONNAIRE_TYPE,
  categoryOf,
  presentAccount,
  presentCourse,
  type JsonObject,
} from '../vocabulary/index.ts';
import type { AttemptContent, AnswerValue } from './answer.schema.ts';
import { isRight, keyOf } from './answer.rules.ts';
import type { Definition } from './definition.schema.ts';
import { optionsOf, type FormItem, type FormPart } from './form.rules.ts';
import type { ScoreResult } from './score.rules.ts';

const ADL = 'http://adlnet.gov/expapi';
/** Ids are made of what they tell about, so that nothing can be told twice. */
const NAMESPACE = '0f8b7a52-7e3d-5c41-9a86-2d1c6f90b3e7';
/** Longer pauses between two answers are no learning time. */
const LONGEST_PAUSE_SECONDS = 600;

export interface ToldAttempt {
  /** The tool's own address. */
  publicUrl: string;
  attemptId: string;
  personId: string;
  /** null: begun outside any course. */
  courseId: string | null;
  definition: Definition;
  startedAt: Date;
}

/** Something in it is right or wrong. Everything else is a questionnaire, of which nothing but its end is told. */
export const isTest = ({ kind }: Pick<Definition, 'kind'>): boolean => TESTS.has(kind);
const TESTS: ReadonlySet<Definition['kind']> = new Set(['exam', 'placement', 'reasoning', 'situational']);

export const prepareBegun = (told: ToldAttempt): JsonObject =>
  prepareStatement(told, 'initialized', '', told.startedAt, { object: presentInstrument(told) });

export interface HandedIn extends ToldAttempt {
  shown: readonly FormPart[];
  content: AttemptContent;
  scores: readonly ScoreResult[];
  submittedAt: Date;
}

/**
 * What is told when an attempt is handed in: its answers to questions with a key, that it is done and for how long
 * somebody worked, and the verdict. Answers and scores only as far as the instrument lets staff see them: whoever reads
 * statements is staff. One of the statements carries the score, so that the attempt counts once.
 */
export function prepareHandedIn(told: HandedIn): JsonObject[] {
  const { submittedAt } = told;
  const verdict = prepareVerdict(told);
  const score = verdict.length > 0 ? null : findTold(told);
  const result = { completion: true, duration: `PT${countWorkSeconds(told)}S` };
  return [
    ...prepareAnswers(told),
    prepareStatement(told, 'completed', '', submittedAt, {
      object: presentInstrument(told),
      result: score ? { ...result, score: presentScore(score) } : result,
    }),
    ...verdict,
  ];
}

/** Passed or failed; nothing where there is no pass mark, no score yet, or staff may not see it. */
export function prepareVerdict(told: ToldAttempt & Pick<HandedIn, 'scores' | 'submittedAt'>): JsonObject[] {
  const { pass } = told.definition;
  const score = findTold(told);
  if (!pass || !score) return [];
  const success = score.value >= pass.atLeast;
  return [
    prepareStatement(told, success ? 'passed' : 'failed', '', told.submittedAt, {
      object: presentInstrument(told),
      result: { success, score: presentScore(score) },
    }),
  ];
}

type Reached = ScoreResult & { value: number };

/** The score a test is passed by, else the one made of most of its items; null: none stands out, or none is to be told. */
function findTold({ definition, scores }: Pick<HandedIn, 'definition' | 'scores'>): Reached | null {
  if (!isTest(definition) || definition.privacy.staff === 'none') return null;
  const named = definition.pass ? scores.filter(({ id }) => id === definition.pass?.score) : scores;
  const [main, next] = named.toSorted((a, b) => b.asked - a.asked);
  if (!main || main.asked === next?.asked || main.max <= main.min || main.value === null) return null;
  return { ...main, value: main.value };
}

const presentScore = ({ value, min, max }: Reached): JsonObject => ({
  raw: value,
  min,
  max,
  scaled: Math.round(Math.max(0, (value - min) / (max - min)) * 1e4) / 1e4,
});

function prepareAnswers(told: HandedIn): JsonObject[] {
  const { definition, shown, content } = told;
  if (!isTest(definition) || definition.privacy.staff !== 'answers') return [];
  return shown
    .flatMap(({ items }) => items)
    .flatMap((item) => {
      const answer = content.answers[item.id];
      const success = isRight(item, answer?.value);
      return answer === undefined || success === null ? [] : [{ item, answer, success }];
    })
    .toSorted((a, b) => a.answer.at.localeCompare(b.answer.at))
    .map(({ item, answer, success }) =>
      prepareStatement(told, 'answered', item.id, new Date(answer.at), {
        object: presentItem(told, item),
        result: { success, score: { scaled: success ? 1 : 0 }, response: presentResponse(answer.value) },
        parent: [presentInstrument(told)],
      }),
    );
}

const presentResponse = (value: AnswerValue): string =>
  Array.isArray(value) ? value.join('[,]') : typeof value === 'object' ? '' : String(value);

/** Seconds of work: from answer to answer, pauses cut short. */
function countWorkSeconds({ startedAt, submittedAt, content }: HandedIn): number {
  const times = [
    startedAt.getTime(),
    ...Object.values(content.answers).map(({ at }) => Date.parse(at)),
    submittedAt.getTime(),
  ].sort((a, b) => a - b);
  return times.slice(1).reduce((sum, at, index) => {
    const seconds = Math.round((at - (times[index] ?? at)) / 1000);
    return sum + Math.min(LONGEST_PAUSE_SECONDS, seconds);
  }, 0);
}

const instrumentActivityId = ({
  publicUrl,
  definition,
}: Pick<ToldAttempt, 'publicUrl' | 'definition'>): string => `${publicUrl}/instruments/${definition.id}`;

const presentInstrument = (told: ToldAttempt): JsonObject => ({
  objectType: 'Activity',
  id: instrumentActivityId(told),
  definition: {
    type: isTest(told.definition) ? `${ADL}/activities/assessment` : QUESTIONNAIRE_TYPE,
    name: told.definition.title,
  },
});

/** A generated question differs from one attempt to the next, so its words aren't the activity's. */
function presentItem(told: ToldAttempt, item: FormItem): JsonObject {
  const key = keyOf(item);
  const isNumber = item.kind === 'number';
  const options = optionsOf(item);
  return {
    objectType: 'Activity',
    id: `${instrumentActivityId(told)}/v${told.definition.version}/${item.id}`,
    definition: {
      type: `${ADL}/activities/cmi.interaction`,
      interactionType: isNumber ? 'numeric' : 'choice',
      description: item.text,
      ...(item.kind === 'generated' || key === null
        ? {}
        : {
            correctResponsesPattern: [
              isNumber ? `${presentResponse(key)}[:]${presentResponse(key)}` : presentResponse(key),
            ],
          }),
      ...(item.kind === 'generated' || isNumber
        ? {}
        : { choices: options.map(({ id, text }) => ({ id, description: text })) }),
    },
  };
}

function prepareStatement(
  told: ToldAttempt,
  verb: 'initialized' | 'answered' | 'completed' | 'passed' | 'failed',
  of: string,
  at: Date,
  more: { object: JsonObject; result?: JsonObject; parent?: JsonObject[] },
): JsonObject {
  const { publicUrl, attemptId, personId, courseId } = told;
  return {
    id: v5([attemptId, verb, of].join(':'), NAMESPACE),
    actor: presentAccount(publicUrl, personId),
    verb: { id: `${ADL}/verbs/${verb}`, display: { 'en-US': verb } },
    object: more.object,
    ...(more.result ? { result: more.result } : {}),
    context: {
      registration: attemptId,
      contextActivities: {
        ...(more.parent ? { parent: more.parent } : {}),
        ...(courseId === null ? {} : { grouping: [presentCourse({ publicUrl, courseId })] }),
        category: [categoryOf('instrument')],
      },
    },
    timestamp: at.toISOString(),
  };
}
