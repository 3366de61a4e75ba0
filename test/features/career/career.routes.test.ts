import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import { and, eq, isNull } from 'drizzle-orm';
import { remindAssessments } from '../../../src/features/career/remind-assessments.ts';
import { notices } from '../../../src/features/inbox/inbox.tables.ts';
import { skillFacts } from '../../../src/features/trajectory/facts.tables.ts';
import { people } from '../../../src/features/roster/roster.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { countQueries } from '../../support/count-queries.ts';
import { aCareerScene, asker, type CareerScene } from './career-scene.ts';

let app: TestApp;
let scene: CareerScene;
beforeAll(async () => {
  app = await createTestApp();
});
beforeEach(async () => {
  scene = await aCareerScene(app);
});
afterAll(() => app.close());
const { get, post } = asker(() => app);

const INTEREST = 'riasec-activities-60';
const DAY_MS = 86_400_000;
const words = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

describe('the assessment centre', () => {
  it('tells a newcomer what there is to do, until when, and what it is not for', async () => {
    const { text } = await get(scene.as.learner, '/career').expect(200);
    expect(words(text)).toContain('0 of 3 done');
    expect(words(text)).toContain('never used to select anybody');
    expect(text).toContain('name="instrumentId" value="riasec-activities-60"');
    expect(text).not.toContain('<svg class="chart"');
  });

  it('shows the result at once, with its hexagon, its table, posts like it and the way it was computed', async () => {
    await scene.take(scene.learner, INTEREST);
    const { text } = await get(scene.as.learner, '/career').expect(200);
    expect(words(text)).toContain('1 of 3 done');
    expect(text).toContain('<svg class="chart"');
    expect(words(text)).toContain('Interest code ICR');
    expect(words(text)).toContain('Investigative I 40 / 40');
    expect(text).toMatch(/\/career\/occupations\/(onet|cn)-[^"]+">/);
    expect(text).toMatch(/\/attempts\/[0-9a-f-]{36}\/result/);
    // Taken again only after the time the instrument sets.
    expect(words(text)).toContain('Again from');
  });

  it('lets learners say which kind of learner they are, and takes nothing else', async () => {
    await post(scene.as.learner, '/career/category', { category: 'career_changer' }).expect(303);
    const [row] = await app.deps.db
      .select({ category: people.category })
      .from(people)
      .where(and(eq(people.schoolId, scene.schoolId), eq(people.id, scene.learner)));
    expect(row?.category).toBe('career_changer');
    await post(scene.as.learner, '/career/category', { category: 'pensioner' }).expect(400);
    await post(scene.as.teacher, '/career/category', { category: 'student' }).expect(403);
  });

  it('says who looked', async () => {
    await get(scene.as.helper, `/career/portrait/${scene.learner}`).expect(200);
    const { text } = await get(scene.as.learner, '/career');
    expect(words(text)).toContain('Career 02 looked at your career portrait');
    expect(words((await get(scene.as.other, '/career')).text)).toContain('Nobody has.');
  });

  it('leads staff to their class, and mentors to the posts', async () => {
    const placeOf = async (as: { base: string; cookie: string }) =>
      String((await get(as, '/career').expect(303)).headers['location']).slice(as.base.length);
    expect(await placeOf(scene.as.teacher)).toBe('/career/class');
    expect(await placeOf(scene.as.mentor)).toBe('/career/occupations');
  });

  it('asks the database a handful of times', async () => {
    await scene.take(scene.learner, INTEREST);
    expect(await countQueries(() => get(scene.as.learner, '/career').expect(200))).toBeLessThanOrEqual(9);
  });
});

describe('the panorama', () => {
  test.each([
    ['nothing', '', '115 posts'],
    ['a name', '?q=web', 'Web Developers'],
    ['a Chinese name', `?q=${encodeURIComponent('电子商务师')}`, '1 post'],
    ['a code', '?q=2-02-38-03', '1 post '],
    ['a talent type', '?type=support', 'posts'],
    ['an interest type', '?interest=A', 'Graphic Designers'],
    ['a skill', '?skill=Solidity', 'posts'],
    ['a page beyond the last', '?page=900', '5 / 5'],
    ['signs that mean something to SQL', '?q=%25_%27', '0 posts'],
  ])('finds by %s', async (_name, query, found) => {
    const { text } = await get(scene.as.learner, `/career/occupations${query}`).expect(200);
    expect(words(text)).toContain(found);
  });

  it('orders by likeness once interests are known, and asks for them before', async () => {
    const before = await get(scene.as.learner, '/career/occupations');
    expect(before.text).toContain('#interest');
    await scene.take(scene.learner, INTEREST);
    const after = words((await get(scene.as.learner, '/career/occupations')).text);
    expect(after).toContain('closest to your interests first');
    expect(after.indexOf('Very like your interests')).toBeGreaterThan(0);
  });

  it('is the school’s own: another school’s post can’t be opened', async () => {
    const id = app.deps.newId();
    await get(scene.as.learner, `/career/occupations/${id}`).expect(404);
    await get(scene.as.learner, '/career/occupations/onet-15-1254.00').expect(200);
  });
});

describe('a post', () => {
  const PATH = '/career/occupations/onet-15-1254.00';

  it('says what it is, what it asks for, where that comes from, and that nothing is known of demand and pay', async () => {
    const { text } = await get(scene.as.learner, PATH).expect(200);
    const said = words(text);
    expect(said).toContain('Web Developers');
    expect(said).toContain('named · confidence 90%');
    expect(said).toContain('No source of postings was loaded');
    expect(said).toContain('No figures of pay were loaded');
    expect(said).toContain('Answer the interest questionnaire to see.');
    expect(said).toContain('Used under the CC BY 4.0 license');
    expect(text).toContain('/career/goals?occupation=onet-15-1254.00');
  });

  it('sets what was measured beside what is asked for', async () => {
    await app.deps.db.insert(skillFacts).values({
      schoolId: scene.schoolId,
      personId: scene.learner,
      skillId: 'S006',
      answers: 10,
      attempts: 10,
      correct: 10,
      recent: 1,
      lastAttemptAt: app.deps.now(),
      evidence: [],
    });
    const said = words((await get(scene.as.learner, PATH)).text);
    expect(said).toMatch(/JavaScript Reached/);
    expect(said).toContain('10 answers');
    expect(words((await get(scene.as.other, PATH)).text)).not.toMatch(/JavaScript Reached/);
  });

  it('compares interests by r, in bands, with the formula', async () => {
    await scene.take(scene.learner, INTEREST);
    const said = words((await get(scene.as.learner, PATH)).text);
    expect(said).toContain('Very like your interests');
    expect(said).toMatch(/r &#x3D; 0\.9115/);
    expect(said).toContain('riasec-match-1');
  });

  it('of the Chinese classification says what it is compared with', async () => {
    const said = words((await get(scene.as.learner, '/career/occupations/cn-2-02-38-03')).text);
    expect(said).toContain('Data Scientists');
    expect(said).toContain('2-02-10-11');
    expect(said).toContain('Junior');
  });
});

describe('the completion of a class', () => {
  it('counts who did what, and tells no score', async () => {
    await scene.take(scene.learner, INTEREST);
    const { text } = await get(scene.as.helper, '/career/class').expect(200);
    expect(words(text)).toContain('Learner 01 Done To do');
    expect(words(text)).toContain('2 are not complete');
    expect(text).not.toContain('Learner 03');
    expect(text).not.toMatch(/>\s*40\s*</);
  });

  it('shows the school’s classes to who looks after the school, and one class when chosen', async () => {
    const all = words((await get(scene.as.career, '/career/class').expect(200)).text);
    expect(all).toContain('Class 1 1');
    expect(all).toContain('No class 2');
    expect(all).not.toContain('Learner 01');
    const one = words((await get(scene.as.career, `/career/class?class=${scene.classId}`)).text);
    expect(one).toContain('Learner 01');
    expect(one).not.toContain('Learner 02');
    await get(scene.as.learner, '/career/class').expect(403);
    await get(scene.as.mentor, '/career/class').expect(403);
  });

  it('can be cut by the kind of learner', async () => {
    await post(scene.as.learner, '/career/category', { category: 'employee' });
    const said = words((await get(scene.as.helper, '/career/class?category=employee')).text);
    expect(said).toContain('Learner 01');
    expect(said).not.toContain('Learner 02');
  });

  it('knows the deadline that the school set', async () => {
    await post(scene.as.helper, '/career/settings', { dueDays: 10 }).expect(403);
    await post(scene.as.career, '/career/settings', { dueDays: 0 }).expect(400);
    await post(scene.as.career, '/career/settings', { dueDays: 10 }).expect(303);
    expect(words((await get(scene.as.helper, '/career/class')).text)).toContain(
      'Due 10 days after enrolment',
    );
  });
});

describe('reminders', () => {
  /** What each of the school's learners finds open in their inbox after the job ran on that day. */
  const remindAt = async (days: number): Promise<string[]> => {
    await remindAssessments({
      ...app.deps,
      now: () => new Date(app.clock.now.getTime() + days * DAY_MS),
    });
    const open = await app.deps.db
      .select({ kind: notices.kind, personId: notices.personId })
      .from(notices)
      .where(and(eq(notices.schoolId, scene.schoolId), isNull(notices.doneAt)));
    return open.map(({ kind }) => kind);
  };

  test.each([
    ['nobody long before the deadline', 20, []],
    ['everybody in its last week', 25, ['career.soon', 'career.soon', 'career.soon']],
    ['everybody after it', 31, ['career.overdue', 'career.overdue', 'career.overdue']],
    ['nobody when it is long past', 95, []],
  ])('tell %s', async (_name, days, kinds) => {
    expect(await remindAt(days)).toEqual(kinds);
    expect(await remindAt(days)).toEqual(kinds);
  });

  it('end when the learner is done', async () => {
    await remindAt(25);
    for (const instrument of scene.instruments) await scene.take(scene.learner, instrument);
    expect(await remindAt(26)).toHaveLength(2);
  });

  it('are sent by hand to who is not complete in one’s own class, once a day', async () => {
    for (const _twice of [1, 2]) {
      const { headers } = await post(scene.as.helper, '/career/class/remind').expect(303);
      expect(
        words(
          (await get(scene.as.helper, String(headers['location']).slice(scene.as.helper.base.length))).text,
        ),
      ).toContain('2 people were reminded.');
    }
    const told = await app.deps.db.select().from(notices).where(eq(notices.schoolId, scene.schoolId));
    expect(told.map(({ kind, link }) => [kind, link])).toEqual([
      ['career.asked', '/career'],
      ['career.asked', '/career'],
    ]);
    await post(scene.as.learner, '/career/class/remind').expect(403);
  });
});

describe('the portrait', () => {
  it('is one timeline of what happened, each kind by itself', async () => {
    await scene.take(scene.learner, INTEREST);
    const { text } = await get(scene.as.learner, '/career/portrait').expect(200);
    expect(words(text)).toContain('Assessed: Interests in work activities');
    expect(text).toMatch(/\/attempts\/[0-9a-f-]{36}\/result/);
    const practice = await get(scene.as.learner, '/career/portrait?chain=practice').expect(200);
    expect(words(practice.text)).toContain('Nothing here yet');
    await get(scene.as.learner, '/career/portrait?chain=fame').expect(400);
  });

  it('shows career teachers what the instruments let them see, of learners they look after', async () => {
    await scene.take(scene.learner, INTEREST);
    const { text } = await get(scene.as.helper, `/career/portrait/${scene.learner}`).expect(200);
    expect(words(text)).toContain('Interest code');
    expect(text).not.toMatch(/\/attempts\//);
    await get(scene.as.career, `/career/portrait/${scene.stranger}`).expect(200);
    await get(scene.as.helper, `/career/portrait/${scene.stranger}`).expect(404);
    for (const as of [scene.as.other, scene.as.teacher, scene.as.mentor, scene.as.admin])
      await get(as, `/career/portrait/${scene.learner}`).expect(403);
  });
});
