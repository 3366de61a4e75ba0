import type { WeakSpotEvidence } from './learning.schema.ts';
import { ENOUGH_ATTEMPTS, RELEASED_FROM, WEAK_BELOW, assessMastery, type Tries } from './mastery.rules.ts';

export const WEAK_SPOT_RULE = 'weak-spot-1';

export interface SkillTries extends Tries {
  skillId: string;
  /** The newest statements they rest on. */
  statementIds: readonly string[];
}

export interface WeakSpotChanges {
  found: { skillId: string; evidence: WeakSpotEvidence }[];
  /** Skill ids. */
  released: string[];
}

/**
 * Decides which skills of a course become weak spots and which stop being one (R034): found below 0.6 from four
 * answers on, released from 0.8 on. Between the two nothing changes, so that one answer doesn't switch it to and fro.
 */
export function decideWeakSpots(
  skills: readonly SkillTries[],
  open: ReadonlySet<string>,
  ownLevel: number,
): WeakSpotChanges {
  const changes: WeakSpotChanges = { found: [], released: [] };
  for (const { skillId, statementIds, ...tries } of skills) {
    const { mastery, low, high } = assessMastery(tries, ownLevel);
    if (open.has(skillId)) {
      if (mastery >= RELEASED_FROM) changes.released.push(skillId);
    } else if (mastery < WEAK_BELOW && tries.attempts >= ENOUGH_ATTEMPTS) {
      const { attempts, correct } = tries;
      changes.found.push({
        skillId,
        evidence: { mastery, low, high, attempts, correct, statementIds: [...statementIds] },
      });
    }
  }
  return changes;
}
