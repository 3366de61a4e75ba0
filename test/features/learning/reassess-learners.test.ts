import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { and, asc, eq, isNull } from 'drizzle-orm';
import { inTransaction } from '../../../src/infra/db.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { actOnCase } from '../../../src/features/cases/index.ts';
import { caseEvents, cases } from '../../../src/features/cases/cases.tables.ts';
import { foldSchool, overrideTier, reassessLearners } from '../../../src/features/learning/index.ts';
import { rebuildSchool } from '../../../src/features/trajectory/index.ts';
import { reassessEverybody } from '../../../src/features/learning/learning.jobs.ts';
import { tierDecisions, weakSpots } from '../../../src/features/learning/learning.tables.ts';
import { tasks } from '../../../src/features/programme/programme.tables.ts';
import { identities } from '../../../src/features/roster/roster.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { expectToFollow, selectToldStatements } from '../../support/vocabulary.ts';
import { aCourse, aMember } from '../../support/builders.ts';
import {
  ESSAY_IRI,
  LMS,
  PAGE_IRI,
  QUIZ_IRI,
  aKnownActor,
  aScene,
  factsOf,
  send,
  tell,
  type Scene,
} from './fold-scene.ts';

const DAY = 86_400_000;
const START = new Date('2026-09-07T01:00:00Z');

let test: TestApp;
let scene: Scene;
beforeAll(async () => {
  test = await createTestApp();
});
beforeEach(async () => {
  test.clock.now = START;
  scene = await aScene(test.deps);
});
afterAll(() => test.close());

/** Answers to the quiz, one a minute until now. */
async function answer(actor: string, outcomes: string, folding = test.deps): Promise<void> {
  const { deps, clock } = test;
  const values = [...outcomes].map((outcome, index) =>
    tell({
      actor,
      verb: 'answered',
      activityId: `${LMS}/question?id=1`,
      parents: [QUIZ_IRI],
      at: new Date(clock.now.getTime() - (outcomes.length - index) * 60_000),
      result: { success: outcome === '1' },
    }),
  );
  await send(deps, scene.schoolId, values);
  await foldSchool(folding, scene.schoolId);
}
async function view(actor: string, times: number): Promise<void> {
  const at = (index: number) => new Date(test.clock.now.getTime() - index * 1000);
  const values = Array.from({ length: times }, (_, index) =>
    tell({ actor, verb: 'viewed', activityId: PAGE_IRI, at: at(index) }),
  );
  await send(test.deps, scene.schoolId, values);
  await foldSchool(test.deps, scene.schoolId);
}
async function aLearner(actor: string): Promise<{ personId: string }> {
  const learner = await aMember(test.deps, { ...scene, role: 'learner', name: `Learner ${actor}` });
  await aKnownActor(test.deps, { ...scene, ...learner, actorKey: `account|${LMS}|${actor}` });
  return learner;
}
const tiersOf = () =>
  test.deps.db
    .select()
    .from(tierDecisions)
    .where(eq(tierDecisions.schoolId, scene.schoolId))
    .orderBy(asc(tierDecisions.decidedAt), asc(tierDecisions.id));
const spotsOf = () => test.deps.db.select().from(weakSpots).where(eq(weakSpots.schoolId, scene.schoolId));
const casesOf = () => test.deps.db.select().from(cases).where(eq(cases.schoolId, scene.schoolId));
const personOf = async (actor: string): Promise<string> => {
  const [row] = await test.deps.db
    .select({ personId: identities.personId })
    .from(identities)
    .where(and(eq(identities.schoolId, scene.schoolId), eq(identities.actorKey, `account|${LMS}|${actor}`)));
  return row?.personId ?? '';
};
const everybody = () => reassessLearners(test.deps, scene.schoolId, { courseId: scene.courseId });

describe('the tier', () => {
  it('is placed by the answers, with its evidence and rule, and stays the one current decision', async () => {
    await answer('1', '11');
    await answer('1', '1'.repeat(10));
    const decisions = await tiersOf();
    expect(decisions.map(({ tier, provisional, current }) => ({ tier, provisional, current }))).toEqual([
      { tier: 'zero_basis', provisional: true, current: false },
      { tier: 'experienced', provisional: false, current: true },
    ]);
    expect(decisions[1]).toMatchObject({
      ruleVersion: 'tier-2',
      decidedBy: null,
      evidence: { answers: 10, answersSoFar: 12, reason: { id: 'learning.tierReason.placed' } },
    });
  });

  it('moves when two checks in a row are across the cut', async () => {
    await answer('1', '1'.repeat(10));
    await answer('1', '0'.repeat(10));
    expect((await tiersOf()).at(-1)).toMatchObject({
      tier: 'experienced',
      evidence: { reason: { id: 'learning.tierReason.leaning' } },
    });
    test.clock.advance(15 * DAY);
    await answer('1', '0'.repeat(10));
    expect((await tiersOf()).at(-1)).toMatchObject({ tier: 'zero_basis', current: true });
  });

  it('stays as a teacher set it, with their reason and on record', async () => {
    const teacher = await aMember(test.deps, { ...scene, role: 'instructor' });
    await answer('1', '11');
    const personId = await personOf('1');
    const who = { ...scene, ...teacher };
    await overrideTier(test.deps, who, { personId, tier: 'experienced', reason: ' Worked as an operator ' });
    await answer('1', '0'.repeat(10));
    await answer('1', '0'.repeat(10));
    const decisions = await tiersOf();
    expect(decisions).toHaveLength(2);
    expect(decisions[1]).toMatchObject({
      tier: 'experienced',
      current: true,
      decidedBy: teacher.personId,
      overrideReason: 'Worked as an operator',
    });
    const [entry] = await test.deps.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.schoolId, scene.schoolId), eq(auditEvents.action, 'learning.tier.override')));
    expect(entry).toMatchObject({ actorPersonId: teacher.personId, subjectId: personId });
  });

  it('is not set without a reason, nor for somebody who doesn’t learn in the course', async () => {
    const teacher = await aMember(test.deps, { ...scene, role: 'instructor' });
    const other = await aCourse(test.deps, scene);
    const elsewhere = await aMember(test.deps, { ...scene, ...other, role: 'learner' });
    const who = { ...scene, ...teacher };
    const set = (personId: string, reason: string) =>
      overrideTier(test.deps, who, { personId, tier: 'experienced', reason });
    await expect(set(elsewhere.personId, 'Why')).rejects.toMatchObject({ status: 404 });
    await expect(set(elsewhere.personId, ' ')).rejects.toMatchObject({ status: 400 });
  });
});

describe('weak spots', () => {
  it('are suspected from four answers on, confirmed by three more and released when mastered', async () => {
    await answer('1', '000');
    expect(await spotsOf()).toHaveLength(0);
    await answer('1', '0');
    expect(await spotsOf()).toMatchObject([
      {
        state: 'suspected',
        answersBefore: 4,
        ruleVersion: 'weak-spot-2',
        evidence: { attempts: 4, correct: 0 },
      },
    ]);
    expect((await spotsOf())[0]?.evidence.statementIds).toHaveLength(4);
    await answer('1', '010');
    expect(await spotsOf()).toMatchObject([
      { state: 'confirmed', answersBefore: 7, releasedAt: null, evidence: { attempts: 7, correct: 1 } },
    ]);
    await answer('1', '1'.repeat(10));
    expect((await spotsOf())[0]?.releasedAt).not.toBeNull();
    expect(await spotsOf()).toHaveLength(1);
  });

  it('are dropped without a word when the probe goes well', async () => {
    await answer('1', '0000');
    await answer('1', '110');
    const [spot] = await spotsOf();
    expect(spot).toMatchObject({ state: 'suspected' });
    expect(spot?.releasedAt).not.toBeNull();
    const told = await selectToldStatements(test.deps, scene.schoolId);
    expect(JSON.stringify(told)).not.toContain('weak-spot/templates/found');
  });

  it('that ten tries don’t move call the teacher, once', async () => {
    await answer('1', '0000');
    await answer('1', '000');
    await answer('1', '0101101010');
    expect(await spotsOf()).toMatchObject([{ state: 'stuck', answersBefore: 17 }]);
    const stuck = [{ id: 'cases.line.stuck', values: { skillEn: 'Skill S1', tries: 10 } }];
    const [known] = await casesOf();
    expect(known).toMatchObject({ level: 'yellow', evidence: { lines: stuck } });
    await answer('1', '0');
    expect(await casesOf()).toHaveLength(1);
    expect(await spotsOf()).toMatchObject([{ state: 'stuck' }]);
    test.clock.advance(4 * DAY);
    await answer('1', '1');
    expect(await spotsOf()).toMatchObject([{ state: 'confirmed', answersBefore: 19 }]);
  });

  it('of many learners make one warning for the class', async () => {
    for (const actor of ['1', '2', '3', '4']) await answer(actor, '1111');
    await answer('5', '0000');
    await answer('5', '000');
    expect(await casesOf()).toHaveLength(0);
    await answer('6', '0000');
    expect(await casesOf()).toHaveLength(0);
    await answer('6', '000');
    const [warning] = await casesOf();
    expect(warning).toMatchObject({
      subjectPersonId: null,
      level: 'yellow',
      measures: { weakPercent: 33 },
      evidence: { lines: [{ values: { skillEn: 'Skill S1', learners: 2, classSize: 6 } }] },
    });
    await answer('7', '0000');
    await answer('7', '000');
    expect(await casesOf()).toHaveLength(1);
  });
});

describe('warnings', () => {
  /** Three who work, and one who does little and misses the essay that was due four days ago. */
  async function aMissedDeadline(): Promise<string> {
    const { deps, clock } = test;
    for (const actor of ['1', '2', '3', '4']) await aLearner(actor);
    await deps.db
      .update(tasks)
      .set({ dueAt: new Date(START.getTime() + DAY) })
      .where(eq(tasks.id, scene.essayId));
    clock.advance(DAY / 2);
    for (const actor of ['1', '2', '3'])
      await send(deps, scene.schoolId, [
        tell({ actor, verb: 'submitted', activityId: ESSAY_IRI, at: clock.now }),
      ]);
    await view('4', 2);
    for (const actor of ['1', '2', '3']) await view(actor, 15);
    clock.advance(4 * DAY);
    for (const actor of ['1', '2', '3']) await view(actor, 1);
    return personOf('4');
  }

  it('are raised by nobody’s statement: the night finds the missed deadline', async () => {
    const personId = await aMissedDeadline();
    expect(await casesOf()).toHaveLength(0);
    await everybody();
    const [warning, ...others] = await casesOf();
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ subjectPersonId: personId, level: 'yellow', ruleVersion: 'warning-2' });
    expect(warning?.evidence.lines[0]).toMatchObject({
      id: 'cases.line.missedDeadline',
      values: { task: 'Task assignment', days: 3, donePercent: 75 },
    });
    await everybody();
    expect(await casesOf()).toHaveLength(1);
    expect((await casesOf())[0]?.triggers).toBe(1);
  });

  it('wait while the school’s records lag behind: what hasn’t come in would look undone', async () => {
    await aMissedDeadline();
    test.clock.advance(4 * DAY);
    await everybody();
    expect(await casesOf()).toHaveLength(0);
    await view('1', 1);
    await everybody();
    expect(await casesOf()).toHaveLength(1);
  });

  it('turn red when the next deadline is missed as well', async () => {
    await aMissedDeadline();
    await everybody();
    await test.deps.db.update(tasks).set({ dueAt: test.clock.now }).where(eq(tasks.id, scene.quizId));
    for (const actor of ['1', '2', '3'])
      await send(test.deps, scene.schoolId, [
        tell({ actor, verb: 'submitted', activityId: QUIZ_IRI, at: test.clock.now }),
      ]);
    test.clock.advance(3 * DAY);
    await foldSchool(test.deps, scene.schoolId);
    await everybody();
    expect(await casesOf()).toMatchObject([{ level: 'red', state: 'raised', triggers: 2 }]);
  });

  it('are not raised for work of which no statement tells', async () => {
    await aMissedDeadline();
    await test.deps.db.update(tasks).set({ dueAt: null }).where(eq(tasks.id, scene.essayId));
    await test.deps.db
      .update(tasks)
      .set({ dueAt: START, activityId: null })
      .where(eq(tasks.id, scene.quizId));
    await everybody();
    expect(await casesOf()).toHaveLength(0);
  });

  it('are raised for silence while the class works', async () => {
    const { clock } = test;
    for (const actor of ['1', '2', '3']) await aLearner(actor);
    for (const actor of ['1', '2', '3']) await view(actor, 3);
    clock.advance(14 * DAY);
    for (const actor of ['1', '2']) await view(actor, 3);
    await everybody();
    expect(await casesOf()).toMatchObject([
      { subjectPersonId: await personOf('3'), evidence: { suggestion: 'cases.suggestion.reachOut' } },
    ]);
  });

  it('are measured again a week after somebody acted', async () => {
    const { deps, clock } = test;
    await aMissedDeadline();
    await everybody();
    const teacher = await aMember(deps, { ...scene, role: 'instructor' });
    const [warning] = await casesOf();
    const who = { ...scene, ...teacher, roles: ['instructor' as const] };
    await actOnCase(deps, who, warning?.id ?? '', { step: 'method_changed', note: 'Small steps' });
    await send(deps, scene.schoolId, [
      tell({ actor: '4', verb: 'submitted', activityId: ESSAY_IRI, at: clock.now }),
    ]);
    clock.advance(7 * DAY);
    await foldSchool(deps, scene.schoolId);
    const steps = await deps.db
      .select({ step: caseEvents.step, detail: caseEvents.detail })
      .from(caseEvents)
      .where(eq(caseEvents.caseId, warning?.id ?? ''))
      .orderBy(asc(caseEvents.id));
    expect(steps.map(({ step }) => step)).toEqual(['raised', 'method_changed', 'remeasured']);
    expect(steps[2]?.detail).toMatchObject({ trend: 'better', measures: { missedDeadlines: 0 } });
    expect((await casesOf())[0]).toMatchObject({ state: 'acted', closedAt: null });
  });

  it('stay quiet for two weeks after a case was closed on the same', async () => {
    const { deps, clock } = test;
    await aMissedDeadline();
    await everybody();
    const teacher = await aMember(deps, { ...scene, role: 'instructor' });
    const who = { ...scene, ...teacher, roles: ['instructor' as const] };
    const [warning] = await casesOf();
    await actOnCase(deps, who, warning?.id ?? '', {
      step: 'closed',
      outcome: 'false_alarm',
      note: 'Offline',
    });
    clock.advance(DAY);
    await everybody();
    expect(await casesOf()).toHaveLength(1);
  });
});

describe('a rebuild', () => {
  it('leaves decisions as they were made', async () => {
    await answer('1', '0000');
    await answer('1', '1'.repeat(12));
    const before = { tiers: await tiersOf(), spots: await spotsOf(), cases: await casesOf() };
    await rebuildSchool(test.deps, scene.schoolId);
    expect({ tiers: await tiersOf(), spots: await spotsOf(), cases: await casesOf() }).toEqual(before);
  });
});

describe('the nightly look', () => {
  it('comes once a night, after half past two of the school’s own time', async () => {
    const { deps, clock } = test;
    await aLearner('1');
    await view('1', 1);
    const open = () =>
      deps.db.$count(
        tierDecisions,
        and(eq(tierDecisions.schoolId, scene.schoolId), isNull(tierDecisions.decidedBy)),
      );
    const decided = await open();
    await aLearner('2');
    // 02:00 in Shanghai.
    clock.now = new Date('2026-09-07T18:00:00Z');
    await reassessEverybody(deps);
    expect(await open()).toBe(decided);
    clock.advance(30 * 60_000);
    await reassessEverybody(deps);
    expect(await open()).toBe(decided + 1);
    await aLearner('3');
    await reassessEverybody(deps);
    expect(await open()).toBe(decided + 1);
    clock.advance(DAY);
    await reassessEverybody(deps);
    expect(await open()).toBe(decided + 2);
  });
});

describe('two looks at once', () => {
  it('decide once', async () => {
    await answer('1', '0000');
    await inTransaction(test.deps.db, async (tx) =>
      tx.delete(tierDecisions).where(eq(tierDecisions.schoolId, scene.schoolId)),
    );
    await Promise.all([everybody(), everybody(), everybody()]);
    expect(await tiersOf()).toHaveLength(1);
    expect(await spotsOf()).toHaveLength(1);
  });
});

describe('what was decided', () => {
  const told = () => selectToldStatements(test.deps, scene.schoolId);

  it('is told in statements: tiers as they move, weak spots as they come and go, a teacher’s word', async () => {
    const teacher = await aMember(test.deps, { ...scene, role: 'instructor' });
    await answer('1', '0'.repeat(10));
    await answer('1', '000');
    test.clock.advance(DAY);
    await answer('1', '1'.repeat(10));
    const who = { ...scene, ...teacher };
    await overrideTier(test.deps, who, {
      personId: await personOf('1'),
      tier: 'experienced',
      reason: 'Knows it',
    });
    const statements = await told();
    expect(await expectToFollow(statements)).toEqual([
      'tier/templates/decided',
      'weak-spot/templates/found',
      'weak-spot/templates/released',
    ]);
    expect(statements).toHaveLength((await tiersOf()).length + 2);
    expect(statements.at(-1)?.context?.instructor).toMatchObject({ account: { name: teacher.personId } });
  });

  it('is told once, however often a learner is looked at, and never as learning', async () => {
    await answer('1', '0'.repeat(10));
    const [before, facts] = [await told(), await factsOf(test.deps, scene.schoolId)];
    expect(before.length).toBeGreaterThan(0);
    test.clock.advance(3_600_000);
    await everybody();
    await foldSchool(test.deps, scene.schoolId);
    expect(await told()).toEqual(before);
    await rebuildSchool(test.deps, scene.schoolId);
    expect(await factsOf(test.deps, scene.schoolId)).toEqual(facts);
  });

  it('is not told when recording it fails, and is when it is made good', async () => {
    await aLearner('1');
    let ids = 0;
    const newId = () => {
      ids += 1;
      // The first is the tier's, whose statement is stored by then; the second the weak spot's.
      if (ids > 1) throw new Error('the process died');
      return test.deps.newId();
    };
    await expect(answer('1', '0'.repeat(10), { ...test.deps, newId })).rejects.toThrow('died');
    expect([await tiersOf(), await told()]).toEqual([[], []]);
    await everybody();
    expect(await expectToFollow(await told())).toHaveLength(2);
  });
});
