import type { SpotState, WeakSpotEvidence } from './learning.schema.ts';
import { ENOUGH_ATTEMPTS, RELEASED_FROM, WEAK_BELOW, assessMastery, type Tries } from './mastery.rules.ts';

export const WEAK_SPOT_RULE = 'weak-spot-2';

/** A suspicion from few answers is right half the time (notes/learning.md §2i): so many more are asked for first … */
export const PROBE_ANSWERS = 3;
/** … and it is dropped when so many of them are right. */
const PROBE_PASSED = 2;
/** Wheel-spinning: so many tries of practice … */
export const STUCK_TRIES = 10;
/** … without this in a row. */
const THREE_RIGHT = '111';
/** So long practice rests while somebody sits down with the learner. */
export const REST_DAYS = 3;

const DAY_MS = 86_400_000;

export interface OpenSpot {
  state: SpotState;
  /** Graded answers of the skill when it came into this state. */
  answersBefore: number;
  /** When it was stuck last. */
  stuckAt: Date | null;
}

export interface SkillTries extends Tries {
  skillId: string;
  /** All graded answers ever. */
  answers: number;
  /** The latest of them, oldest first: '1' right, '0' wrong. */
  outcomes: string;
  /** The newest statements they rest on. */
  statementIds: readonly string[];
}

export interface SpotChange {
  skillId: string;
  /** `dismissed`: the probe went well. */
  to: SpotState | 'dismissed' | 'released';
  answers: number;
  evidence: WeakSpotEvidence;
}

/**
 * Decides what becomes of a course's skills as weak spots (R034). Suspected below 0.6 from four answers on; three
 * answers more confirm or dismiss that; released from 0.8 on. Between the two nothing changes, so that one answer
 * doesn't switch it to and fro. Ten tries of practice without three right in a row end the drill and call a person.
 */
export function decideWeakSpots(
  skills: readonly SkillTries[],
  open: ReadonlyMap<string, OpenSpot>,
  ownLevel: number,
  now: Date,
): SpotChange[] {
  return skills.flatMap((skill) => {
    const { skillId, answers, attempts, correct, statementIds } = skill;
    const { mastery, low, high } = assessMastery({ attempts, correct }, ownLevel);
    const spot = open.get(skillId);
    const to = spot ? decideOpen(skill, spot, mastery, now) : decideNew(skill, mastery, ownLevel);
    const evidence = { mastery, low, high, attempts, correct, statementIds: [...statementIds] };
    return to === null ? [] : [{ skillId, to, answers, evidence }];
  });
}

/** Who got most of the latest few right is learning it: to ask again would only annoy. */
const isSuspect = ({ attempts, outcomes }: SkillTries, mastery: number): boolean =>
  mastery < WEAK_BELOW &&
  attempts >= ENOUGH_ATTEMPTS &&
  countRight(outcomes.slice(-PROBE_ANSWERS)) < PROBE_PASSED;

/** Many answers at once, as when a platform's history comes in, may hold the suspicion and its probe. */
function decideNew(skill: SkillTries, mastery: number, ownLevel: number): SpotState | null {
  if (!isSuspect(skill, mastery)) return null;
  const outcomes = skill.outcomes.slice(0, -PROBE_ANSWERS);
  const before = { ...skill, outcomes, attempts: outcomes.length, correct: countRight(outcomes) };
  const wasWeak = before.attempts >= ENOUGH_ATTEMPTS && assessMastery(before, ownLevel).mastery < WEAK_BELOW;
  return wasWeak ? 'confirmed' : 'suspected';
}

function decideOpen(
  { answers, outcomes }: SkillTries,
  spot: OpenSpot,
  mastery: number,
  now: Date,
): SpotChange['to'] | null {
  const since = Math.max(0, answers - spot.answersBefore);
  if (mastery >= RELEASED_FROM) return spot.state === 'suspected' ? 'dismissed' : 'released';
  switch (spot.state) {
    case 'suspected': {
      if (since < PROBE_ANSWERS) return null;
      const probe = outcomes.slice(-since).slice(0, PROBE_ANSWERS);
      return countRight(probe) >= PROBE_PASSED ? 'dismissed' : 'confirmed';
    }
    case 'confirmed': {
      const tried = outcomes.slice(-Math.min(since, STUCK_TRIES));
      return since >= STUCK_TRIES && !tried.includes(THREE_RIGHT) ? 'stuck' : null;
    }
    case 'stuck':
      return since > 0 && !isResting(spot, now) ? 'confirmed' : null;
  }
}

const countRight = (outcomes: string): number => outcomes.replaceAll('0', '').length;

/** Whether practice of a skill waits for somebody to sit down with the learner. */
export const isResting = ({ state, stuckAt }: Omit<OpenSpot, 'answersBefore'>, now: Date): boolean =>
  state === 'stuck' && stuckAt !== null && now.getTime() - stuckAt.getTime() < REST_DAYS * DAY_MS;
