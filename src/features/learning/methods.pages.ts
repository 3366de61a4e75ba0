import type { Locale } from '../../infra/views.ts';
import type {
  MethodEffect,
  MethodEvidence,
  MethodPattern,
  MethodSuggestion,
  TeachingMethod,
} from './methods.schema.ts';
import { ENOUGH_TO_COMPARE, MEASURE_AFTER_DAYS, isAnswered } from './methods.rules.ts';

export interface PastDecision {
  id: string;
  personId: string | null;
  name: string | null;
  pattern: MethodPattern;
  skillId: string | null;
  method: TeachingMethod;
  decision: 'accepted' | 'declined';
  byName: string;
  decidedAt: Date;
  measuredAt: Date | null;
  change: number | null;
  comparableChange: number | null;
  reason: string | null;
}

export interface MethodsPage {
  saved: boolean;
  canDecide: boolean;
  /** Only this learner's are shown. */
  personId: string | null;
  suggestions: {
    personId: string | null;
    name: string | null;
    pattern: MethodPattern;
    skillId: string | null;
    evidence: MethodEvidence;
    methods: readonly TeachingMethod[];
    alike: number;
  }[];
  decisions: Omit<PastDecision, 'personId' | 'skillId'>[];
  effects: (MethodEffect & { difference: number | null; enough: boolean })[];
  enoughToCompare: number;
  afterDays: number;
}

/** What isn't decided yet, what was, and what followed. */
export function presentMethods(
  rows: {
    suggestions: readonly MethodSuggestion[];
    decisions: readonly PastDecision[];
    effects: readonly MethodEffect[];
  },
  shown: { locale: Locale; now: Date; canDecide: boolean; saved: boolean; personId: string | null },
): MethodsPage {
  const isShown = (one: { personId: string | null }) =>
    shown.personId === null || one.personId === shown.personId;
  return {
    saved: shown.saved,
    canDecide: shown.canDecide,
    personId: shown.personId,
    suggestions: rows.suggestions
      .filter((one) => isShown(one) && !rows.decisions.some((past) => isAnswered(one, past, shown.now)))
      .map(({ personId, name, pattern, skillId, methods, evidence, comparable }) => ({
        ...{ personId, name, pattern, skillId, methods },
        alike: comparable.length,
        evidence: sayEvidence(evidence, shown.locale),
      })),
    decisions: rows.decisions.filter(isShown).map(({ personId: _, skillId: __, ...past }) => past),
    effects: rows.effects.map((effect) => ({
      ...effect,
      difference:
        effect.change === null || effect.comparableChange === null
          ? null
          : effect.change - effect.comparableChange,
      enough: effect.subjects >= ENOUGH_TO_COMPARE && effect.comparable >= ENOUGH_TO_COMPARE,
    })),
    enoughToCompare: ENOUGH_TO_COMPARE,
    afterDays: MEASURE_AFTER_DAYS,
  };
}

function sayEvidence({ id, values }: MethodEvidence, locale: Locale): MethodEvidence {
  const { skillZh, skillEn, ...others } = values;
  const skill = locale === 'zh-CN' ? skillZh : skillEn;
  return { id, values: skill === undefined ? others : { ...others, skill } };
}
