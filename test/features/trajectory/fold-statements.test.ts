import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import fc from 'fast-check';
import request from 'supertest';
import { countedEvents, foldCursors, refoldActors } from '../../../src/features/trajectory/fold.tables.ts';
import { foldSchool } from '../../../src/features/learning/index.ts';
import { rebuildSchool } from '../../../src/features/trajectory/index.ts';
import { catchUp } from '../../../src/features/learning/learning.jobs.ts';
import { relearnStaleSchools } from '../../../src/features/trajectory/relearn-knowledge.ts';
import {
  dayFacts,
  learnerFacts,
  phaseFacts,
  skillFacts,
  taskFacts,
} from '../../../src/features/trajectory/facts.tables.ts';
import { addLessons, deleteLessons, savePhaseSettings } from '../../../src/features/programme/edit-plan.ts';
import { tasks } from '../../../src/features/programme/programme.tables.ts';
import { courses, identities, memberships, people } from '../../../src/features/roster/roster.tables.ts';
import { createCredential } from '../../../src/features/xapi/index.ts';
import { statements } from '../../../src/features/xapi/xapi.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aMember, aPerson } from '../../support/builders.ts';
import {
  COURSE_IRI,
  ESSAY_IRI,
  LMS,
  PAGE_IRI,
  QUIZ_IRI,
  aKnownActor,
  aScene,
  factsOf,
  knowledgeOf,
  send,
  tell,
  voiding,
  type Scene,
  type Told,
} from '../learning/fold-scene.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

const QUESTION = `${LMS}/question/question.php?cmid=3&id=12`;
const at = (minutes: number) => new Date(Date.UTC(2026, 8, 1, 1, minutes)).toISOString();
const answer = (actor: Told['actor'], minutes: number, success: boolean): Told => ({
  actor,
  verb: 'answered',
  activityId: QUESTION,
  parents: [QUIZ_IRI],
  at: at(minutes),
  result: { success },
});

const learnerOf = async (scene: Scene) => {
  const [row] = await test.deps.db
    .select()
    .from(learnerFacts)
    .where(eq(learnerFacts.schoolId, scene.schoolId));
  return row;
};
const skillOf = async (scene: Scene, skillId: string) => {
  const [row] = await test.deps.db
    .select()
    .from(skillFacts)
    .where(and(eq(skillFacts.schoolId, scene.schoolId), eq(skillFacts.skillId, skillId)));
  return row;
};

describe('folding statements', () => {
  it('turns an attempt at a quiz into time, a task done and a skill tried', async () => {
    const { deps } = test;
    const scene = await aScene(deps);
    const ids = await send(deps, scene.schoolId, [
      tell({ actor: '101', verb: 'started', activityId: QUIZ_IRI, at: at(0) }),
      tell(answer('101', 5, true)),
      tell(answer('101', 8, false)),
      tell({
        actor: '101',
        verb: 'submitted',
        activityId: QUIZ_IRI,
        at: at(10),
        result: { score: { scaled: 0.5 } },
      }),
    ]);
    expect(await foldSchool(deps, scene.schoolId)).toEqual({ caughtUp: true });
    expect(await learnerOf(scene)).toMatchObject({
      courseId: scene.courseId,
      statements: 4,
      secondsOnTask: 600,
      lastStatementId: ids[3],
    });
    expect(await skillOf(scene, 'S1')).toMatchObject({
      answers: 2,
      attempts: 2,
      correct: 1,
      outcomes: '10',
      evidence: [ids[2], ids[1]],
    });
    const [task] = await deps.db.select().from(taskFacts).where(eq(taskFacts.schoolId, scene.schoolId));
    expect(task).toMatchObject({ taskId: scene.quizId, bestScaled: 0.5, attempts: 1, seconds: 600 });
    expect(task?.completedAt?.toISOString()).toBe(at(10));
    const days = await deps.db.select().from(dayFacts).where(eq(dayFacts.schoolId, scene.schoolId));
    expect(days).toMatchObject([{ day: '2026-09-01', statements: 4, seconds: 600 }]);
  });

  it('makes a learner of an unknown account of the school’s own platform, once they act like one', async () => {
    const { deps } = test;
    const scene = await aScene(deps);
    await send(deps, scene.schoolId, [tell({ actor: '7', verb: 'viewed', activityId: PAGE_IRI, at: at(0) })]);
    await foldSchool(deps, scene.schoolId);
    expect(await learnerOf(scene)).toBeUndefined();
    await send(deps, scene.schoolId, [tell(answer('7', 1, true))]);
    await foldSchool(deps, scene.schoolId);
    const members = await deps.db
      .select({ role: memberships.role, name: people.displayName })
      .from(memberships)
      .innerJoin(people, eq(people.id, memberships.personId))
      .where(eq(memberships.courseId, scene.courseId));
    expect(members).toEqual([{ role: 'learner', name: 'Learner 7' }]);
    // What they had opened before counts as well.
    expect(await learnerOf(scene)).toMatchObject({ statements: 2, secondsOnTask: 60 });
  });

  it('makes nobody of a mailbox or of an account elsewhere', async () => {
    const { deps } = test;
    const scene = await aScene(deps);
    const foreign = tell(answer('8', 1, true));
    foreign['actor'] = { account: { homePage: 'https://elsewhere.example', name: '8' } };
    await send(deps, scene.schoolId, [tell(answer({ mbox: 'mailto:a@b.example' }, 0, true)), foreign]);
    await foldSchool(deps, scene.schoolId);
    expect(await deps.db.$count(people, eq(people.schoolId, scene.schoolId))).toBe(0);
  });

  it('counts what an actor did before they were known, once they are', async () => {
    const { deps } = test;
    const scene = await aScene(deps);
    await send(deps, scene.schoolId, [tell(answer({ mbox: 'mailto:A@b.example' }, 0, true))]);
    await foldSchool(deps, scene.schoolId);
    expect(await learnerOf(scene)).toBeUndefined();
    const { personId } = await aPerson(deps, scene);
    await aKnownActor(deps, { ...scene, personId, actorKey: 'mbox|mailto:a@b.example' });
    await catchUp(deps);
    expect(await learnerOf(scene)).toMatchObject({ personId, statements: 1 });
  });

  it('makes no learner of a teacher who tries a quiz, but counts what they did', async () => {
    const { deps } = test;
    const scene = await aScene(deps);
    const { personId } = await aMember(deps, { ...scene, role: 'instructor' });
    await aKnownActor(deps, { ...scene, personId, actorKey: `account|${LMS}|2` });
    await send(deps, scene.schoolId, [tell(answer('2', 0, true))]);
    await foldSchool(deps, scene.schoolId);
    const [member] = await deps.db.select().from(memberships).where(eq(memberships.personId, personId));
    expect(member?.role).toBe('instructor');
  });

  it('leaves an erased person out for good', async () => {
    const { deps } = test;
    const scene = await aScene(deps);
    const { personId } = await aPerson(deps, scene);
    await aKnownActor(deps, { ...scene, personId, actorKey: `account|${LMS}|9` });
    await deps.db.update(people).set({ erasedAt: deps.now() }).where(eq(people.id, personId));
    await send(deps, scene.schoolId, [tell(answer('9', 0, true))]);
    expect(await foldSchool(deps, scene.schoolId)).toEqual({ caughtUp: true });
    expect(await learnerOf(scene)).toBeUndefined();
    expect(await deps.db.$count(people, eq(people.schoolId, scene.schoolId))).toBe(1);
  });

  it('counts an event once that a sender without ids told twice', async () => {
    const { deps } = test;
    const scene = await aScene(deps);
    const told = {
      ...answer('101', 0, true),
      moodleEvent: '\\mod_quiz\\event\\attempt_submitted',
    } satisfies Told;
    await send(deps, scene.schoolId, [tell(told)]);
    await foldSchool(deps, scene.schoolId);
    await send(deps, scene.schoolId, [tell(told), tell(told)]);
    await foldSchool(deps, scene.schoolId);
    expect(await learnerOf(scene)).toMatchObject({ statements: 1 });
    expect(await deps.db.$count(countedEvents, eq(countedEvents.schoolId, scene.schoolId))).toBe(1);
  });

  it('takes a voided statement out of the facts', async () => {
    const { deps } = test;
    const scene = await aScene(deps);
    const [first] = await send(deps, scene.schoolId, [
      tell(answer('101', 0, false)),
      tell(answer('101', 1, true)),
    ]);
    await foldSchool(deps, scene.schoolId);
    await send(deps, scene.schoolId, [voiding(first ?? '')]);
    await foldSchool(deps, scene.schoolId);
    expect(await skillOf(scene, 'S1')).toMatchObject({ answers: 1, correct: 1 });
    expect(await deps.db.$count(refoldActors, eq(refoldActors.schoolId, scene.schoolId))).toBe(0);
  });

  it('counts earlier work for a task that the teacher links to its activity later', async () => {
    const { deps } = test;
    const scene = await aScene(deps);
    await deps.db.update(tasks).set({ activityId: null }).where(eq(tasks.id, scene.essayId));
    await send(deps, scene.schoolId, [
      tell({ actor: '101', verb: 'submitted', activityId: ESSAY_IRI, at: at(0) }),
    ]);
    await catchUp(deps);
    expect(await deps.db.$count(taskFacts, eq(taskFacts.taskId, scene.essayId))).toBe(0);
    await deps.db.update(tasks).set({ activityId: ESSAY_IRI }).where(eq(tasks.id, scene.essayId));
    await catchUp(deps);
    expect(await deps.db.$count(taskFacts, eq(taskFacts.taskId, scene.essayId))).toBe(1);
  });

  it('counts what came in before the course was first opened from the LMS', async () => {
    const { deps } = test;
    const scene = await aScene(deps);
    await deps.db.update(courses).set({ activityIds: [] }).where(eq(courses.id, scene.courseId));
    await deps.db.update(tasks).set({ activityId: null }).where(eq(tasks.schoolId, scene.schoolId));
    await send(deps, scene.schoolId, [tell(answer('101', 0, true))]);
    await catchUp(deps);
    expect(await learnerOf(scene)).toBeUndefined();
    await deps.db
      .update(courses)
      .set({ activityIds: [COURSE_IRI] })
      .where(eq(courses.id, scene.courseId));
    await catchUp(deps);
    expect(await learnerOf(scene)).toMatchObject({ statements: 1 });
  });

  it('reads our own practice: course, skill and person from what we wrote ourselves', async () => {
    const { deps } = test;
    const scene = await aScene(deps);
    const { personId } = await aMember(deps, { ...scene, role: 'learner' });
    await aKnownActor(deps, { ...scene, personId, actorKey: `account|${deps.config.publicUrl}|${personId}` });
    const own = (skillId: string) => ({
      ...tell({ ...answer('x', 0, true), activityId: `${deps.config.publicUrl}/questions/Q1`, parents: [] }),
      actor: { account: { homePage: deps.config.publicUrl, name: personId } },
      context: {
        contextActivities: {
          grouping: [
            {
              id: `${deps.config.publicUrl}/courses/${scene.courseId}`,
              definition: { type: 'http://adlnet.gov/expapi/activities/course' },
            },
          ],
        },
        extensions: { [`${deps.config.publicUrl}/xapi/extensions/skill`]: skillId },
      },
    });
    await send(deps, scene.schoolId, [own('S3'), own('unknown')]);
    await foldSchool(deps, scene.schoolId);
    expect(await learnerOf(scene)).toMatchObject({ personId, courseId: scene.courseId, statements: 2 });
    expect(await skillOf(scene, 'S3')).toMatchObject({ answers: 1, correct: 1 });
  });

  it('keeps one school’s statements out of another’s facts', async () => {
    const { deps } = test;
    const [one, other] = [await aScene(deps), await aScene(deps)];
    await send(deps, one.schoolId, [tell(answer('101', 0, true))]);
    await foldSchool(deps, one.schoolId);
    await foldSchool(deps, other.schoolId);
    expect(await learnerOf(one)).toMatchObject({ statements: 1 });
    expect(await learnerOf(other)).toBeUndefined();
    expect(await deps.db.$count(identities, eq(identities.schoolId, other.schoolId))).toBe(0);
  });

  it('lets many calls at once share the work and counts nothing twice', async () => {
    const { deps } = test;
    const scene = await aScene(deps);
    const values = Array.from({ length: 450 }, (_, index) => tell(answer(`${index % 7}`, index, true)));
    await send(deps, scene.schoolId, values);
    await Promise.all(Array.from({ length: 6 }, () => foldSchool(deps, scene.schoolId)));
    const [cursor] = await deps.db.select().from(foldCursors).where(eq(foldCursors.schoolId, scene.schoolId));
    // What was decided on the way was told in statements of our own, which are read and counted for nobody.
    const stored = await deps.db.$count(statements, eq(statements.schoolId, scene.schoolId));
    expect(stored).toBeGreaterThan(450);
    expect(cursor?.statementsFolded).toBe(stored);
    const facts = await deps.db.select().from(learnerFacts).where(eq(learnerFacts.schoolId, scene.schoolId));
    expect(facts.reduce((sum, row) => sum + row.statements, 0)).toBe(450);
  });

  it('lets two processes fold one school at once', async () => {
    const { deps } = test;
    const scene = await aScene(deps);
    // Runs are shared per database object: another one stands for another process.
    const other = { ...deps, db: Object.create(deps.db) as typeof deps.db };
    const values = Array.from({ length: 600 }, (_, index) => tell(answer(`${index % 5}`, index, true)));
    await send(deps, scene.schoolId, values);
    await Promise.all([foldSchool(deps, scene.schoolId), foldSchool(other, scene.schoolId)]);
    const facts = await deps.db.select().from(learnerFacts).where(eq(learnerFacts.schoolId, scene.schoolId));
    expect(facts.reduce((sum, row) => sum + row.statements, 0)).toBe(600);
  });

  it('leaves nothing half done when it dies after writing facts, before writing the cursor', async () => {
    const { deps } = test;
    const scene = await aScene(deps);
    await send(deps, scene.schoolId, [tell(answer('101', 0, true)), tell(answer('101', 1, true))]);
    await foldSchool(deps, scene.schoolId);
    const before = await factsOf(deps, scene.schoolId);
    await send(deps, scene.schoolId, [tell(answer('101', 2, true))]);
    const dying = {
      ...deps,
      now: () => {
        throw new Error('the process died');
      },
    };
    await expect(foldSchool(dying, scene.schoolId)).rejects.toThrow('died');
    expect(await factsOf(deps, scene.schoolId)).toEqual(before);
    await foldSchool(deps, scene.schoolId);
    expect(await learnerOf(scene)).toMatchObject({ statements: 3 });
  });

  it('shows a statement in the facts within two seconds of its arrival', async () => {
    const { deps, app } = test;
    const scene = await aScene(deps);
    const { key, secret } = await createCredential(deps.db, deps, {
      schoolId: scene.schoolId,
      label: 'Moodle',
      scopes: ['all'],
    });
    const started = Date.now();
    await request(app.express)
      .post('/xapi/statements')
      .auth(key, secret)
      .set('x-experience-api-version', '1.0.3')
      .send([tell(answer('101', 0, true))])
      .expect(200);
    while (!(await learnerOf(scene)) && Date.now() - started < 5000)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(Date.now() - started).toBeLessThan(2000);
  });
});

/** Ninety minutes from so many minutes on. */
const aLesson = (scene: Scene, minutes: number) =>
  addLessons(test.deps, scene, {
    title: 'Lesson',
    place: null,
    times: [{ startsAt: new Date(at(minutes)), endsAt: new Date(at(minutes + 90)) }],
  });

describe('phases (R055)', () => {
  const phasesOf = async (scene: Scene) => {
    const rows = await test.deps.db.select().from(phaseFacts).where(eq(phaseFacts.schoolId, scene.schoolId));
    return Object.fromEntries(rows.map(({ phase, statements }) => [phase, statements]));
  };

  it('are told as statements come in, and told anew when the timetable or its settings change', async () => {
    const { deps } = test;
    const scene = await aScene(deps);
    await send(
      deps,
      scene.schoolId,
      [0, 100, 130, 205].map((minutes) => tell(answer('101', minutes, true))),
    );
    await catchUp(deps);
    expect(await phasesOf(scene)).toEqual({});
    await aLesson(scene, 110);
    await catchUp(deps);
    // With ten minutes' grace the lesson lasts from minute 100 to minute 210.
    expect(await phasesOf(scene)).toEqual({ pre_class: 1, in_class: 3 });
    await savePhaseSettings(deps, scene, { graceMinutes: 0, preparationHours: 72 });
    await catchUp(deps);
    expect(await phasesOf(scene)).toEqual({ pre_class: 2, in_class: 1, post_class: 1 });
    await send(deps, scene.schoolId, [tell(answer('101', 115, false))]);
    await foldSchool(deps, scene.schoolId);
    expect(await phasesOf(scene)).toMatchObject({ in_class: 2 });
    await deleteLessons(deps, scene);
    await catchUp(deps);
    expect(await phasesOf(scene)).toEqual({});
  });
});

describe('a rebuild', () => {
  it('gives the facts that folding gave, however the statements came in', async () => {
    const { deps } = test;
    const minute = fc.integer({ min: 0, max: 3000 });
    const actor = fc.constantFrom<Told['actor']>('1', '2', { mbox: 'mailto:late@school.example' });
    const told = fc.oneof(
      fc
        .record({ actor, minute, success: fc.boolean() })
        .map((given) => answer(given.actor, given.minute, given.success)),
      fc
        .record({
          actor,
          minute,
          verb: fc.constantFrom(
            'viewed' as const,
            'started' as const,
            'submitted' as const,
            'scored' as const,
          ),
          activityId: fc.constantFrom(QUIZ_IRI, PAGE_IRI, ESSAY_IRI, `${LMS}/mod/url/view.php?id=9`),
          moodle: fc.boolean(),
        })
        .map(({ minute: minutes, moodle, ...given }): Told => ({
          ...given,
          at: at(minutes),
          result: { score: { scaled: (minutes % 11) / 10 }, duration: `PT${minutes % 900}S` },
          ...(moodle ? { moodleEvent: '\\core\\event\\something' } : {}),
        })),
    );
    const happening = fc.oneof(
      { weight: 8, arbitrary: fc.array(told, { minLength: 1, maxLength: 6 }).map((tolds) => ({ tolds })) },
      { weight: 1, arbitrary: fc.nat().map((voids) => ({ voids })) },
      { weight: 1, arbitrary: fc.constant({ known: true }) },
      { weight: 1, arbitrary: fc.record({ lessonAt: minute }) },
      { weight: 1, arbitrary: fc.record({ grace: fc.nat(60) }) },
      { weight: 2, arbitrary: fc.constant({ fold: true }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 4, maxLength: 14 }), async (happenings) => {
        const scene = await aScene(deps);
        const { personId } = await aPerson(deps, scene);
        const sent: string[] = [];
        for (const one of happenings) {
          if ('tolds' in one) sent.push(...(await send(deps, scene.schoolId, one.tolds.map(tell))));
          if ('voids' in one && sent.length > 0)
            await send(deps, scene.schoolId, [voiding(sent.splice(one.voids % sent.length, 1)[0] ?? '')]);
          if ('known' in one)
            await deps.db
              .insert(identities)
              .values({
                schoolId: scene.schoolId,
                personId,
                actorKey: 'mbox|mailto:late@school.example',
                method: 'manual',
                confidence: 'certain',
                createdAt: deps.now(),
              })
              .onConflictDoNothing();
          if ('lessonAt' in one) await aLesson(scene, one.lessonAt);
          if ('grace' in one)
            await savePhaseSettings(deps, scene, { graceMinutes: one.grace, preparationHours: 24 });
          if ('fold' in one) await catchUp(deps);
        }
        await catchUp(deps);
        // What items and skills learned from answers that were changed since is put right at night (decision 0031).
        await relearnStaleSchools(deps);
        const folded = await factsOf(deps, scene.schoolId);
        const known = await knowledgeOf(deps, scene.schoolId);
        const seen: number[] = [];
        await rebuildSchool(deps, scene.schoolId, (done) => seen.push(done));
        expect(await factsOf(deps, scene.schoolId)).toEqual(folded);
        expect(await knowledgeOf(deps, scene.schoolId)).toEqual(known);
        expect(seen[0]).toBe(0);
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 12) },
    );
  }, 120_000);
});
