import { ENOUGH_ATTEMPTS, assessMastery, assessOwnLevel } from '../learning/index.ts';
import { TOP_LEVEL, type Gap, type Need, type SkillStanding } from './path.schema.ts';

/** From this level of a skill on, what builds on it can be begun. */
export const FOUNDATION_LEVEL = 2;

/** Nobody answers everything right for ever: from here a skill counts as fully mastered. */
const FULL_MASTERY = 0.95;

/** The level that a share of questions answered right stands for: a fifth of full mastery each, as posts ask for it. */
export const levelOfShare = (share: number): number =>
  share >= FULL_MASTERY ? TOP_LEVEL : Math.floor(share * TOP_LEVEL + 1e-9);

export interface SkillTries {
  skillId: string;
  /** Of the latest graded answers, how many there are and how many were right. */
  attempts: number;
  correct: number;
}

/**
 * Levels as far as answers show them. Where there are few, the lower end of the interval counts: it is better to plan
 * what turns out to be known than to leave out what isn't.
 */
export function measureSkills(tries: readonly SkillTries[]): Map<string, SkillStanding> {
  const ownLevel = assessOwnLevel(tries);
  return new Map(
    tries
      .filter(({ attempts }) => attempts > 0)
      .map((one): [string, SkillStanding] => {
        const { mastery, low } = assessMastery(one, ownLevel);
        return one.attempts >= ENOUGH_ATTEMPTS
          ? [one.skillId, { level: levelOfShare(mastery), certainty: 'enough' }]
          : [one.skillId, { level: levelOfShare(low), certainty: 'thin' }];
      }),
  );
}

const UNKNOWN: SkillStanding = { level: 0, certainty: 'none' };

/**
 * What lies between somebody and a post: skills below what it asks for and, below them, the skills they build on that
 * aren't there yet. Those come in the path as well, but the goal's match rate counts the goal's own only.
 */
export function findGaps(
  needs: readonly Need[],
  standings: ReadonlyMap<string, SkillStanding>,
  requires: ReadonlyMap<string, readonly string[]>,
): Gap[] {
  const gaps = new Map<string, Gap>();
  for (const { skillId, level: needed, importance } of needs) {
    const standing = standings.get(skillId) ?? UNKNOWN;
    if (standing.level < needed) gaps.set(skillId, { skillId, needed, ...standing, importance, of: 'goal' });
  }
  const wanted = [...gaps.keys()];
  for (let skillId = wanted.pop(); skillId !== undefined; skillId = wanted.pop()) {
    for (const required of requires.get(skillId) ?? []) {
      const standing = standings.get(required) ?? UNKNOWN;
      if (gaps.has(required) || standing.level >= FOUNDATION_LEVEL || !requires.has(required)) continue;
      gaps.set(required, {
        skillId: required,
        needed: FOUNDATION_LEVEL,
        ...standing,
        importance: 0,
        of: 'prerequisite',
      });
      wanted.push(required);
    }
  }
  return [...gaps.values()];
}
