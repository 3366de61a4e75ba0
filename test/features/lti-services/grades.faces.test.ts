import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { createPlatformCaller } from '../../../src/features/lti-services/index.ts';
import { claimGrades } from '../../../src/features/lti-services/grade.queries.ts';
import { findRegistration } from '../../../src/features/lti-services/line-item.queries.ts';
import { LINE_ITEMS_TYPE, readLineItems } from '../../../src/features/lti-services/line-item.rules.ts';
import { readPages } from '../../../src/features/lti-services/platform-pages.client.ts';
import { resendByHand } from '../../../src/features/lti-services/resend-grades.ts';
import { lineItems } from '../../../src/features/lti-services/services.tables.ts';
import { tendLineItems, type LineItemNews } from '../../../src/features/lti-services/tend-line-items.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { CANVAS_RATE_LIMIT, SCOPES, aFace, type Face, type FaceName } from '../../support/faces.ts';
import {
  aGrade,
  aGradeScene,
  cellOf,
  expectEntry,
  knowLearners,
  learnersOfRoster,
  placeItem,
  record,
  send,
  type GradeScene,
} from './grade-scene.ts';

describe.each<FaceName>(['moodle', 'canvas'])('Grades for %s', (name) => {
  let t: TestApp;
  let face: Face;
  let scene: GradeScene;
  let learners: string[];
  beforeAll(async () => {
    t = await createTestApp();
    face = await aFace(t, name);
    scene = await aGradeScene(t, face, 'S101');
    learners = await learnersOfRoster(t, face);
  }, 60_000);
  afterAll(async () => {
    await face.close();
    await t.close();
  });
  beforeEach(() => {
    t.clock.advance(60_000);
    face.state.requests.length = 0;
  });

  const learner = (index: number) => ({
    personId: learners[index] ?? '',
    userId: face.people.learners[index]?.id ?? '',
  });
  const grade = (index: number, score: number | null, changes = {}) =>
    aGrade(face, scene, learner(index).personId, score, changes);
  const resultOf = (index: number) => face.state.resultOf(scene.column.id, learner(index).userId);
  const scoresOf = (index: number) =>
    face.state.scores.filter(
      ({ lineItemId, userId }) => lineItemId === scene.column.id && userId === learner(index).userId,
    );
  const posts = () =>
    face.state.requests.filter(({ method, path }) => method === 'POST' && path.includes('/scores'));
  const cell = (index: number) => cellOf(t, scene, learner(index).personId);
  const resend = async () => {
    const { schoolId } = face;
    const who = { schoolId, personId: scene.teacherId };
    const { courseId, lineItemId } = scene;
    await resendByHand(t.deps, who, { courseId, lineItemId, personId: null });
    // A later time than the platform may have seen.
    t.clock.advance(1000);
  };

  it('find the column that the platform tied to the link', async () => {
    const [row] = await t.deps.db.select().from(lineItems).where(eq(lineItems.id, scene.lineItemId));
    expect(row).toMatchObject({ madeBy: 'platform', label: scene.column.label, scoreMaximum: 100 });
    expect(row?.url).toContain(face.url);
  });

  it('arrive, as the platform takes them', async () => {
    await record(t, [grade(0, 62.5)]);
    await send(t);
    expect(resultOf(0)?.score).toBe(62.5);
    const [post] = posts();
    expect(post?.headers).toMatchObject({ 'content-type': 'application/vnd.ims.lis.v1.score+json' });
    expect(post?.path).toMatch(
      name === 'moodle' ? /\/lineitem\/scores\?type_id=7$/ : /\/line_items\/\d+\/scores$/,
    );
    expect(await cell(0)).toMatchObject({ state: 'sent', problem: null, httpStatus: 200, attempts: 1 });
    await send(t);
    expect(posts()).toHaveLength(1);
  });

  it('are never erased by what isn’t a finished grade', async () => {
    await record(t, [grade(1, 70)]);
    await send(t);
    const unfinished = { activityProgress: 'InProgress', gradingProgress: 'NotReady' };
    await record(t, [grade(1, null, unfinished), grade(2, null, unfinished)]);
    await record(t, [grade(1, 10, { gradingProgress: 'Pending' })]);
    await send(t);
    expect(posts()).toHaveLength(1);
    expect(resultOf(1)?.score).toBe(70);
    expect(resultOf(2)).toBeNull();
  });

  it('of one second both arrive, the later one a second later', async () => {
    await record(t, [grade(3, 10)]);
    await send(t);
    await record(t, [grade(3, 20)]);
    await send(t);
    expect(scoresOf(3)).toHaveLength(1);
    t.clock.advance(1000);
    await send(t);
    const [first, second] = scoresOf(3).map(({ timestamp }) => Date.parse(timestamp));
    expect((second ?? 0) - (first ?? 0)).toBe(1000);
    expect(resultOf(3)?.score).toBe(20);
  });

  it('too old for the platform go out again with a later time', async () => {
    const { personId, userId } = learner(4);
    await record(t, [aGrade(face, scene, personId, 5)]);
    await send(t);
    const result = face.state.resultOf(scene.column.id, userId);
    if (!result) throw new Error('The grade did not arrive.');
    // Its clock runs five seconds ahead.
    result.modifiedAtMs = t.clock.now.getTime() + 5000;
    t.clock.advance(1000);
    await record(t, [aGrade(face, scene, personId, 6)]);
    await send(t);
    expect(await cell(4)).toMatchObject({ state: 'waiting', problem: 'newerThere' });
    t.clock.advance(1000);
    await send(t);
    expect(await cell(4)).toMatchObject({ state: 'waiting', problem: 'newerThere', attempts: 2 });
    t.clock.advance(60_000);
    await send(t);
    expect(await cell(4)).toMatchObject({ state: 'sent' });
    expect(resultOf(4)?.score).toBe(6);
    expect(Date.parse(scoresOf(4).at(-1)?.timestamp ?? '')).toBeLessThanOrEqual(t.clock.now.getTime());
  });

  it('of whoever isn’t a student there are given up, with the reason', async () => {
    const { teacher } = face.people;
    await record(t, [aGrade(face, scene, scene.teacherId, 50)]);
    await send(t);
    expect(await cellOf(t, scene, scene.teacherId)).toMatchObject({ state: 'dead', problem: 'notALearner' });
    expect(face.state.resultOf(scene.column.id, teacher.id)).toBeNull();
  });

  it('of whoever the platform never told us are not sent at all', async () => {
    const [stranger] = await knowLearners(t, { ...face, issuer: 'https://other.example' }, scene.courseId, [
      { id: '1', name: 'Known elsewhere' },
    ]);
    await record(t, [aGrade(face, scene, stranger ?? '', 50)]);
    await send(t);
    expect(posts()).toHaveLength(0);
    expect(await cellOf(t, scene, stranger ?? '')).toMatchObject({ state: 'dead', problem: 'notLinked' });
  });

  it('taken by a process that died are sent when its lease is over', async () => {
    await record(t, [grade(5, 90)]);
    const now = t.clock.now;
    await claimGrades(t.deps.db, { now, leaseUntil: new Date(now.getTime() + 600_000), limit: 10 });
    await send(t);
    expect(posts()).toHaveLength(0);
    t.clock.advance(600_000);
    await send(t);
    expect(resultOf(5)?.score).toBe(90);
  });

  it('sent by a process that died before it could note it end as sent, once', async () => {
    await record(t, [grade(6, 90)]);
    const now = t.clock.now;
    const [taken] = await claimGrades(t.deps.db, {
      now,
      leaseUntil: new Date(now.getTime() + 600_000),
      limit: 10,
    });
    const registration = await findRegistration(t.deps.db, face);
    if (!taken || !registration) throw new Error('There is nothing to send.');
    const { sendScore } = await import('../../../src/features/lti-services/score.client.ts');
    await sendScore(createPlatformCaller(t.deps), registration, { ...taken, subject: taken.subject ?? '' });
    t.clock.advance(600_000);
    await send(t);
    expect(await cell(6)).toMatchObject(
      name === 'moodle' ? { state: 'waiting', problem: 'newerThere' } : { state: 'sent' },
    );
    t.clock.advance(60_000);
    await send(t);
    expect(await cell(6)).toMatchObject({ state: 'sent' });
    expect(resultOf(6)?.score).toBe(90);
    expect(resultOf(6)?.submissions).toBe(0);
  });

  it('don’t storm a platform that is down, and all arrive when it is back', async () => {
    const class40 = Array.from({ length: 40 }, (_, n) => grade(10 + n, n));
    face.state.failNext(/\/scores/, { status: 503 }, 1000);
    await record(t, class40);
    await send(t);
    expect(posts().length).toBeLessThanOrEqual(3);
    expect(await cell(49)).toMatchObject({ state: 'waiting', problem: 'platformDown' });
    await send(t);
    expect(posts().length).toBeLessThanOrEqual(3);
    t.clock.advance(61_000);
    await send(t);
    expect(posts().length).toBeLessThanOrEqual(6);
    while (face.state.takeFailure('POST /scores')) continue;
    t.clock.advance(11 * 60_000);
    await send(t);
    expect(resultOf(49)?.score).toBe(39);
    expect(Array.from({ length: 40 }, (_, n) => Math.round(resultOf(10 + n)?.score ?? -1))).toEqual(
      Array.from({ length: 40 }, (_, n) => n),
    );
  });

  it('rest when it asks for a rest', async () => {
    const answer = name === 'canvas' ? CANVAS_RATE_LIMIT : { status: 429, headers: { 'retry-after': '60' } };
    face.state.failNext(/\/scores/, answer, 3);
    await record(t, [grade(0, 1)]);
    await send(t);
    expect(await cell(0)).toMatchObject({ state: 'waiting', problem: 'busy', httpStatus: answer.status });
    while (face.state.takeFailure('POST /scores')) continue;
    t.clock.advance(60_000);
    await send(t);
    expect(resultOf(0)?.score).toBe(1);
  });

  it('that may not be written wait for an administrator and a word by hand', async () => {
    face.tool.scopes = Object.values(SCOPES).filter((scope) => scope !== SCOPES.score);
    // The token of before was granted more, and ends within the hour.
    t.clock.advance(3_600_000);
    await record(t, [grade(0, 2), grade(1, 2), grade(2, 2), grade(3, 2), grade(4, 2)]);
    await send(t);
    expect(posts()).toHaveLength(0);
    expect(await cell(4)).toMatchObject({
      state: 'dead',
      problem: expect.stringMatching(/scopeMissing|tokenRefused/),
    });
    face.tool.scopes = Object.values(SCOPES);
    await resend();
    await send(t);
    expect([0, 1, 2, 3, 4].map((index) => resultOf(index)?.score)).toEqual([2, 2, 2, 2, 2]);
  });

  it('make a column where the platform made none, and never two', async () => {
    const place = { courseId: scene.courseId, createdBy: scene.teacherId };
    const { itemId, link } = await placeItem(t, face, place, { ref: 'S102', withColumn: false });
    const columns = () =>
      [...face.state.lineItems.values()].filter(({ resourceId }) => resourceId === itemId);
    const tend = async () => {
      const news: LineItemNews[] = [];
      const { schoolId } = face;
      await tendLineItems(t.deps, { schoolId, courseId: scene.courseId }, (told) =>
        Promise.resolve(void news.push(told)),
      );
      return news;
    };
    // Placed, but not opened: the platform may still tie one.
    expect(await tend()).toEqual([]);
    await expectEntry(face.launch(face.client(), face.people.teacher.id, { linkId: link.id }));
    const made = await eventually(async () => {
      const [row] = await t.deps.db.select().from(lineItems).where(eq(lineItems.itemId, itemId));
      return row;
    });
    expect(made).toMatchObject({ madeBy: 'tool', label: 'Practice S102', scoreMaximum: 100 });
    expect(columns()).toMatchObject([{ tag: 'practice', linkId: link.id }]);
    await t.deps.db.delete(lineItems).where(eq(lineItems.id, made.id));
    expect(await tend()).toEqual([{ schoolId: face.schoolId, courseId: scene.courseId, itemId }]);
    expect(await tend()).toEqual([]);
    expect(columns()).toHaveLength(1);
    const [row] = await t.deps.db.select().from(lineItems).where(eq(lineItems.itemId, itemId));
    await record(t, [{ ...grade(0, 33), itemId }]);
    await send(t);
    expect(face.state.resultOf(columns()[0]?.id ?? '', learner(0).userId)?.score).toBe(33);
    expect(row?.url).toBe(made.url);
  });

  it('of a column that is gone are given up at once', async () => {
    face.state.lineItems.delete(scene.column.id);
    await record(
      t,
      Array.from({ length: 20 }, (_, n) => grade(n, 99)),
    );
    await send(t);
    expect(posts().length).toBeLessThanOrEqual(3);
    expect(await cell(19)).toMatchObject({ state: 'dead', problem: 'lineItemGone' });
    face.state.lineItems.set(scene.column.id, scene.column);
    await resend();
    await send(t);
    expect(resultOf(19)?.score).toBe(99);
  });

  if (name === 'moodle') {
    it('of a locked column wait, and arrive when it is unlocked', async () => {
      scene.column.locked = true;
      await record(
        t,
        Array.from({ length: 30 }, (_, n) => grade(n, 55)),
      );
      await send(t);
      expect(posts().length).toBeLessThanOrEqual(6);
      expect(await cell(29)).toMatchObject({ state: 'waiting', problem: 'platformError' });
      scene.column.locked = false;
      await resend();
      await send(t);
      expect(resultOf(29)?.score).toBeCloseTo(55);
    });

    it('leave a teacher’s own grade alone', async () => {
      face.state.overrideGrade(scene.column.id, learner(0).userId, 12);
      await record(t, [grade(0, 77)]);
      await send(t);
      expect(await cell(0)).toMatchObject({ state: 'sent' });
      expect(resultOf(0)?.score).toBe(12);
    });

    it('know all columns, however the platform writes its links', async () => {
      const { clientId } = face;
      const courseId = face.courses[0].id;
      for (let n = 0; n < 5; n += 1)
        face.state.addLineItem({ clientId, courseId, label: `Column ${n}`, scoreMaximum: 10 });
      const registration = await findRegistration(t.deps.db, face);
      if (!registration) throw new Error('There is no registration.');
      const read = await readPages(createPlatformCaller(t.deps), registration, {
        url: `${face.url}/mod/lti/services.php/${courseId}/lineitems?type_id=7&limit=2`,
        scope: [SCOPES.lineItemReadOnly],
        accept: LINE_ITEMS_TYPE,
      });
      if (read.kind !== 'read') throw new Error(`Refused: ${read.status}`);
      expect(read.pages.length).toBeGreaterThan(2);
      const labels = read.pages.flatMap(readLineItems).map(({ label }) => label);
      expect(labels.filter((label) => label.startsWith('Column'))).toHaveLength(5);
    });
  } else {
    it('use up no attempts', async () => {
      scene.column.allowedAttempts = 1;
      for (const score of [1, 2, 3]) {
        await record(t, [grade(0, score)]);
        await send(t);
        t.clock.advance(2000);
      }
      expect(resultOf(0)).toMatchObject({ score: 3, submissions: 0 });
    });
  }
});
