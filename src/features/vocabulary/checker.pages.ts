import type { Locale } from '../../infra/views.ts';
import type { LanguageMap, LearningEvent, LearningEventKind, StoredStatement } from '../xapi/index.ts';
import { MOST_STATEMENTS, type Checked, type CheckedStatement, type KnownCourse } from './checker.schema.ts';
import type { SequenceVerdict } from './judge-sequence.rules.ts';
import type { Match } from './judge-statement.rules.ts';
import type { Profile } from './profile.schema.ts';
import type { Check } from './template.rules.ts';
import type { UploadProblem } from './upload-profile.schema.ts';

interface Sentence {
  id: string;
  values: Record<string, string | number>;
}

interface NamedTemplate {
  profile: string;
  template: string;
  definition: string;
  id: string;
}

interface CheckLine {
  ok: boolean;
  /** Not asked for, but better with it. */
  advice: boolean;
  sentence: Sentence;
  path: string;
  found: string | null;
  note: string | null;
}

interface EventView {
  kind: LearningEventKind;
  activityId: string;
  courses: { iri: string; title: string | null }[];
  timestampAt: Date;
  scoreScaled: number | null;
  success: boolean | null;
  completion: boolean | null;
  durationSeconds: number | null;
}

interface StatementView {
  place: number;
  problem: { sentence: Sentence; pointer: string | null; requirement: string } | null;
  follows: NamedTemplate[];
  nearest: (NamedTemplate & { isMeant: boolean; broken: CheckLine[]; kept: CheckLine[] }) | null;
  isDecision: boolean;
  event: EventView | null;
}

export interface CheckerPage {
  source: string;
  saved: boolean;
  problem: Sentence | null;
  /** null: nothing was given to check. */
  results: { statements: StatementView[]; sequences: { title: string; sentence: Sentence }[] } | null;
  recent: { id: string; verb: string; object: string; timestamp: Date }[];
  profiles: { id: string; name: string; definition: string; templates: number; own: boolean }[];
  canUpload: boolean;
  uploadProblem: Sentence | null;
}

export function presentChecker(
  locale: Locale,
  given: {
    source: string;
    saved: boolean;
    checked: Checked;
    courses: readonly KnownCourse[];
    recent: readonly StoredStatement[];
    own: readonly Profile[];
    uploaded: readonly Profile[];
    canUpload: boolean;
    uploadProblem: UploadProblem | null;
  },
): CheckerPage {
  const { checked, uploadProblem } = given;
  const pick = (text: LanguageMap) => pickText(text, locale);
  const name = ({ profile, template }: Match): NamedTemplate => ({
    profile: pick(profile.prefLabel),
    template: pick(template.prefLabel),
    definition: pick(template.definition),
    id: template.id,
  });
  const presentOne = (one: CheckedStatement, index: number): StatementView => {
    const view = {
      place: index + 1,
      problem: null,
      follows: [],
      nearest: null,
      isDecision: false,
      event: null,
    };
    if (!one.ok) {
      const { messageId, replacements, pointer, requirement } = one.problem;
      const sentence = { id: `errors.${messageId}`, values: replacements };
      return { ...view, problem: { sentence, pointer: pointer || null, requirement } };
    }
    const { judgement, isDecision, event } = one;
    const { nearest } = judgement;
    const lines = nearest?.checks.map((check) => presentCheck(check, pick)) ?? [];
    return {
      ...view,
      follows: judgement.follows.map(name),
      nearest: nearest && {
        ...name(nearest),
        isMeant: nearest.isMeant,
        broken: lines.filter(({ ok }) => !ok),
        kept: lines.filter(({ ok }) => ok),
      },
      isDecision,
      event: event && presentEvent(event, given.courses),
    };
  };
  return {
    source: given.source,
    saved: given.saved,
    problem:
      checked.kind === 'notJson' || checked.kind === 'tooMany'
        ? { id: `vocabulary.problem.${checked.kind}`, values: { most: MOST_STATEMENTS } }
        : null,
    results:
      checked.kind === 'checked'
        ? {
            statements: checked.statements.map(presentOne),
            sequences: checked.sequences.map((sequence) => presentSequence(sequence, pick)),
          }
        : null,
    recent: given.recent.map((statement) => presentRecent(statement, pick)),
    profiles: [...given.own, ...given.uploaded].map((profile) => ({
      id: profile.id,
      name: pick(profile.prefLabel),
      definition: pick(profile.definition),
      templates: profile.templates.length,
      own: given.own.includes(profile),
    })),
    canUpload: given.canUpload,
    uploadProblem: uploadProblem && {
      id: `vocabulary.upload.problem.${uploadProblem.id}`,
      values: { at: uploadProblem.at, value: uploadProblem.value },
    },
  };
}

/** A text in the reader's language, else in English, else in any. */
const pickText = (text: LanguageMap, locale: Locale): string =>
  text[locale] ?? text['en'] ?? text['en-US'] ?? Object.values(text)[0] ?? '';

const presentCheck = (check: Check, pick: (text: LanguageMap) => string): CheckLine => ({
  ok: check.ok,
  advice: check.kind === 'recommended',
  sentence: {
    id: `vocabulary.check.${check.kind === 'included' && check.expected.length > 0 ? 'includedOf' : check.kind}`,
    values: { expected: check.expected.join(' / ') },
  },
  path: check.path,
  found: check.found.join(' / ') || null,
  note: check.note && pick(check.note),
});

const presentEvent = (event: LearningEvent, courses: readonly KnownCourse[]): EventView => ({
  kind: event.kind,
  activityId: event.activityId,
  courses: event.courseActivityIds.map((iri) => ({
    iri,
    title: courses.find((course) => course.iri === iri)?.title ?? null,
  })),
  timestampAt: event.timestampAt,
  scoreScaled: event.scoreScaled ?? null,
  success: event.success ?? null,
  completion: event.completion ?? null,
  durationSeconds: event.durationSeconds ?? null,
});

const presentSequence = (
  { profile, registration, pattern, verdict }: SequenceVerdict,
  pick: (text: LanguageMap) => string,
) => ({
  title: pick(profile.prefLabel),
  sentence: {
    id: `vocabulary.sequence.${verdict.kind}`,
    values: {
      pattern: pattern.prefLabel ? pick(pattern.prefLabel) : pattern.id,
      registration,
      place: verdict.kind === 'broken' ? verdict.at + 1 : 0,
    },
  },
});

function presentRecent(
  { id, verb, object, timestamp }: StoredStatement,
  pick: (text: LanguageMap) => string,
) {
  const isActivity = object.objectType === undefined || object.objectType === 'Activity';
  const name = isActivity && object.definition?.name ? pick(object.definition.name) : '';
  return {
    id,
    verb: (verb.display ? pick(verb.display) : '') || (verb.id.split(/[/#]/).findLast(Boolean) ?? verb.id),
    object: name || (isActivity ? object.id : (object.objectType ?? '')),
    timestamp: new Date(timestamp),
  };
}
