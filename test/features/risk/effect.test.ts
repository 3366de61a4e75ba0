import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { cases } from '../../../src/features/cases/cases.tables.ts';
import { ENOUGH_PER_SIDE, estimateEffect, type NearEntry } from '../../../src/features/risk/effect.rules.ts';
import { riskRuns, riskScores } from '../../../src/features/risk/risk.tables.ts';
import { people } from '../../../src/features/roster/roster.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aPerson, aSchool, aSession, anAppointment } from '../../support/builders.ts';

const group = (count: number, p: number, change: number): NearEntry[] =>
  Array.from({ length: count }, (_, index) => ({
    p,
    warned: p >= 0.6,
    pointsThen: 0.4,
    pointsLater: 0.4 + change + (index % 2 === 0 ? 0.02 : -0.02),
  }));

describe('the effect of warnings', () => {
  it('is the difference between just above and just below, with its interval', () => {
    const { above, below, difference } = estimateEffect([...group(40, 0.65, 0.15), ...group(30, 0.55, 0.05)]);
    expect(above).toMatchObject({ learners: 40, warned: 40, change: expect.closeTo(0.15, 6) });
    expect(below).toMatchObject({ learners: 30, change: expect.closeTo(0.05, 6) });
    expect(difference?.value).toBeCloseTo(0.1, 6);
    expect(difference?.low).toBeGreaterThan(0.08);
    expect(difference?.high).toBeLessThan(0.12);
  });

  it.each([
    ['one short above', ENOUGH_PER_SIDE - 1, ENOUGH_PER_SIDE, true],
    ['one short below', ENOUGH_PER_SIDE, ENOUGH_PER_SIDE - 1, true],
    ['enough on both', ENOUGH_PER_SIDE, ENOUGH_PER_SIDE, false],
  ])('with %s', (_, above, below, tooFew) => {
    const { difference } = estimateEffect([...group(above, 0.62, 0), ...group(below, 0.58, 0)]);
    expect(difference === null).toBe(tooFew);
  });

  it('passes over whoever is far from the entry level', () => {
    const { above, below } = estimateEffect([...group(30, 0.75, 1), ...group(30, 0.2, 0)]);
    expect(above).toEqual({ learners: 0, warned: 0, change: null });
    expect(below).toEqual({ learners: 0, change: null });
  });
});

describe('the page about it', () => {
  let test: TestApp;
  let scene: { schoolId: string; courseId: string };
  let teacherSession: { base: string; cookie: string };
  let supervisor: { base: string; cookie: string };
  beforeAll(async () => {
    test = await createTestApp();
    test.clock.now = new Date('2026-11-02T02:00:00Z');
    const { schoolId } = await aSchool(test.deps);
    scene = { schoolId, ...(await aCourse(test.deps, { schoolId, title: 'Networks' })) };
    const teacher = await aMember(test.deps, { ...scene, role: 'instructor' });
    teacherSession = await aSession(test.deps, { ...scene, ...teacher, locale: 'en' });
    const boss = await aPerson(test.deps, { schoolId, name: 'Supervisor 01' });
    await anAppointment(test.deps, { schoolId, ...boss, role: 'supervisor' });
    supervisor = await aSession(test.deps, { schoolId, ...boss, courseId: null, locale: 'en' });
  });
  afterAll(() => test.close());
  const open = (session: { base: string; cookie: string }) =>
    request(test.app.express).get(`${session.base}/warnings/effect`).set('cookie', session.cookie);

  async function aClosedCase(
    hours: number,
    outcome: 'false_alarm' | 'improved',
    line: string,
  ): Promise<void> {
    const openedAt = new Date('2026-10-20T02:00:00Z');
    const acknowledgedAt = new Date(openedAt.getTime() + hours * 3_600_000);
    const { personId } = await aMember(test.deps, { ...scene, role: 'learner' });
    await test.deps.db.insert(cases).values({
      ...scene,
      id: test.deps.newId(),
      kind: 'warning',
      level: 'yellow',
      state: 'closed',
      subjectPersonId: personId,
      openedAt,
      acknowledgedAt,
      actedAt: outcome === 'improved' ? acknowledgedAt : null,
      dueAt: new Date('2026-10-23T02:00:00Z'),
      closedAt: new Date('2026-10-24T02:00:00Z'),
      outcome,
      evidence: { lines: [{ id: line, values: {}, statementIds: [] }], suggestion: 'x', measures: {} },
      ruleVersion: 'warning-2',
    });
  }

  /** Runs a week apart: two near the entry level, then one a fortnight later. */
  async function runs(groups: { count: number; p: number; later: number }[]): Promise<void> {
    const learners = groups.flatMap(({ count, p, later }) =>
      Array.from({ length: count }, () => ({ id: randomUUID(), p, later })),
    );
    const { schoolId } = scene;
    await test.deps.db
      .insert(people)
      .values(
        learners.map(({ id }) => ({ schoolId, id, displayName: 'Learner', createdAt: test.deps.now() })),
      );
    for (const [index, runOn] of ['2026-10-01', '2026-10-08', '2026-10-22'].entries()) {
      const runId = test.deps.newId();
      await test.deps.db.insert(riskRuns).values({
        ...scene,
        id: runId,
        runOn,
        modelVersion: 'risk-1',
        ruleVersion: 'warning-2',
        learners: learners.length,
        overCap: 0,
        current: index === 2,
      });
      await test.deps.db.insert(riskScores).values(
        learners.map(({ id, p, later }) => ({
          schoolId,
          runId,
          personId: id,
          p: index === 2 ? 0.1 : p,
          level: index === 1 && p >= 0.6 ? ('yellow' as const) : null,
          terms: [
            {
              feature: 'points_share' as const,
              value: index === 2 ? later : 0.4,
              courseMean: 0.6,
              contribution: 1,
            },
          ],
        })),
      );
    }
  }

  it('is for supervisors, not for teachers', async () => {
    expect((await open(teacherSession)).status).toBe(403);
    const empty = await open(supervisor);
    expect(empty.text).toContain('No warnings yet.');
    expect(empty.text).toContain('too few to conclude anything');
  });

  it('tells how warnings were answered, and compares learners around the entry level', async () => {
    await aClosedCase(10, 'improved', 'cases.line.risk');
    await aClosedCase(20, 'false_alarm', 'cases.line.silent');
    await aClosedCase(40, 'false_alarm', 'cases.line.silent');
    await runs([
      { count: 22, p: 0.64, later: 0.6 },
      { count: 21, p: 0.55, later: 0.5 },
      { count: 5, p: 0.9, later: 0.1 },
    ]);
    const answer = await open(supervisor);
    expect(answer.status).toBe(200);
    const text = answer.text.replaceAll('&#x3D;', '=');
    expect(text).toContain('20 (n=3)');
    expect(text).toContain('33% (1/3)');
    expect(text).toContain('67% (2/3)');
    expect(text).toMatch(/Silence<\/td><td class="number">2<\/td><td class="number">100% \(2\)/);
    expect(text).toMatch(/The model<\/td><td class="number">1<\/td><td class="number">0% \(0\)/);
    expect(text).toContain('20% (n=22) 22 of them warned of');
    expect(text).toContain('10% (n=21)');
    expect(text).toContain('10% (95 % interval 10% to 10%)');
    expect(text.match(/too few to conclude anything/g)).toHaveLength(1);
  });
});
