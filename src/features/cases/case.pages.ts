import type { Locale } from '../../infra/views.ts';
import {
  nextStep,
  presentCountdown,
  presentLine,
  type Countdown,
  type NextStep,
  type Sentence,
} from './case-parts.pages.ts';
import {
  OUTCOMES_OF,
  SNOOZE_DAYS_MAX,
  isOnlyMentor,
  mayLead,
  missingToAct,
  missingToClose,
  standsInFor,
} from './case.rules.ts';
import type { CaseDetail, CaseHappening, StaffMember } from './case-view.schema.ts';
import {
  CASE_OUTCOMES,
  SNOOZE_REASONS,
  type CaseActor,
  type CaseKind,
  type CaseLevel,
  type CaseOutcome,
  type CaseState,
  type CaseStep,
  type EvidenceLine,
  type SnoozeReason,
  type Trend,
} from './cases.schema.ts';

interface Line extends Sentence {
  statements: { id: string; place: number }[];
}

export interface CasePage {
  saved: boolean;
  id: string;
  /** null: a warning. Else what is followed up. */
  followUp: Exclude<CaseKind, 'warning'> | null;
  level: CaseLevel;
  state: CaseState;
  subject: { personId: string; name: string } | null;
  courseTitle: string;
  /** Whether the reader's session is in this course: only then do its other pages open. */
  inCourse: boolean;
  ruleVersion: string;
  openedAt: Date;
  countdown: Countdown;
  remeasureAt: Date | null;
  ownerName: string | null;
  /** The owner is away, and the reader is the deputy. */
  asDeputy: boolean;
  outcome: CaseOutcome | null;
  evidence: Line[];
  suggestion: string;
  measures: { name: string; raised: number | null; now: number | null }[];
  /** What is still missing before it counts as acted on. */
  missing: 'method' | 'intervener' | 'mentor' | null;
  next: NextStep;
  /** null: the reader may only look (and note what they did, where `mayComment`). */
  forms: CaseForms | null;
  /** For a mentor who isn't otherwise in charge. */
  ownGuidance: boolean;
  mentorPersonId: string;
  mayComment: boolean;
  history: Happening[];
}

interface CaseForms {
  acknowledge: boolean;
  intervention: boolean;
  staff: { personId: string; name: string; roles: string[] }[];
  mentors: { personId: string; name: string }[];
  /** There is somebody to be reached; how often that failed. */
  contact: boolean;
  contactTries: number;
  snoozeReasons: readonly SnoozeReason[];
  snoozeDaysMax: number;
  outcomes: { value: CaseOutcome; possible: boolean }[];
}

interface Happening {
  at: Date;
  step: CaseStep;
  /** null: the system. */
  byName: string | null;
  /** Whose deputy took the step. */
  forName: string | null;
  note: string | null;
  /** Somebody the step names: who got it, who guided. */
  named: string | null;
  trend: Trend | null;
  reason: SnoozeReason | null;
  until: Date | null;
  outcome: CaseOutcome | null;
  lines: Line[];
}

export interface CaseReading {
  detail: CaseDetail;
  happenings: readonly CaseHappening[];
  staff: readonly StaffMember[];
  names: ReadonlyMap<string, string>;
}

export function presentCase(
  { detail, happenings, staff, names }: CaseReading,
  reader: CaseActor & { locale: Locale; courseId: string | null },
  now: Date,
  saved: boolean,
): CasePage {
  const leads = mayLead(reader, detail.ownerPersonId);
  const isOpen = detail.closedAt === null;
  const line = (one: EvidenceLine) => presentEvidence(one, reader.locale);
  return {
    saved,
    id: detail.id,
    followUp: detail.kind === 'warning' ? null : detail.kind,
    level: detail.level,
    state: detail.state,
    subject:
      detail.subjectPersonId === null
        ? null
        : { personId: detail.subjectPersonId, name: detail.subjectName ?? '' },
    courseTitle: detail.courseTitle,
    inCourse: reader.courseId === detail.courseId,
    ruleVersion: detail.ruleVersion,
    openedAt: detail.openedAt,
    countdown: presentCountdown(detail, now),
    remeasureAt: isOpen ? detail.remeasureAt : null,
    ownerName: detail.ownerName,
    asDeputy: standsInFor(reader, detail.ownerPersonId),
    outcome: detail.outcome,
    evidence: detail.evidence.lines.map(line),
    suggestion: detail.evidence.suggestion,
    measures: presentMeasures(detail),
    missing: isOpen ? missingToAct(detail) : null,
    next: nextStep(detail, reader),
    forms: isOpen && leads ? presentForms(detail, staff, reader) : null,
    ownGuidance: isOpen && !leads && reader.roles.includes('enterprise_mentor'),
    mentorPersonId: reader.personId,
    mayComment: isOpen,
    history: happenings.map((one) => presentHappening(one, names, line)),
  };
}

const presentEvidence = (one: EvidenceLine, locale: Locale): Line => {
  const { statementIds, ...sentence } = presentLine(one, locale);
  return { ...sentence, statements: statementIds.map((id, index) => ({ id, place: index + 1 })) };
};

/** In the order in which they are read; a measure that is new here comes last. */
const MEASURES = [
  'missedDeadlines',
  'activityPercent',
  'silentDays',
  'riskPercent',
  'weakPercent',
  'atRiskPercent',
];

function presentMeasures({ evidence, measures }: CaseDetail): CasePage['measures'] {
  const place = (name: string) => (MEASURES.includes(name) ? MEASURES.indexOf(name) : MEASURES.length);
  return [...new Set([...Object.keys(evidence.measures), ...Object.keys(measures)])]
    .sort((a, b) => place(a) - place(b))
    .map((name) => ({
      name,
      raised: evidence.measures[name] ?? null,
      now: measures[name] ?? null,
    }));
}

function presentForms(detail: CaseDetail, staff: readonly StaffMember[], reader: CaseActor): CaseForms {
  const people = new Map<string, { personId: string; name: string; roles: string[] }>();
  for (const { personId, name, role } of staff) {
    const known = people.get(personId);
    if (known) known.roles.push(role);
    else people.set(personId, { personId, name, roles: [role] });
  }
  return {
    acknowledge: detail.state === 'raised',
    intervention: detail.level === 'red',
    staff: [...people.values()],
    mentors: [...people.values()].filter(
      ({ personId, roles }) =>
        roles.includes('enterprise_mentor') && (!isOnlyMentor(reader) || personId === reader.personId),
    ),
    contact: detail.subjectPersonId !== null,
    contactTries: detail.contactTries,
    snoozeReasons: SNOOZE_REASONS,
    snoozeDaysMax: SNOOZE_DAYS_MAX,
    outcomes: OUTCOMES_OF[detail.kind].map((value) => ({
      value,
      possible: missingToClose(detail, value) === null,
    })),
  };
}

function presentHappening(
  { at, step, byName, note, detail }: CaseHappening,
  names: ReadonlyMap<string, string>,
  line: (one: EvidenceLine) => Line,
): Happening {
  const named = namedIn(detail);
  const onBehalf = onBehalfOf(detail);
  const until = detail['until'];
  const lines = detail['lines'];
  return {
    at,
    step,
    byName,
    forName: onBehalf === null ? null : (names.get(onBehalf) ?? null),
    note,
    named: named === null ? null : (names.get(named) ?? null),
    trend: oneOf(['better', 'same', 'worse'] as const, detail['trend']),
    reason: oneOf(SNOOZE_REASONS, detail['reason']),
    until: typeof until === 'string' ? new Date(until) : null,
    outcome: oneOf(CASE_OUTCOMES, detail['outcome']),
    lines: Array.isArray(lines) ? (lines as EvidenceLine[]).map(line) : [],
  };
}

/** The person a step names besides who took it: who was given the case, who guided, whom it went to. */
export function namedIn(detail: Record<string, unknown>): string | null {
  const named = detail['personId'] ?? detail['mentorPersonId'] ?? detail['toPersonId'];
  return typeof named === 'string' ? named : null;
}

/** The absent owner for whom a deputy took a step. */
export function onBehalfOf(detail: Record<string, unknown>): string | null {
  const owner = detail['forPersonId'];
  return typeof owner === 'string' ? owner : null;
}

const oneOf = <T extends string>(values: readonly T[], value: unknown): T | null =>
  values.find((one) => one === value) ?? null;
