import { assessMastery, assessOwnLevel, type Tries } from './mastery.rules.ts';
import type { MethodPattern, MethodSubject, MethodSuggestion } from './methods.schema.ts';
import { METHODS_FOR, findPattern, isDrilled } from './teaching-method.rules.ts';

/** A fortnight, as long as activity is looked at and a closed case stays quiet. */
export const MEASURE_AFTER_DAYS = 14;
/** Below so many learners on either side a difference is chance (notes/learning.md §3). */
export const ENOUGH_TO_COMPARE = 20;
const SUGGESTIONS_SHOWN = 30;
const DAY_MS = 86_400_000;

export interface OpenSpot extends Tries {
  skillId: string;
  skillZh: string;
  skillEn: string;
  run: number;
}

/** A learner of the course as suggestions see them. */
export interface MethodLearner {
  personId: string;
  name: string;
  silentDays: number;
  silent: boolean;
  missedDeadlines: number;
  /** Events within a fortnight beside the course's mean, 0..2. */
  activity: number;
  allSkills: Tries;
  weakSpots: readonly OpenSpot[];
}

export interface SharedSpot {
  skillId: string;
  skillZh: string;
  skillEn: string;
  learners: number;
}

/**
 * What to try in a course now, with the evidence: the class's shared weak spots first, then what stands out in each
 * learner. Comparable are those in whom the same stands out; for the class, learners of other courses (`elsewhere`).
 */
export function suggestMethods(
  learners: readonly MethodLearner[],
  shared: readonly SharedSpot[],
  elsewhere: ReadonlyMap<string, MethodSubject[]>,
): MethodSuggestion[] {
  const ofClass = shared.map((spot): MethodSuggestion => {
    const subjects = learners.filter(({ weakSpots }) =>
      weakSpots.some(({ skillId }) => skillId === spot.skillId),
    );
    return {
      personId: null,
      name: null,
      pattern: 'shared_weak_spot',
      skillId: spot.skillId,
      methods: METHODS_FOR.shared_weak_spot,
      evidence: {
        id: 'learning.methods.because.shared_weak_spot',
        values: { ...wordsOf(spot), learners: spot.learners, classSize: learners.length },
      },
      subjects: subjects.map((one) => ({ personId: one.personId, before: measure(one, spot.skillId) })),
      comparable: elsewhere.get(spot.skillId) ?? [],
    };
  });
  const places = learners.map((learner) => ({ learner, ...standOut(learner) }));
  const order: readonly MethodPattern[] = ['silent', 'overdue', 'wheel_spinning', 'weak_spot'];
  const single = places
    .filter(({ pattern }) => order.includes(pattern))
    .sort((a, b) => order.indexOf(a.pattern) - order.indexOf(b.pattern))
    .slice(0, SUGGESTIONS_SHOWN)
    .map(({ learner, pattern, spot }): MethodSuggestion => {
      const skillId = spot?.skillId ?? null;
      const alike = places.filter(
        (other) =>
          other.learner !== learner && other.pattern === pattern && (other.spot?.skillId ?? null) === skillId,
      );
      return {
        personId: learner.personId,
        name: learner.name,
        pattern,
        skillId,
        methods: METHODS_FOR[pattern],
        evidence: { id: `learning.methods.because.${pattern}`, values: valuesOf(learner, spot) },
        subjects: [{ personId: learner.personId, before: measure(learner, skillId) }],
        comparable: alike.map((other) => ({
          personId: other.learner.personId,
          before: measure(other.learner, skillId),
        })),
      };
    });
  return [...ofClass, ...single];
}

/** What stands out in a learner, and the skill it is about. */
function standOut(learner: MethodLearner): { pattern: MethodPattern; spot: OpenSpot | null } {
  const pattern = findPattern({
    silent: learner.silent,
    overdueTasks: learner.missedDeadlines,
    weakSkills: learner.weakSpots,
    judgedSkills: 0,
    masteredSkills: 0,
  });
  const spots = pattern === 'wheel_spinning' ? learner.weakSpots.filter(isDrilled) : learner.weakSpots;
  const isOfSkill = pattern === 'wheel_spinning' || pattern === 'weak_spot';
  return { pattern, spot: isOfSkill ? (spots[0] ?? null) : null };
}

const wordsOf = ({ skillZh, skillEn }: { skillZh: string; skillEn: string }) => ({ skillZh, skillEn });

const valuesOf = (learner: MethodLearner, spot: OpenSpot | null): Record<string, string | number> => ({
  days: learner.silentDays,
  tasks: learner.missedDeadlines,
  ...(spot ? { ...wordsOf(spot), attempts: spot.attempts, correct: spot.correct } : {}),
});

/** Mastery of the skill, or activity where it is about none: what is compared a fortnight later. */
function measure(learner: MethodLearner, skillId: string | null): number {
  if (skillId === null) return learner.activity;
  const tries = learner.weakSpots.find((spot) => spot.skillId === skillId) ?? { attempts: 0, correct: 0 };
  return assessMastery(tries, assessOwnLevel([learner.allSkills])).mastery;
}

/** Mean change of those who can still be measured; null: nobody can. */
export function meanChange(
  group: readonly MethodSubject[],
  after: ReadonlyMap<string, number>,
): { change: number; count: number } | null {
  const changes = group.flatMap(({ personId, before }) => {
    const now = after.get(personId);
    return now === undefined ? [] : [now - before];
  });
  if (changes.length === 0) return null;
  return { change: changes.reduce((sum, one) => sum + one, 0) / changes.length, count: changes.length };
}

type About = Pick<MethodSuggestion, 'personId' | 'pattern' | 'skillId'>;

/** What was decided on lately isn't asked again before it was measured. */
export const isAnswered = (suggestion: About, past: About & { decidedAt: Date }, now: Date): boolean =>
  past.personId === suggestion.personId &&
  past.pattern === suggestion.pattern &&
  past.skillId === suggestion.skillId &&
  now.getTime() - past.decidedAt.getTime() < MEASURE_AFTER_DAYS * DAY_MS;
