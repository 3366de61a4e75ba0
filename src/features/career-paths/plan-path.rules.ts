import { orderSkills } from '../programme/index.ts';
import type { Gap, Offer, OfferKind, PathPlan, PlannedItem, UnmetReason } from './path.schema.ts';
import { WeekLedger, dayNumber, dayOf, type Placement } from './week-ledger.rules.ts';

/** Stored with each path. */
export const PATH_RULE = 'path-1';

export interface PathAsk {
  gaps: readonly Gap[];
  offers: readonly Offer[];
  /** Direct prerequisites of each skill. */
  requires: ReadonlyMap<string, readonly string[]>;
  /** First and last day of the plan: today, and when the goal is due. */
  from: string;
  until: string;
  weeklyMinutes: number;
}

/** What a gap that the goal itself doesn't ask for weighs when offers are compared. */
const PREREQUISITE_WEIGHT = 1;
/** A path is a mixture (§5.4.3.1): what is of a kind that it doesn't have yet counts so much more. */
const NEW_KIND_BONUS = 1.25;

interface Candidate {
  offer: Offer;
  /** What it would help with now. */
  covers: PlannedItem['covers'];
  /** How many gaps it would help with if all that they build on were there. */
  wouldCover: number;
  /** Prerequisites among the gaps that something else has to teach first. */
  after: string[];
}

/**
 * From gaps to a dated path (R072). Gaps are taken in the order of the skill graph, the important ones first; for each
 * the offer is taken that closes most for its hours and fits between its days, after all prerequisites and into what is
 * left of each week. What can't be placed is named with the reason. Same input, same path.
 */
export function planPath(ask: PathAsk): PathPlan {
  return new Planner(ask).plan();
}

class Planner {
  readonly #ask: PathAsk;
  readonly #gaps: ReadonlyMap<string, Gap>;
  readonly #offersOf = new Map<string, Offer[]>();
  readonly #ledger: WeekLedger;
  readonly #levels = new Map<string, number>();
  /** The last day of what teaches a gap, per gap that has something. */
  readonly #learnedOn = new Map<string, number>();
  readonly #failures = new Map<string, UnmetReason>();
  readonly #taken = new Map<string, PlannedItem>();
  readonly #kinds = new Set<OfferKind>();

  constructor(ask: PathAsk) {
    this.#ask = ask;
    this.#gaps = new Map(ask.gaps.map((gap) => [gap.skillId, gap]));
    this.#ledger = new WeekLedger(ask.weeklyMinutes);
    for (const gap of ask.gaps) this.#levels.set(gap.skillId, gap.level);
    for (const offer of ask.offers)
      for (const { skillId } of offer.skills) {
        if (!this.#gaps.has(skillId)) continue;
        const offers = this.#offersOf.get(skillId) ?? [];
        if (offers.length === 0) this.#offersOf.set(skillId, offers);
        offers.push(offer);
      }
  }

  plan(): PathPlan {
    const order = orderGaps(this.#ask);
    // What a later item teaches can make room for a gap that had to wait, so rounds go on while one brings something.
    for (let planned = -1; planned < this.#taken.size;) {
      planned = this.#taken.size;
      for (const gap of order) this.#close(gap);
    }
    const gaps = order.filter(({ skillId }) => !this.#learnedOn.has(skillId));
    return {
      items: [...this.#taken.values()].sort(
        (a, b) => compare(a.startsOn, b.startsOn) || compare(a.endsOn, b.endsOn) || compare(a.key, b.key),
      ),
      unmet: gaps.map(({ skillId }) => ({ skillId, reason: this.#failures.get(skillId) ?? 'no_offer' })),
      short: order
        .filter(({ skillId, needed }) => this.#learnedOn.has(skillId) && this.#levelOf(skillId) < needed)
        .map(({ skillId, needed }) => ({ skillId, reached: this.#levelOf(skillId), needed })),
    };
  }

  /** Takes offers for one gap until it is closed or none is left that can be had. */
  #close(gap: Gap): void {
    while (this.#levelOf(gap.skillId) < gap.needed) {
      const found = this.#choose(gap);
      if (typeof found === 'string') {
        this.#failures.set(gap.skillId, found);
        return;
      }
      this.#commit(found.candidate, found.placement, found.alternatives);
    }
  }

  #choose(gap: Gap): { candidate: Candidate; placement: Placement; alternatives: number } | UnmetReason {
    const offers = this.#offersOf.get(gap.skillId) ?? [];
    if (offers.length === 0) return 'no_offer';
    const fitting = offers
      .filter(({ key }) => !this.#taken.has(key))
      .map((offer) => this.#examine(offer))
      .filter(({ covers }) => covers.some(({ skillId }) => skillId === gap.skillId));
    if (fitting.length === 0) return this.#isBlocked(gap.skillId) ? 'prerequisite' : 'level';
    const ready = fitting
      .map((candidate) => ({ candidate, worth: this.#worthOf(candidate) }))
      .sort((a, b) => b.worth - a.worth || compare(a.candidate.offer.key, b.candidate.offer.key));
    let reason: UnmetReason = 'dates';
    for (const { candidate } of ready) {
      const placement = this.#place(candidate);
      if (typeof placement !== 'string') return { candidate, placement, alternatives: ready.length - 1 };
      if (placement === 'capacity') reason = 'capacity';
    }
    return reason;
  }

  /**
   * Which gaps an offer helps with now, and what has to be learned before. What builds on something that nothing teaches
   * yet doesn't count: it may by another offer later.
   */
  #examine(offer: Offer): Candidate {
    const wanted = offer.skills.flatMap(({ skillId, from, to }) => {
      const gap = this.#gaps.get(skillId);
      const level = this.#levelOf(skillId);
      return gap && level < gap.needed && from <= level && to > level
        ? [{ skillId, from: level, to: Math.min(to, gap.needed) }]
        : [];
    });
    let covers = wanted;
    for (let count = -1; count !== covers.length;) {
      count = covers.length;
      const taught = new Set(covers.map(({ skillId }) => skillId));
      covers = covers.filter(({ skillId }) => !this.#isBlocked(skillId, taught));
    }
    const taught = new Set(covers.map(({ skillId }) => skillId));
    const after = new Set(
      covers.flatMap(({ skillId }) => this.#gapsBelow(skillId)).filter((skillId) => !taught.has(skillId)),
    );
    return { offer, covers, wouldCover: wanted.length, after: [...after].sort(compare) };
  }

  #gapsBelow(skillId: string): string[] {
    return (this.#ask.requires.get(skillId) ?? []).filter((required) => this.#gaps.has(required));
  }

  /** Whether a skill builds on a gap that neither an earlier item nor `taught` closes. */
  #isBlocked(skillId: string, taught: ReadonlySet<string> = new Set()): boolean {
    return this.#gapsBelow(skillId).some((below) => !this.#learnedOn.has(below) && !taught.has(below));
  }

  /** What it closes, weighed by importance, for the time it takes; less where much of it can't be followed yet. */
  #worthOf({ offer, covers, wouldCover }: Candidate): number {
    const closed = covers.reduce((sum, { skillId, from, to }) => {
      const importance = this.#gaps.get(skillId)?.importance ?? 0;
      return sum + (to - from) * (importance > 0 ? importance : PREREQUISITE_WEIGHT);
    }, 0);
    const bonus = this.#kinds.has(offer.kind) ? 1 : NEW_KIND_BONUS;
    return (closed * bonus * covers.length) / wouldCover / Math.sqrt(1 + offer.minutes / 60);
  }

  #place({ offer, covers, after }: Candidate): Placement | 'dates' | 'capacity' {
    const before = [...after, ...covers.map(({ skillId }) => skillId)]
      .map((skillId) => this.#learnedOn.get(skillId))
      .filter((day) => day !== undefined);
    const opens = offer.opensOn === null ? -Infinity : dayNumber(offer.opensOn);
    const from = Math.max(dayNumber(this.#ask.from), opens, ...before.map((day) => day + 1));
    const ends = offer.endsOn === null ? Infinity : dayNumber(offer.endsOn);
    const until = Math.min(dayNumber(this.#ask.until), ends);
    // What ends after the goal is due doesn't help to reach it.
    if (from > until || (ends !== Infinity && ends > until)) return 'dates';
    const placement = this.#ledger.find(offer.minutes, from, until);
    if (!placement) return 'capacity';
    if (offer.applyBy !== null && placement.startsOn > dayNumber(offer.applyBy)) return 'dates';
    return ends === Infinity ? placement : { ...placement, endsOn: ends };
  }

  #commit({ offer, covers, after }: Candidate, placement: Placement, alternatives: number): void {
    this.#ledger.take(placement);
    this.#kinds.add(offer.kind);
    for (const { skillId, to } of covers) {
      this.#levels.set(skillId, to);
      this.#learnedOn.set(skillId, Math.max(placement.endsOn, this.#learnedOn.get(skillId) ?? -Infinity));
    }
    this.#taken.set(offer.key, {
      key: offer.key,
      kind: offer.kind,
      startsOn: dayOf(placement.startsOn),
      endsOn: dayOf(placement.endsOn),
      minutes: offer.minutes,
      weeks: placement.weeks.map(({ monday, minutes }) => ({ monday: dayOf(monday), minutes })),
      covers,
      after,
      alternatives,
    });
  }

  #levelOf(skillId: string): number {
    return this.#levels.get(skillId) ?? 0;
  }
}

/** Every gap after the gaps it builds on, and as early as its importance allows. */
function orderGaps({ gaps, requires }: PathAsk): Gap[] {
  const byId = new Map(gaps.map((gap) => [gap.skillId, gap]));
  const nodes = gaps
    .toSorted((a, b) => b.importance - a.importance || compare(a.skillId, b.skillId))
    .map(({ skillId }) => ({ id: skillId, requires: [...(requires.get(skillId) ?? [])].sort(compare) }));
  const order = orderSkills(nodes);
  if (order.kind === 'cycle') throw new Error(`Skills require each other: ${order.ids.join(', ')}.`);
  return order.ids.flatMap((id) => byId.get(id) ?? []);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
