import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import request from 'supertest';
import { forgetEmployment } from '../../../src/features/employers/index.ts';
import { jobProfiles, shortlistEntries } from '../../../src/features/employers/matching.tables.ts';
import { postingReports } from '../../../src/features/employers/postings.tables.ts';
import { people } from '../../../src/features/roster/roster.tables.ts';
import { inTransaction } from '../../../src/infra/db.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aMember, aSession } from '../../support/builders.ts';
import { visitor } from '../../support/visitor.ts';
import {
  anEmploymentScene,
  employerForm,
  openingForm,
  skillsForm,
  someAnswers,
  type EmploymentScene,
} from './employers-scene.ts';

let test: TestApp;
let scene: EmploymentScene;
/** The opening's page of staff. */
let opening: string;
let employerId: string;
beforeAll(async () => {
  test = await createTestApp();
});
beforeEach(async () => {
  scene = await anEmploymentScene(test);
  employerId = /employers\/([0-9a-f-]{36})/.exec(
    (await post('/employers', employerForm(), scene.as.career)).headers['location'] ?? '',
  )?.[1] as string;
  await post(`/employers/${employerId}/verification`, { to: 'verified', note: 'x' }, scene.as.career);
  opening = await anOpening();
});
afterAll(() => test.close());
const { get, post } = visitor(() => ({ t: test, as: scene.as.learner }));

async function anOpening(given: Record<string, string> = {}): Promise<string> {
  const made = await post(`/employers/${employerId}/postings/new`, openingForm(given), scene.as.career);
  const path = (made.headers['location'] ?? '').replace(/^.*(\/employers\/postings)/, '$1');
  await post(path, skillsForm, scene.as.career);
  return path.replace('/skills', '');
}
const wishes = (given: Record<string, string> = {}) => ({
  talentType: '',
  posts: '',
  regions: '',
  education: '',
  availableFrom: '',
  certificates: '',
  minPay: '',
  ...given,
});
const profileOf = async (personId: string) =>
  (await test.deps.db.select().from(jobProfiles).where(eq(jobProfiles.personId, personId)))[0];
const able = (personId: string, correct = 10) =>
  someAnswers(test.deps, { schoolId: scene.schoolId, personId, skillId: 'S002', attempts: 10, correct });
const jobIn = () => opening.replace('/employers/postings/', '/jobs/');

describe('a student’s openings', () => {
  it('come with a score, its parts, what is missing and what would help', async () => {
    await able(scene.learner);
    const { text } = await get('/jobs');
    expect(text).not.toContain('{{');
    expect(text).toContain('Junior data developer');
    expect(text).toContain('nothing recorded yet, not counted as zero');
    expect(text).toMatch(/With SQL at level 2 you would be at \d+%/);
    expect(text).toContain('<strong>Reached:</strong> Python');
  });

  it('suit better whoever has shown more', async () => {
    const percent = async () => Number(/<span class="badge">(\d+)%/.exec((await get('/jobs')).text)?.[1]);
    const before = await percent();
    await able(scene.learner);
    expect(await percent()).toBeGreaterThan(before);
  });

  it('that a condition rules out stand apart with the reason', async () => {
    await post('/jobs/wishes', wishes({ kinds: 'internship', regions: 'Beijing', regionsOnly: '1' }));
    const { text } = await get('/jobs');
    expect(text).toContain('Ruled out by a condition');
    expect(text).toContain('form of work');
  });

  it('stand by date without scores once recommendations are off, at once', async () => {
    await post('/jobs/recommendations', { on: 'no' });
    const { text } = await get('/jobs');
    expect(text).toContain('Recommendations are off');
    expect(text).toContain('Junior data developer');
    expect(text).not.toContain('Why this score');
    expect((await get(jobIn())).text).not.toContain('Why this score');
    await post('/jobs/recommendations', { on: 'yes' });
    expect((await get('/jobs')).text).toContain('Why this score');
  });

  it('are for students', async () => {
    expect((await get('/jobs', scene.as.career)).status).toBe(403);
    expect((await get(`/jobs/${test.deps.newId()}`)).status).toBe(404);
  });

  it('say so when there are none', async () => {
    await post(`${opening}/decision`, { decision: 'close' }, scene.as.career);
    expect((await get('/jobs')).text).toContain('There are no openings now');
    expect((await get(jobIn())).status).toBe(404);
  });
});

describe('what a student looks for', () => {
  it('is kept, with pay sealed, shown again, and deleted at a press', async () => {
    await post(
      '/jobs/wishes',
      wishes({ posts: 'data, test', minPay: '4321', consent: '1', education: 'bachelor' }),
    );
    const row = await profileOf(scene.learner);
    expect(row).toMatchObject({ posts: ['data', 'test'], education: 'bachelor' });
    expect(JSON.stringify(row)).not.toContain('4321');
    const form = (await get('/jobs/wishes')).text;
    expect(form).toContain('value="4321"');
    expect(form).toContain('data, test');
    await post('/jobs/recommendations', { on: 'no' });
    await post('/jobs/wishes/delete');
    expect(await profileOf(scene.learner)).toMatchObject({
      posts: [],
      consentedAt: null,
      minPaySealed: null,
      recommendations: false,
    });
  });

  it.each([
    ['a day that isn’t', { availableFrom: '2026-13-01' }],
    ['pay in words', { minPay: 'much' }],
    ['an unknown degree', { education: 'wizard' }],
  ])('is refused with %s', async (_name, given) => {
    expect((await post('/jobs/wishes', wishes(given))).status).toBe(400);
    expect(await profileOf(scene.learner)).toBeUndefined();
  });

  it('is among what they can take along, and goes with them', async () => {
    await post('/jobs/wishes', wishes({ minPay: '4321', consent: '1' }));
    await post(`${jobIn()}/report`, { words: 'Asked me for money' });
    await able(scene.learner);
    await post(`${opening}/shortlists`, {}, scene.as.career);
    const download = await get('/my-data/download');
    for (const part of ['4321', 'Asked me for money', 'shortlistEntries'])
      expect(download.text).toContain(part);
    const key = { schoolId: scene.schoolId, personId: scene.learner };
    await inTransaction(test.deps.db, (tx) => forgetEmployment(tx, key));
    for (const table of [jobProfiles, shortlistEntries, postingReports])
      expect(await test.deps.db.$count(table, eq(table.personId, scene.learner))).toBe(0);
  });
});

describe('candidates for an opening', () => {
  const listed = async () => (await get(opening, scene.as.career)).text;
  const make = () => post(`${opening}/shortlists`, {}, scene.as.career);

  it('are only those who agreed', async () => {
    await able(scene.learner);
    await able(scene.other);
    expect((await make()).status).toBe(409);
    await post('/jobs/wishes', wishes({ consent: '1' }));
    expect((await make()).status).toBe(303);
    expect(await listed()).toContain('Learner 01');
    expect(await listed()).not.toContain('Learner 02');
  });

  it('leave the list when they take their consent back', async () => {
    await post('/jobs/wishes', wishes({ consent: '1' }));
    await make();
    await post('/jobs/wishes', wishes());
    expect(await listed()).not.toContain('Learner 01');
    expect(await test.deps.db.$count(shortlistEntries, eq(shortlistEntries.personId, scene.learner))).toBe(0);
  });

  it('reach the employer only when a person released them, as numbers and skills without names', async () => {
    for (const as of [scene.as.learner, scene.as.other])
      await post('/jobs/wishes', wishes({ consent: '1' }), as);
    await able(scene.other);
    await make();
    const { text: made } = await post(`/employers/${employerId}/links`, {}, scene.as.career);
    const token = /\/employer\/([\w-]{43})/.exec(made)?.[1] ?? '';
    const path = `/employer/${token}${opening.replace('/employers', '')}/candidates`;
    const seen = () => request(test.app.express).get(path).set('accept-language', 'en');
    expect((await seen()).status).toBe(404);
    const release = /shortlists\/([0-9a-f-]{36})\/release/.exec(await listed())?.[1];
    const keep = { keep: scene.other };
    expect((await post(`${opening}/shortlists/${release}/release`, keep, scene.as.learner)).status).toBe(403);
    expect((await post(`${opening}/shortlists/${release}/release`, keep, scene.as.career)).status).toBe(303);
    expect((await post(`${opening}/shortlists/${release}/release`, keep, scene.as.career)).status).toBe(409);
    const { text } = await seen();
    expect(text).toContain('Candidate 1');
    expect(text).not.toContain('Candidate 2');
    for (const hidden of ['Learner 0', scene.other, scene.learner]) expect(text).not.toContain(hidden);
  });

  it('stand in the same order whatever they are called', async () => {
    for (const as of [scene.as.learner, scene.as.other])
      await post('/jobs/wishes', wishes({ consent: '1' }), as);
    await able(scene.other);
    const order = async () => {
      await make();
      return (
        await test.deps.db
          .select({ personId: shortlistEntries.personId, rank: shortlistEntries.rank })
          .from(shortlistEntries)
          .where(eq(shortlistEntries.schoolId, scene.schoolId))
          .orderBy(shortlistEntries.shortlistId, shortlistEntries.rank)
      ).slice(-2);
    };
    const before = await order();
    await test.deps.db
      .update(people)
      .set({ displayName: 'Aaa' })
      .where(and(eq(people.schoolId, scene.schoolId), eq(people.id, scene.learner)));
    expect(await order()).toEqual(before);
    expect(before[0]?.personId).toBe(scene.other);
  });
});

describe('a report about an opening', () => {
  it('is read by staff without the reporter’s name; three hide the opening', async () => {
    await post(`${jobIn()}/report`, { words: 'Asked me for money' });
    expect((await get(jobIn())).text).toContain('You reported it');
    const page = (await get(opening, scene.as.career)).text;
    expect(page).toContain('Asked me for money');
    expect(page).not.toContain('Learner 01');
    const { schoolId, courseId } = scene;
    const third = await aMember(test.deps, { schoolId, courseId, role: 'learner', name: 'Learner 03' });
    const asThird = await aSession(test.deps, { schoolId, courseId, ...third });
    for (const as of [scene.as.other, asThird]) await post(`${jobIn()}/report`, { words: 'Me, too' }, as);
    expect((await get('/jobs')).text).not.toContain('Junior data developer');
    expect((await get(opening, scene.as.career)).text).toContain('Reported by several students');
    await post(`${opening}/decision`, { decision: 'release' }, scene.as.career);
    expect((await get('/jobs')).text).toContain('Junior data developer');
  });
});
