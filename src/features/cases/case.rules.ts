import type { StoodInFor } from '../inbox/index.ts';
import { ANSWER_DAYS, dueAfter } from './due-date.rules.ts';
import type {
  CaseAct,
  CaseActor,
  CaseChanges,
  CaseKind,
  CaseLevel,
  CaseOutcome,
  CaseStanding,
  SchoolClock,
  Trend,
} from './cases.schema.ts';

export type Decision = { kind: 'do'; changes: CaseChanges } | { kind: 'refuse'; errorId: string };

/** After acting, what was measured is measured again after these many days. */
export const REMEASURE_DAYS = [7, 14] as const;
export const SNOOZE_DAYS_MAX = 28;
/** Nobody is given up on after fewer tries (notes/learning.md §3). */
export const CONTACT_TRIES = 3;

const DAY_MS = 86_400_000;
const daysAfter = (at: Date, days: number) => new Date(at.getTime() + days * DAY_MS);

/** Leads a case: those who teach or answer for the course, and whoever the case was given to. */
export const mayLead = (who: CaseActor, ownerPersonId: string | null): boolean =>
  who.roles.some((role) => role === 'instructor' || role === 'administrator' || role === 'supervisor') ||
  (ownerPersonId !== null && (who.personId === ownerPersonId || standsInFor(who, ownerPersonId)));

/** Whether a case's owner is away and this is the deputy: acts under their own name, for the owner. */
export const standsInFor = (who: CaseActor, ownerPersonId: string | null): boolean =>
  ownerPersonId !== null && (who.standsInFor ?? []).includes(ownerPersonId);

/** Somebody as an actor in one course: deputies are deputies there, not everywhere. */
export const actorIn = <A extends CaseActor & { stoodInFor: readonly StoodInFor[] }>(
  who: A,
  courseId: string,
): A => ({
  ...who,
  standsInFor: who.stoodInFor
    .filter((one) => one.courseId === null || one.courseId === courseId)
    .map(({ personId }) => personId),
});

/** A mentor from outside sees what he or she is needed for: red cases, and cases given to them. */
export const maySee = (who: CaseActor, standing: Pick<CaseStanding, 'level' | 'ownerPersonId'>): boolean =>
  mayLead(who, standing.ownerPersonId) ||
  who.roles.includes('career_teacher') ||
  (who.roles.includes('enterprise_mentor') && standing.level === 'red');

/** Decides whether somebody may take a step now, and what it changes. */
export function decideAct(
  standing: CaseStanding,
  who: CaseActor,
  act: CaseAct,
  now: Date,
  clock: SchoolClock,
): Decision {
  if (standing.state === 'closed') return refuse('closed');
  if (!mayTake(standing, who, act)) return refuse('roleMissing');
  switch (act.step) {
    case 'commented':
      return decide({});
    case 'acknowledged':
      if (standing.state !== 'raised') return refuse('alreadyAcknowledged');
      return decide({ ...acknowledge(standing, who, now), state: 'acknowledged' });
    case 'assigned':
      return decideProgress(standing, who, act, now, { ownerPersonId: act.personId });
    case 'method_changed':
    case 'intervened':
    case 'contact_tried':
    case 'mentor_guided':
      return decideProgress(standing, who, act, now, {});
    case 'snoozed':
      return decideSnooze(act.until, now, clock);
    case 'closed':
      return decideClose(standing, act, now);
  }
}

const refuse = (reason: string): Decision => ({ kind: 'refuse', errorId: `cases.${reason}` });
const decide = (changes: CaseChanges): Decision => ({ kind: 'do', changes });

/** From outside the school: logs their own guidance, never another's. */
export const isOnlyMentor = (who: CaseActor): boolean =>
  who.roles.every((role) => role === 'enterprise_mentor' || role === 'expert');

function mayTake(standing: CaseStanding, who: CaseActor, act: CaseAct): boolean {
  if (act.step === 'commented') return maySee(who, standing);
  // Mentors log what they did themselves; they judge no learner.
  if (act.step === 'mentor_guided' && act.mentorPersonId === who.personId) return maySee(who, standing);
  if (act.step === 'mentor_guided' && isOnlyMentor(who)) return false;
  return mayLead(who, standing.ownerPersonId);
}

/** Whoever takes up a case that nobody owns becomes its owner, if it is theirs to lead. */
const acknowledge = (standing: CaseStanding, who: CaseActor, now: Date): CaseChanges => ({
  ...(standing.acknowledgedAt === null ? { acknowledgedAt: now } : {}),
  ...(standing.ownerPersonId === null && mayLead(who, null) ? { ownerPersonId: who.personId } : {}),
});

function decideProgress(
  standing: CaseStanding,
  who: CaseActor,
  act: CaseAct,
  now: Date,
  extra: CaseChanges,
): Decision {
  const steps = [...standing.steps, act.step];
  const acted = standing.state !== 'acted' && missingToAct({ ...standing, steps }) === null;
  return decide({
    ...(standing.state === 'raised' ? { state: 'acknowledged' as const } : {}),
    ...acknowledge(standing, who, now),
    ...extra,
    ...(acted
      ? { state: 'acted' as const, actedAt: now, remeasureAt: daysAfter(now, REMEASURE_DAYS[0]) }
      : {}),
  });
}

/**
 * What a case still lacks before it counts as acted on; null: nothing. Yellow asks the teacher for a changed method,
 * red for a named intervener and an enterprise mentor's guidance (§5.5.3.3). What is only followed up asks for nothing.
 */
export function missingToAct({
  kind,
  level,
  steps,
}: Pick<CaseStanding, 'kind' | 'level' | 'steps'>): 'method' | 'intervener' | 'mentor' | null {
  if (kind !== 'warning') return null;
  if (level === 'yellow') return steps.includes('method_changed') ? null : 'method';
  if (!steps.includes('assigned')) return 'intervener';
  return steps.includes('mentor_guided') ? null : 'mentor';
}

/** A snoozed case comes back with its full time to answer. */
function decideSnooze(until: Date, now: Date, clock: SchoolClock): Decision {
  if (until <= now) return refuse('snoozePast');
  if (until > daysAfter(now, SNOOZE_DAYS_MAX)) return refuse('snoozeTooLong');
  return decide({ snoozedUntil: until, dueAt: dueAfter(until, ANSWER_DAYS, clock) });
}

function decideClose(standing: CaseStanding, act: Extract<CaseAct, { step: 'closed' }>, now: Date): Decision {
  const { outcome } = act;
  if (!OUTCOMES_OF[standing.kind].includes(outcome)) return refuse('otherOutcome');
  if (outcome === 'false_alarm' && act.note.trim() === '') return refuse('noteMissing');
  const missing = missingToClose(standing, outcome);
  if (missing !== null) return refuse(`missing.${missing}`);
  return decide({ state: 'closed', closedAt: now, outcome, remeasureAt: null });
}

const FOLLOWED_UP: readonly CaseOutcome[] = ['settled', 'no_reply', 'left_course'];
/** How cases of each kind may end. */
export const OUTCOMES_OF: Record<CaseKind, readonly CaseOutcome[]> = {
  warning: ['improved', 'no_change', 'false_alarm', 'no_reply', 'left_course'],
  goal_adjustment: FOLLOWED_UP,
  path_objection: FOLLOWED_UP,
};

/**
 * What a case still lacks before it may end so; null: nothing. A yellow case whose learner can't be reached needs the
 * tries instead of a changed method; a red one needs both.
 */
export function missingToClose(
  { kind, level, steps, contactTries }: Pick<CaseStanding, 'kind' | 'level' | 'steps' | 'contactTries'>,
  outcome: CaseOutcome,
): ReturnType<typeof missingToAct> | 'contact' {
  if (outcome === 'false_alarm' || outcome === 'left_course' || outcome === 'settled') return null;
  const missing = missingToAct({ kind, level, steps });
  if (outcome !== 'no_reply') return missing;
  return level === 'red' && missing !== null ? missing : contactTries < CONTACT_TRIES ? 'contact' : null;
}

export type Escalation = 'none' | 'escalate' | 'turn_red';

/** Decides what becomes of a case when nobody has acted in its days (R058). */
export function decideEscalation(standing: CaseStanding, now: Date): Escalation {
  const waits = standing.state === 'raised' || standing.state === 'acknowledged';
  const snoozed = standing.snoozedUntil !== null && standing.snoozedUntil > now;
  if (!waits || snoozed || standing.dueAt > now) return 'none';
  if (standing.level === 'yellow' && standing.worsenedAt !== null) return 'turn_red';
  return standing.escalatedAt === null ? 'escalate' : 'none';
}

/** A red case starts over: other people have to answer, in days of their own. */
export const turnRed = (now: Date, clock: SchoolClock): CaseChanges => ({
  level: 'red',
  state: 'raised',
  dueAt: dueAfter(now, ANSWER_DAYS, clock),
  actedAt: null,
  remeasureAt: null,
  snoozedUntil: null,
});

export type Retrigger =
  { kind: 'nothing' } | { kind: 'append'; changes: CaseChanges } | { kind: 'turn_red'; changes: CaseChanges };

/**
 * Decides what a warning means for a case that is open already: one open case per learner and course, so it is added
 * to, never doubled. `trend` compares with the latest measurement, `trendSinceRaised` with the first.
 */
export function decideRetrigger(
  standing: CaseStanding,
  signal: { level: CaseLevel; trend: Trend; trendSinceRaised: Trend },
  now: Date,
  clock: SchoolClock,
): Retrigger {
  const worsened =
    standing.worsenedAt === null && signal.trendSinceRaised === 'worse' ? { worsenedAt: now } : {};
  const isDue = decideEscalation({ ...standing, ...worsened }, now) === 'turn_red';
  if (standing.level === 'yellow' && (signal.level === 'red' || isDue)) {
    return { kind: 'turn_red', changes: { ...worsened, ...turnRed(now, clock) } };
  }
  if (signal.trend !== 'worse' && Object.keys(worsened).length === 0) return { kind: 'nothing' };
  return { kind: 'append', changes: worsened };
}

/** When a case that was acted on is measured again after this time; null: it was measured often enough. */
export function nextRemeasureAt(actedAt: Date, measuredAt: Date): Date | null {
  const later = REMEASURE_DAYS.map((days) => daysAfter(actedAt, days)).find((at) => at > measuredAt);
  return later ?? null;
}
