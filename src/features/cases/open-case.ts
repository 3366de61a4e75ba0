import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { decideRetrigger, nextRemeasureAt } from './case.rules.ts';
import { findCareerTeacher, findOwner } from './case-staff.queries.ts';
import { takeCase, type StandingCase } from './cases.queries.ts';
import type {
  CaseChanges,
  CaseEvidence,
  CaseKind,
  CaseLevel,
  CaseMeasures,
  CaseStep,
  SchoolClock,
  Trend,
} from './cases.schema.ts';
import { caseEvents, cases } from './cases.tables.ts';
import { tellChange, tellOwner } from './tell-owner.ts';
import { ANSWER_DAYS, dueAfter } from './due-date.rules.ts';

export interface NewCase {
  schoolId: string;
  kind: CaseKind;
  courseId: string;
  /** null: the course's learners together. */
  subjectPersonId: string | null;
  level: CaseLevel;
  evidence: CaseEvidence;
  ruleVersion: string;
}

/** Raises a case and returns its id; null when one of its kind about the same learner and course is open already. */
export async function openCase(
  tx: Database,
  deps: Deps,
  clock: SchoolClock,
  wanted: NewCase,
): Promise<string | null> {
  const now = deps.now();
  const [opened] = await tx
    .insert(cases)
    .values({
      ...wanted,
      id: deps.newId(),
      state: 'raised',
      ownerPersonId: await (wanted.kind === 'warning' ? findOwner : findCareerTeacher)(tx, wanted, now),
      openedAt: now,
      dueAt: dueAfter(now, ANSWER_DAYS, clock),
      measures: wanted.evidence.measures,
    })
    .onConflictDoNothing()
    .returning();
  if (!opened) return null;
  const told = { ...wanted, caseId: opened.id };
  const id = await recordStep(tx, deps, { ...told, step: 'raised' });
  await tellChange(tx, deps, told, { before: null, after: opened }, { id });
  return opened.id;
}

/** What learning saw when it looked at the learner of an open case again. */
export interface Look {
  measures: CaseMeasures;
  /** null: nothing calls for a warning now. */
  warning: { level: CaseLevel; evidence: CaseEvidence } | null;
  compare(before: CaseMeasures, after: CaseMeasures): Trend;
}

/** Adds a look to an open case: worse news append to it or turn it red, and what was acted on is measured again when it is time. */
export async function addLook(
  tx: Database,
  deps: Deps,
  clock: SchoolClock,
  key: { schoolId: string; caseId: string },
  look: Look,
): Promise<void> {
  const standing = await takeCase(tx, key);
  if (!standing || standing.closedAt !== null) return;
  const now = deps.now();
  const trendSinceRaised = look.compare(standing.evidence.measures, look.measures);
  const changes: CaseChanges & { triggers?: number } = {};
  const told = { ...key, courseId: standing.courseId, subjectPersonId: standing.subjectPersonId };
  if (look.warning) {
    const signal = {
      level: look.warning.level,
      trend: look.compare(standing.measures, look.measures),
      trendSinceRaised,
    };
    const retrigger = decideRetrigger(standing, signal, now, clock);
    if (retrigger.kind !== 'nothing') {
      Object.assign(changes, retrigger.changes, { triggers: standing.triggers + 1 });
      const { lines, suggestion } = look.warning.evidence;
      const step = retrigger.kind === 'turn_red' ? 'turned_red' : 'triggered_again';
      const id = await recordStep(tx, deps, { ...key, step, detail: { lines, suggestion } });
      await tellChange(tx, deps, told, { before: standing, after: { ...standing, ...changes } }, { id });
    }
  }
  if (isTimeToRemeasure(standing, now) && changes.level === undefined) {
    changes.remeasureAt = standing.actedAt && nextRemeasureAt(standing.actedAt, now);
    const detail = { trend: trendSinceRaised, measures: look.measures };
    const id = await recordStep(tx, deps, { ...key, step: 'remeasured', detail });
    await tellOwner(tx, deps, told, { ...standing, news: 'measured', dueAt: null }, { id });
  }
  if (Object.keys(changes).length > 0 || JSON.stringify(look.measures) !== JSON.stringify(standing.measures))
    await updateCase(tx, key, { ...changes, measures: look.measures });
}

const isTimeToRemeasure = (standing: StandingCase, now: Date): boolean =>
  standing.state === 'acted' && standing.remeasureAt !== null && standing.remeasureAt <= now;

/** One more line in a case's history; returns its id. */
export async function recordStep(
  tx: Database,
  deps: Deps,
  event: {
    schoolId: string;
    caseId: string;
    step: CaseStep;
    byPersonId?: string;
    detail?: Record<string, unknown>;
    noteSealed?: string;
  },
): Promise<string> {
  const id = deps.newId();
  await tx.insert(caseEvents).values({
    schoolId: event.schoolId,
    id,
    caseId: event.caseId,
    at: deps.now(),
    byPersonId: event.byPersonId ?? null,
    step: event.step,
    detail: event.detail ?? {},
    noteSealed: event.noteSealed ?? null,
  });
  return id;
}

export async function updateCase(
  tx: Database,
  key: { schoolId: string; caseId: string },
  changes: CaseChanges & { measures?: CaseMeasures; triggers?: number },
): Promise<void> {
  if (Object.keys(changes).length === 0) return;
  await tx
    .update(cases)
    .set(changes)
    .where(and(eq(cases.schoolId, key.schoolId), eq(cases.id, key.caseId), sql`${cases.closedAt} is null`));
}
