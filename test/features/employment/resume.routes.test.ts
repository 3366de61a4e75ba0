import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { and, eq } from 'drizzle-orm';
import { inTransaction } from '../../../src/infra/db.ts';
import { employmentDataSources, forgetGraduate } from '../../../src/features/employment/index.ts';
import { resumeComments, resumeShares, resumes } from '../../../src/features/employment/resume.tables.ts';
import { skills } from '../../../src/features/programme/programme.tables.ts';
import { skillFacts } from '../../../src/features/trajectory/facts.tables.ts';
import {
  projectMembers,
  projectTasks,
  trainingProjects,
} from '../../../src/features/training/projects.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { visitor } from '../../support/visitor.ts';
import { anEmploymentScene, type EmploymentScene } from './employment-scene.ts';

let t: TestApp;
let scene: EmploymentScene;
beforeAll(async () => {
  t = await createTestApp();
});
beforeEach(async () => {
  t.clock.now = new Date('2026-09-07T01:00:00Z');
  scene = await anEmploymentScene(t);
});
afterAll(() => t.close());
const { get, post } = visitor(() => ({ t, as: scene.as.graduate }));
const PATH = '/employment/resumes';
const FORM = {
  title: 'Developer',
  'basics-name': 'Learner One',
  'basics-phone': '13900000000',
  skills: 'Git',
};

async function aResume(form: object = {}): Promise<string> {
  const made = await post(PATH, { title: 'Developer' }).expect(303);
  const id = made.headers['location']?.split('/').at(-1) ?? '';
  await post(`${PATH}/${id}`, { ...FORM, ...form }).expect(303);
  return id;
}

/** A project with one task done, a skill well answered and one badly. */
async function someEvidence(): Promise<string> {
  const { db, newId, now } = t.deps;
  const { schoolId, courseId, graduate } = scene;
  const id = newId();
  const by = { createdBy: scene.officer, createdAt: now() };
  await db.insert(trainingProjects).values({
    schoolId,
    id,
    courseId,
    title: 'Dispatch board',
    source: 'enterprise',
    startsOn: '2026-03-01',
    endsOn: '2026-05-01',
    ...by,
  });
  await db.insert(projectMembers).values({ schoolId, projectId: id, personId: graduate });
  await db.insert(projectTasks).values({
    schoolId,
    id: newId(),
    projectId: id,
    stage: 'design',
    title: 'Draw',
    ownerPersonId: graduate,
    dueOn: '2026-04-01',
    state: 'done',
    createdOn: '2026-03-01',
  });
  for (const [skillId, correct] of [
    ['GOOD', 9],
    ['BAD', 3],
  ] as const) {
    const name = { 'zh-CN': `${skillId} skill`, en: `${skillId} skill` };
    await db.insert(skills).values({
      schoolId,
      id: skillId,
      name,
      description: name,
      talentType: 'development',
      dimension: 'technical_depth',
    });
    await db.insert(skillFacts).values({
      schoolId,
      personId: graduate,
      skillId,
      answers: 10,
      attempts: 10,
      correct,
      recent: 0.5,
      lastAttemptAt: now(),
      evidence: [],
    });
  }
  return id;
}

describe('a résumé', () => {
  it('is written, sealed, printed and taken along as JSON Resume', async () => {
    expect((await get(PATH)).text).toContain('No résumé yet');
    const id = await aResume({ 'work-0-name': 'Harbour Logistics', 'work-0-startDate': '2026-01' });
    const [row] = await t.deps.db.select().from(resumes).where(eq(resumes.id, id));
    expect(row?.contentSealed).toMatch(/^v1\./);
    const sheet = await get(`${PATH}/${id}/sheet`).expect(200);
    for (const word of ['Learner One', '13900000000', 'Harbour Logistics', 'Git'])
      expect(sheet.text).toContain(word);
    const file = await get(`${PATH}/${id}/json`).expect(200);
    expect(JSON.parse(file.text)).toMatchObject({
      basics: { name: 'Learner One' },
      work: [{ name: 'Harbour Logistics' }],
    });
    await post(`${PATH}/import`, { title: 'Copy', file: file.text }).expect(303);
    expect((await get(PATH)).text).toContain('Copy');
    expect((await post(`${PATH}/import`, { title: 'Copy', file: '{"work": 1}' })).status).toBe(400);
  });

  it('takes in what was verified, and nothing that was not', async () => {
    const projectId = await someEvidence();
    const id = await aResume({
      picked: [`project ${projectId}`, 'skill GOOD', 'skill BAD', 'project made up'],
    });
    const editor = await get(`${PATH}/${id}`);
    expect(editor.text).toContain('GOOD skill');
    expect(editor.text).not.toContain('BAD skill');
    const { text } = await get(`${PATH}/${id}/sheet`);
    for (const word of ['Dispatch board', 'tasks done: 1', '9 of the latest 10'])
      expect(text).toContain(word);
    expect(text).not.toContain('BAD skill');
    await t.deps.db
      .delete(skillFacts)
      .where(and(eq(skillFacts.schoolId, scene.schoolId), eq(skillFacts.skillId, 'GOOD')));
    expect((await get(`${PATH}/${id}/sheet`)).text).not.toContain('GOOD skill');
  });

  it('is read by an address until it ends or is taken back', async () => {
    const id = await aResume();
    const share = async (days: string) =>
      new URL(
        /http[^"]*\/resumes\/[\w-]{43}/.exec((await post(`${PATH}/${id}/shares`, { days })).text)?.[0] ?? '',
      ).pathname;
    const read = (path: string) => request(t.app.express).get(path).set('accept-language', 'en');
    const [week, month] = [await share('7'), await share('30')];
    const shown = await read(week).expect(200);
    expect(shown.text).toContain('Learner One');
    expect(shown.headers['x-robots-tag']).toContain('noindex');
    expect(shown.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    const rows = await t.deps.db.select().from(resumeShares).where(eq(resumeShares.resumeId, id));
    expect(rows.map(({ tokenHash }) => tokenHash)).not.toContain(week.split('/').at(-1));
    const last = rows.find(({ expiresAt }) => expiresAt > new Date('2026-09-20T00:00:00Z'));
    await post(`${PATH}/${id}/shares/${last?.id}/delete`).expect(303);
    await read(month).expect(404);
    t.clock.advance(8 * 86_400_000);
    expect((await read(week)).status).toBe(404);
    expect((await post(`${PATH}/${id}/shares`, { days: '365' })).status).not.toBe(200);
  });

  it('is shown to teachers when its owner asks for a look, whose words come back to the owner', async () => {
    const id = await aResume();
    expect((await get(`${PATH}/${id}/review`, scene.as.teacher)).status).toBe(404);
    await post(`${PATH}/${id}`, { ...FORM, forReview: 'on' }).expect(303);
    expect((await get('/employment/reviews', scene.as.teacher)).text).toContain('Graduate 01');
    expect((await get(`${PATH}/${id}/review`, scene.as.teacher)).text).toContain('Learner One');
    await post(`${PATH}/${id}/review`, { words: 'Say what you built' }, scene.as.teacher).expect(303);
    expect((await get(`${PATH}/${id}`)).text).toContain('Say what you built');
    const [comment] = await t.deps.db.select().from(resumeComments).where(eq(resumeComments.resumeId, id));
    expect(comment?.wordsSealed).toMatch(/^v1\./);
  });

  it('is nobody else’s', async () => {
    const id = await aResume();
    for (const path of [`${PATH}/${id}`, `${PATH}/${id}/sheet`, `${PATH}/${id}/json`])
      expect((await get(path, scene.as.other)).status).toBe(404);
    expect((await post(`${PATH}/${id}`, FORM, scene.as.other)).status).toBe(404);
    expect((await post(`${PATH}/${id}/delete`, {}, scene.as.other)).status).toBe(404);
    expect((await get(`${PATH}/${id}/review`, scene.as.other)).status).toBe(403);
  });

  it('goes with its person, and is theirs to take along', async () => {
    await aResume();
    const key = { schoolId: scene.schoolId, personId: scene.graduate };
    const source = employmentDataSources(t.deps).find((each) => each.id === 'resumes');
    expect(JSON.stringify(await source?.select(key))).toContain('13900000000');
    await inTransaction(t.deps.db, (tx) => forgetGraduate(tx, key));
    expect(await source?.count(key)).toBe(0);
  });
});
