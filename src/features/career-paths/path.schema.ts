/** Where an item of a path comes from. */
export const OFFER_KINDS = ['unit', 'resource', 'project', 'competition', 'certificate'] as const;
export type OfferKind = (typeof OFFER_KINDS)[number];

/** Those the school keeps a list of; the others come from its teaching. */
export const LISTED_KINDS = ['competition', 'certificate'] as const;
export type ListedKind = (typeof LISTED_KINDS)[number];

/** Skill levels go from 1 to 5; 0: nothing is known or done yet. */
export const TOP_LEVEL = 5;

/** What a post asks for. */
export interface Need {
  skillId: string;
  /** 1..5 */
  level: number;
  /** > 0; how much the post needs it. */
  importance: number;
}

/** How far a measured level can be trusted: by enough answers, by a few, by none. */
export const CERTAINTIES = ['enough', 'thin', 'none'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

export interface SkillStanding {
  level: number;
  certainty: Certainty;
}

/** A skill that is asked for at a higher level than was measured. */
export interface Gap {
  skillId: string;
  needed: number;
  level: number;
  certainty: Certainty;
  importance: number;
  /** The goal's own, or what one of the goal's builds on. */
  of: 'goal' | 'prerequisite';
}

/** Something that can be put into a path. Days are YYYY-MM-DD, both ends included. */
export interface Offer {
  /** Kind and id of its source: `unit:…`. */
  key: string;
  kind: OfferKind;
  /** What it asks for and leads to; a learner below `from` can't follow it. */
  skills: readonly { skillId: string; from: number; to: number }[];
  minutes: number;
  /** null: at any time. */
  opensOn: string | null;
  /** Its last day, or the day of the contest or examination; null: open. */
  endsOn: string | null;
  /** It has to be begun by then. */
  applyBy: string | null;
}

export interface PlannedItem {
  key: string;
  kind: OfferKind;
  startsOn: string;
  endsOn: string;
  minutes: number;
  weeks: { monday: string; minutes: number }[];
  covers: { skillId: string; from: number; to: number }[];
  /** Skills that are learned before it, in this path. */
  after: string[];
  /** How many offers could have been taken instead. */
  alternatives: number;
}

export const UNMET_REASONS = ['no_offer', 'level', 'prerequisite', 'dates', 'capacity'] as const;
export type UnmetReason = (typeof UNMET_REASONS)[number];

export interface UnmetGap {
  skillId: string;
  reason: UnmetReason;
}

export interface PathPlan {
  items: PlannedItem[];
  /** Gaps that no item is about. */
  unmet: UnmetGap[];
  /** Gaps that are worked on but not up to what is needed. */
  short: { skillId: string; reached: number; needed: number }[];
}
