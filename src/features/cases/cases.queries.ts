import { and, asc, eq, isNull, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { asJson, type Database } from '../../infra/db.ts';
import type { StoodInFor } from '../inbox/index.ts';
import { getCalendar } from '../roster/index.ts';
import { courses, people, schools } from '../roster/roster.tables.ts';
import { caseEvents, cases } from './cases.tables.ts';
import type { CaseDetail, ListedCase } from './case-view.schema.ts';
import type { CaseStep, SchoolClock } from './cases.schema.ts';

export type CaseRow = typeof cases.$inferSelect;
export type CaseEventRow = typeof caseEvents.$inferSelect;
/** A case with what the rules ask of it. */
export type StandingCase = CaseRow & { steps: CaseStep[]; contactTries: number };

/** Which cases somebody's session reaches: a course's and their own, or the whole school's. */
export interface CaseScope {
  schoolId: string;
  personId: string;
  courseId: string | null;
  everyCourse: boolean;
  /** Whose cases are this person's to answer meanwhile. */
  stoodInFor: readonly StoodInFor[];
}

/** An owner keeps a case only while they still have something to do with its course. */
const isStillStaff = (scope: CaseScope): SQL =>
  sql`(exists (select 1 from memberships m where m.school_id = ${scope.schoolId}::uuid
        and m.person_id = ${scope.personId}::uuid and m.course_id = ${cases.courseId}
        and m.role in ('instructor', 'administrator') and m.active)
      or exists (select 1 from appointments a where a.school_id = ${scope.schoolId}::uuid
        and a.person_id = ${scope.personId}::uuid and a.ended_at is null
        and (a.course_id is null or a.course_id = ${cases.courseId})))`;

const inScope = (scope: CaseScope): SQL | undefined =>
  and(
    eq(cases.schoolId, scope.schoolId),
    scope.everyCourse
      ? undefined
      : sql`(${cases.courseId} = ${scope.courseId}::uuid
          or (${cases.ownerPersonId} = ${scope.personId}::uuid and ${isStillStaff(scope)})
          or exists (select 1 from jsonb_to_recordset(${asJson(scope.stoodInFor)})
            as s("personId" uuid, "courseId" uuid) where s."personId" = ${cases.ownerPersonId}
            and (s."courseId" is null or s."courseId" = ${cases.courseId})))`,
  );

export async function getSchoolClock(db: Database, schoolId: string): Promise<SchoolClock> {
  const [row] = await db
    .select({ warningClock: schools.warningClock, timeZone: schools.timeZone })
    .from(schools)
    .where(eq(schools.id, schoolId));
  if (!row) throw new Error('There is no such school.');
  if (row.warningClock === 'calendar_days') return row;
  return { ...row, days: (await getCalendar(db, schoolId)).days };
}

/** Since when a case has its level: a red one starts over, so what was done while it was yellow doesn't answer it. */
const levelSince = (schoolId: SQL, caseId: SQL): SQL =>
  sql`coalesce((select max(t.at) from case_events t where t.school_id = ${schoolId} and t.case_id = ${caseId}
    and t.step = 'turned_red'), '-infinity'::timestamptz)`;

/** On how many days where the school is: three clicks in a row are one try. */
const countDays = sql<number>`count(distinct (case_events.at at time zone schools.time_zone)::date)::int`;

/** The case, locked until the transaction ends, so that two people's steps follow each other. */
export async function takeCase(
  tx: Database,
  key: { schoolId: string; caseId: string },
  scope?: CaseScope,
): Promise<StandingCase | undefined> {
  const [row] = await tx
    .select()
    .from(cases)
    .where(
      and(eq(cases.schoolId, key.schoolId), eq(cases.id, key.caseId), scope ? inScope(scope) : undefined),
    )
    .for('update');
  if (!row) return undefined;
  const steps = await tx
    .select({ step: caseEvents.step, days: countDays })
    .from(caseEvents)
    .innerJoin(schools, eq(schools.id, caseEvents.schoolId))
    .where(
      and(
        eq(caseEvents.schoolId, key.schoolId),
        eq(caseEvents.caseId, key.caseId),
        sql`${caseEvents.at} >= ${levelSince(sql`${key.schoolId}::uuid`, sql`${key.caseId}::uuid`)}`,
      ),
    )
    .groupBy(caseEvents.step);
  const tried = steps.find(({ step }) => step === 'contact_tried');
  return { ...row, steps: steps.map(({ step }) => step), contactTries: tried?.days ?? 0 };
}

const owners = alias(people, 'owners');
const subjects = alias(people, 'subjects');
const LISTED = {
  id: cases.id,
  kind: cases.kind,
  level: cases.level,
  state: cases.state,
  evidence: cases.evidence,
  openedAt: cases.openedAt,
  dueAt: cases.dueAt,
  snoozedUntil: cases.snoozedUntil,
  escalatedAt: cases.escalatedAt,
  closedAt: cases.closedAt,
  outcome: cases.outcome,
  ownerPersonId: cases.ownerPersonId,
  ownerName: owners.displayName,
  subjectPersonId: cases.subjectPersonId,
  subjectName: subjects.displayName,
  courseId: cases.courseId,
  courseTitle: courses.title,
  steps: sql<CaseStep[]>`coalesce((select jsonb_agg(distinct e.step) from case_events e
    where e.school_id = ${cases.schoolId} and e.case_id = ${cases.id}
      and e.at >= ${levelSince(sql`${cases.schoolId}`, sql`${cases.id}`)}), '[]'::jsonb)`,
};

const isWarning = eq(cases.kind, 'warning');

const listed = (db: Database) =>
  db
    .select(LISTED)
    .from(cases)
    .innerJoin(courses, and(eq(courses.schoolId, cases.schoolId), eq(courses.id, cases.courseId)))
    .leftJoin(owners, and(eq(owners.schoolId, cases.schoolId), eq(owners.id, cases.ownerPersonId)))
    .leftJoin(subjects, and(eq(subjects.schoolId, cases.schoolId), eq(subjects.id, cases.subjectPersonId)));

/** Warnings that are open (red first, then by due date) or closed (newest first, at most 200). */
export const selectCases = (db: Database, scope: CaseScope, show: 'open' | 'closed'): Promise<ListedCase[]> =>
  listed(db)
    .where(
      and(
        inScope(scope),
        isWarning,
        show === 'open' ? isNull(cases.closedAt) : sql`${cases.closedAt} is not null`,
      ),
    )
    .orderBy(
      ...(show === 'open'
        ? [sql`${cases.level} = 'red' desc`, asc(cases.dueAt), asc(cases.id)]
        : [sql`${cases.closedAt} desc`, asc(cases.id)]),
    )
    .limit(show === 'open' ? 1000 : 200);

export interface OpenCase {
  id: string;
  level: CaseRow['level'];
  state: CaseRow['state'];
  subjectPersonId: string | null;
  openedAt: Date;
  dueAt: Date;
}

/** The open warnings of one course; `subjectPersonId` null: the course's learners together. */
export const selectOpenCases = (
  db: Database,
  key: { schoolId: string; courseId: string },
): Promise<OpenCase[]> =>
  db
    .select({
      id: cases.id,
      level: cases.level,
      state: cases.state,
      subjectPersonId: cases.subjectPersonId,
      openedAt: cases.openedAt,
      dueAt: cases.dueAt,
    })
    .from(cases)
    .where(
      and(
        eq(cases.schoolId, key.schoolId),
        eq(cases.courseId, key.courseId),
        isWarning,
        isNull(cases.closedAt),
      ),
    )
    .orderBy(sql`${cases.level} = 'red' desc`, asc(cases.dueAt), asc(cases.id));

export async function findCase(
  db: Database,
  scope: CaseScope,
  caseId: string,
): Promise<CaseDetail | undefined> {
  const [row] = await listed(db).where(and(inScope(scope), eq(cases.id, caseId)));
  if (!row) return undefined;
  const [more] = await db
    .select({
      measures: cases.measures,
      ruleVersion: cases.ruleVersion,
      worsenedAt: cases.worsenedAt,
      remeasureAt: cases.remeasureAt,
      contactTries: sql<number>`(select ${countDays} from case_events
        join schools on schools.id = case_events.school_id where case_events.school_id = ${scope.schoolId}::uuid and case_events.case_id = ${caseId}::uuid
          and step = 'contact_tried' and case_events.at >= ${levelSince(sql`${scope.schoolId}::uuid`, sql`${caseId}::uuid`)})`,
    })
    .from(cases)
    .where(and(eq(cases.schoolId, scope.schoolId), eq(cases.id, caseId)));
  return more && { ...row, ...more };
}

/** What happened to a case, oldest first, with who did it. */
export const selectCaseEvents = (
  db: Database,
  key: { schoolId: string; caseId: string },
): Promise<(CaseEventRow & { byName: string | null })[]> =>
  db
    .select({
      schoolId: caseEvents.schoolId,
      id: caseEvents.id,
      caseId: caseEvents.caseId,
      at: caseEvents.at,
      byPersonId: caseEvents.byPersonId,
      step: caseEvents.step,
      detail: caseEvents.detail,
      noteSealed: caseEvents.noteSealed,
      byName: people.displayName,
    })
    .from(caseEvents)
    .leftJoin(people, and(eq(people.schoolId, caseEvents.schoolId), eq(people.id, caseEvents.byPersonId)))
    .where(and(eq(caseEvents.schoolId, key.schoolId), eq(caseEvents.caseId, key.caseId)))
    .orderBy(asc(caseEvents.at), asc(caseEvents.id));

/** What an open warning about this learner was raised for; empty without one. */
export async function selectOpenEvidence(
  db: Database,
  key: { schoolId: string; courseId: string; personId: string },
): Promise<CaseRow['evidence']['lines']> {
  const [row] = await db
    .select({ evidence: cases.evidence })
    .from(cases)
    .where(
      and(
        eq(cases.schoolId, key.schoolId),
        eq(cases.courseId, key.courseId),
        eq(cases.subjectPersonId, key.personId),
        isWarning,
        isNull(cases.closedAt),
      ),
    );
  return row?.evidence.lines ?? [];
}
