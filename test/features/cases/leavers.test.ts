import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { inTransaction } from '../../../src/infra/db.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { caseEvents, cases } from '../../../src/features/cases/cases.tables.ts';
import { caseJobs, getSchoolClock, openCase } from '../../../src/features/cases/index.ts';
import { selectClassVersion, selectClassWarnings } from '../../../src/features/learning/class.queries.ts';
import { selectCourseOverviews } from '../../../src/features/learning/overview.queries.ts';
import { memberships } from '../../../src/features/roster/roster.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, anAppointment } from '../../support/builders.ts';

const DAY_MS = 86_400_000;
let t: TestApp;
let at: { schoolId: string; courseId: string };
let learner: { personId: string };
let teacher: { personId: string };

beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t.close());
beforeEach(async () => {
  const { schoolId } = await aSchool(t.deps);
  at = { schoolId, ...(await aCourse(t.deps, { schoolId })) };
  learner = await aMember(t.deps, { ...at, role: 'learner' });
  teacher = await aMember(t.deps, { ...at, role: 'instructor', name: 'Teacher 01' });
});

const raise = () =>
  inTransaction(t.deps.db, async (tx) =>
    openCase(tx, t.deps, await getSchoolClock(tx, at.schoolId), {
      ...at,
      subjectPersonId: learner.personId,
      kind: 'warning',
      level: 'yellow',
      evidence: { lines: [], suggestion: 'x', measures: {} },
      ruleVersion: 'warning-1',
    }),
  );
const setActive = ({ personId }: { personId: string }, active: boolean) =>
  t.deps.db
    .update(memberships)
    .set({ active })
    .where(and(eq(memberships.schoolId, at.schoolId), eq(memberships.personId, personId)));
const rowOf = async (id: string | null) =>
  (
    await t.deps.db
      .select()
      .from(cases)
      .where(eq(cases.id, id ?? ''))
  )[0];
const runJob = () => caseJobs[0]?.run(t.deps);
const warnings = () => selectClassWarnings(t.deps.db, { ...at, now: t.clock.now });
const overview = async () =>
  (
    await selectCourseOverviews(t.deps.db, {
      schoolId: at.schoolId,
      appointedPersonId: null,
      now: t.clock.now,
    })
  )[0];

describe('a warning about a learner who left', () => {
  it('doesn’t count on the class page from then on, and is closed as such before it is due', async () => {
    const id = await raise();
    expect(await warnings()).toMatchObject({ yellow: 1 });
    await setActive(learner, false);
    expect(await warnings()).toMatchObject({ yellow: 0, overdue: 0 });
    await runJob();
    expect(await rowOf(id)).toMatchObject({ state: 'closed', outcome: 'left_course' });
    const events = await t.deps.db
      .select()
      .from(caseEvents)
      .where(eq(caseEvents.caseId, id ?? ''));
    expect(events.at(-1)).toMatchObject({
      step: 'closed',
      byPersonId: null,
      detail: { outcome: 'left_course' },
    });
    // Nobody failed to answer it in time.
    t.clock.advance(10 * DAY_MS);
    expect(await overview()).toMatchObject({ learners: 0, openYellow: 0, overdue: 0, judged: 0 });
  });

  it('still counts as unanswered when it was due before they left', async () => {
    await raise();
    t.clock.advance(10 * DAY_MS);
    await setActive(learner, false);
    await runJob();
    expect(await overview()).toMatchObject({ openYellow: 0, judged: 1, answeredInTime: 0 });
  });

  it('stays open for whoever is still there', async () => {
    const id = await raise();
    await runJob();
    expect(await rowOf(id)).toMatchObject({ state: 'raised', ownerPersonId: teacher.personId });
  });
});

describe('a warning of a teacher who left', () => {
  const colleague = () => aMember(t.deps, { ...at, role: 'instructor', name: 'Teacher 02' });

  it('goes to the one who is there, with a line in the audit', async () => {
    const id = await raise();
    const { personId } = await colleague();
    await setActive(teacher, false);
    await runJob();
    expect(await rowOf(id)).toMatchObject({ ownerPersonId: personId, state: 'raised' });
    const audits = await t.deps.db
      .select({ detail: auditEvents.detail })
      .from(auditEvents)
      .where(and(eq(auditEvents.schoolId, at.schoolId), eq(auditEvents.action, 'case.ownerLeft')));
    expect(audits).toEqual([{ detail: { fromPersonId: teacher.personId, toPersonId: personId } }]);
  });

  it('is nobody’s where nobody is left', async () => {
    const id = await raise();
    await setActive(teacher, false);
    await runJob();
    expect((await rowOf(id))?.ownerPersonId).toBeNull();
  });

  it('stays theirs while they are appointed for the course', async () => {
    const id = await raise();
    await colleague();
    await anAppointment(t.deps, { ...at, ...teacher, role: 'supervisor' });
    await setActive(teacher, false);
    await runJob();
    expect((await rowOf(id))?.ownerPersonId).toBe(teacher.personId);
  });
});

describe('the class page', () => {
  it('notices that somebody left', async () => {
    const before = await selectClassVersion(t.deps.db, at);
    await setActive(learner, false);
    expect(await selectClassVersion(t.deps.db, at)).not.toBe(before);
  });
});
