import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { inTransaction } from '../../../src/infra/db.ts';
import { tasks, units } from '../../../src/features/programme/programme.tables.ts';
import { forgetTraining } from '../../../src/features/training/index.ts';
import {
  projectMembers,
  projectTasks,
  trainingProjects,
} from '../../../src/features/training/projects.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aTrainingScene, asker, type TrainingScene } from './training-scene.ts';

let test: TestApp;
let scene: TrainingScene;
beforeAll(async () => {
  test = await createTestApp();
});
beforeEach(async () => {
  scene = await aTrainingScene(test);
});
afterAll(() => test.close());
const { get, post } = asker(() => test);

const FORM = {
  title: 'Dispatch board',
  talentType: 'development',
  post: 'Front-end developer',
  source: 'enterprise',
  employerName: 'Harbour Logistics',
  evidenceKind: 'agreement',
  evidenceReference: 'No. 12',
  startsOn: '2026-09-01',
  endsOn: '2026-10-01',
  'deliverable-background': 'Report on the yard',
  'link-background': 'https://example.org/report',
};
async function aProject(given: Record<string, unknown> = {}): Promise<string> {
  const answer = await post(scene.as.teacher, '/training/projects/new', { ...FORM, ...given });
  expect(answer.status).toBe(303);
  return /projects\/([\w-]+)/.exec(answer.headers['location'] ?? '')?.[1] ?? '';
}
const path = (id: string, step = '') => `/training/projects/${id}${step}`;
const members = (id: string, team = 'Blue') =>
  post(scene.as.teacher, path(id, '/members'), {
    [`member-${scene.learner}`]: 'on',
    [`team-${scene.learner}`]: team,
    [`team-${scene.other}`]: 'Red',
  });
async function aTask(id: string, owner: string, title = 'Draw the board'): Promise<string> {
  const body = { title, stage: 'design', dueOn: '2026-09-05', owner };
  expect((await post(scene.as.teacher, path(id, '/tasks'), body)).status).toBe(303);
  const rows = await test.deps.db.select().from(projectTasks).where(eq(projectTasks.projectId, id));
  return rows.find((row) => row.title === title)?.id ?? '';
}
const stateOf = async (id: string) =>
  (await test.deps.db.select().from(projectTasks).where(eq(projectTasks.id, id)))[0];
async function aPlanTask(fromEnterprise: boolean, title: string): Promise<string> {
  const key = { schoolId: scene.schoolId, courseId: scene.courseId };
  const unitId = test.deps.newId();
  const id = test.deps.newId();
  await test.deps.db.insert(units).values({ ...key, id: unitId, position: 1, title: 'Unit' });
  await test.deps.db
    .insert(tasks)
    .values({ ...key, id, unitId, position: 1, title, kind: 'project', fromEnterprise });
  return id;
}

describe('a training project', () => {
  it('is planned by a teacher with stages, post and evidence', async () => {
    const id = await aProject();
    const { text } = await get(scene.as.teacher, path(id));
    for (const word of ['Dispatch board', 'Harbour Logistics', 'Report on the yard', 'Front-end developer'])
      expect(text).toContain(word);
    const form = await get(scene.as.teacher, path(id, '/edit'));
    expect(form.text).toContain('value="No. 12"');
    await post(scene.as.teacher, path(id, '/edit'), {
      ...FORM,
      title: 'Yard board',
      'deliverable-background': '',
    });
    const changed = await get(scene.as.teacher, path(id));
    expect(changed.text).toContain('Yard board');
    expect(changed.text).not.toContain('Report on the yard');
  });

  it('is refused to learners to plan and to those who aren’t members to see', async () => {
    const id = await aProject();
    expect((await post(scene.as.learner, '/training/projects/new', FORM)).status).toBe(403);
    expect((await get(scene.as.learner, path(id))).status).toBe(404);
    await members(id);
    expect((await get(scene.as.learner, path(id))).status).toBe(200);
    expect((await get(scene.as.other, path(id))).status).toBe(404);
    const elsewhere = await aTrainingScene(test);
    expect((await get(elsewhere.as.teacher, path(id))).status).toBe(404);
    expect((await post(elsewhere.as.teacher, path(id, '/delete'))).status).toBe(404);
  });

  it.each([
    ['that ends before it starts', { endsOn: '2026-08-01' }],
    ['without a title', { title: ' ' }],
    ['with a link that runs a script', { 'link-background': 'javascript:alert(1)' }],
    ['with a day that isn’t', { startsOn: '2026-02-30' }],
  ])('is refused %s', async (_name, given) => {
    const answer = await post(scene.as.teacher, '/training/projects/new', { ...FORM, ...given });
    expect(answer.status).toBe(400);
    const rows = await test.deps.db
      .select()
      .from(trainingProjects)
      .where(eq(trainingProjects.schoolId, scene.schoolId));
    expect(rows).toEqual([]);
  });

  it('goes with all that belongs to it', async () => {
    const id = await aProject();
    await members(id);
    await aTask(id, '');
    expect((await post(scene.as.teacher, path(id, '/delete'))).status).toBe(303);
    expect(await test.deps.db.select().from(projectTasks).where(eq(projectTasks.projectId, id))).toEqual([]);
  });
});

describe('tasks', () => {
  it('are moved by whose they are, and by no other learner', async () => {
    const id = await aProject();
    await members(id);
    const own = await aTask(id, `person:${scene.learner}`);
    const move = (who: TrainingScene['as']['learner'], task: string, state: string) =>
      post(who, path(id, `/tasks/${task}/state`), { state });
    expect((await get(scene.as.learner, '/training/projects')).text).toContain('Draw the board');
    expect((await move(scene.as.learner, own, 'done')).status).toBe(303);
    expect(await stateOf(own)).toMatchObject({ state: 'done', doneOn: '2026-09-07' });
    expect((await move(scene.as.other, own, 'todo')).status).toBe(404);
    expect((await move(scene.as.mentor, own, 'todo')).status).toBe(403);
    await post(scene.as.teacher, path(id, '/members'), {
      [`member-${scene.learner}`]: 'on',
      [`member-${scene.other}`]: 'on',
    });
    expect((await move(scene.as.other, own, 'todo')).status).toBe(403);
    expect((await move(scene.as.teacher, own, 'todo')).status).toBe(303);
    expect(await stateOf(own)).toMatchObject({ state: 'todo', doneOn: null });
  });

  it('belong to members and teams of the project only', async () => {
    const id = await aProject();
    await members(id);
    await aTask(id, 'team:Blue', 'For the team');
    expect((await get(scene.as.learner, '/training/projects')).text).toContain('For the team');
    for (const owner of ['team:Red', `person:${scene.other}`]) {
      const body = { title: 'x', stage: 'design', dueOn: '2026-09-05', owner };
      expect((await post(scene.as.teacher, path(id, '/tasks'), body)).status).toBe(400);
    }
  });

  it('can be changed by the teacher: words, day and owner', async () => {
    const id = await aProject();
    await members(id);
    const task = await aTask(id, '');
    const body = { title: 'Draw two boards', stage: 'operation', dueOn: '2026-09-20', owner: 'team:Blue' };
    expect((await post(scene.as.learner, path(id, `/tasks/${task}`), body)).status).toBe(403);
    expect((await post(scene.as.teacher, path(id, `/tasks/${task}`), body)).status).toBe(303);
    expect(await stateOf(task)).toMatchObject({ title: 'Draw two boards', ownerTeam: 'Blue', state: 'todo' });
    expect((await get(scene.as.teacher, path(id))).text).toContain('<option value="team:Blue" selected>');
  });

  it('burn down on a chart with its table, overdue ones marked', async () => {
    const id = await aProject();
    await aTask(id, '');
    const { text } = await get(scene.as.teacher, path(id));
    expect(text).toContain('<svg');
    expect(text).toContain('<th scope="row">2026-09-07</th>');
    expect(text).toContain('Overdue');
  });

  it('are nobody’s after their owner was erased', async () => {
    const id = await aProject();
    await members(id);
    const own = await aTask(id, `person:${scene.learner}`);
    await inTransaction(test.deps.db, (tx) =>
      forgetTraining(tx, { schoolId: scene.schoolId, personId: scene.learner }),
    );
    expect((await stateOf(own))?.ownerPersonId).toBeNull();
    expect(await test.deps.db.select().from(projectMembers).where(eq(projectMembers.projectId, id))).toEqual(
      [],
    );
  });
});

describe('guidance', () => {
  it('is noted by teachers and mentors, and a mentor’s counts among their hours', async () => {
    const id = await aProject();
    const given = { day: '2026-09-07', hours: '1.5', words: 'Split the board in two' };
    expect((await post(scene.as.mentor, path(id, '/guidance'), given)).status).toBe(303);
    expect((await post(scene.as.teacher, path(id, '/guidance'), given)).status).toBe(303);
    expect((await post(scene.as.learner, path(id, '/guidance'), given)).status).toBe(403);
    const { text } = await get(scene.as.teacher, '/training/mentors');
    expect(text).toContain('from a training project');
    expect(text).toContain('<td class="number">90</td>');
  });

  it('counts a mentor’s work of a day once, however it is written down', async () => {
    const id = await aProject();
    const another = await aProject({ title: 'Another' });
    const guidance = {
      day: '2026-09-07',
      hours: '1.5',
      words: 'Split the board',
      mentorPersonId: scene.mentor,
    };
    const act = {
      duty: 'project_guidance',
      mentorPersonId: scene.mentor,
      hours: '2',
      topic: 'Board',
      classId: '',
    };
    const session = {
      kind: 'project_guidance',
      title: 'Guidance',
      minutes: '60',
      place: '',
      classId: '',
      mentorPersonId: scene.mentor,
    };
    const note = (project: string, day: string) =>
      post(scene.as.teacher, path(project, '/guidance'), { ...guidance, day });
    const log = (day: string) => post(scene.as.teacher, '/training/mentors', { ...act, day });
    const record = (day: string) =>
      post(scene.as.teacher, '/training/sessions', { ...session, startsAt: `${day}T08:00` });
    expect((await note(id, '2026-09-07')).status).toBe(303);
    const again = await note(id, '2026-09-07');
    expect(again.status).toBe(409);
    expect(again.text).toContain('Guidance of a project is on record');
    expect((await post(scene.as.mentor, path(id, '/guidance'), guidance)).status).toBe(409);
    expect((await note(another, '2026-09-07')).status).toBe(303);
    expect((await log('2026-09-07')).status).toBe(409);
    expect((await record('2026-09-07')).status).toBe(409);
    expect((await log('2026-09-04')).status).toBe(303);
    expect((await note(id, '2026-09-04')).status).toBe(409);
    expect((await record('2026-09-03')).status).toBe(303);
    expect((await note(id, '2026-09-03')).status).toBe(409);
    const { text } = await get(scene.as.teacher, '/training/mentors');
    expect(text).toContain(`<td class="number">${90 + 90 + 120 + 60}</td>`);
  });

  it('stands among the mentor’s own data, with what they logged and led', async () => {
    const id = await aProject();
    await post(scene.as.mentor, path(id, '/guidance'), {
      day: '2026-09-07',
      hours: '1',
      words: 'Mind the tide',
    });
    await post(scene.as.mentor, '/training/mentors', {
      duty: 'career_lecture',
      mentorPersonId: scene.mentor,
      classId: '',
      day: '2026-09-07',
      hours: '2',
      topic: 'A day in the yard',
    });
    expect((await get(scene.as.mentor, '/my-data')).text).toContain('Done as a mentor');
    const file = await get(scene.as.mentor, '/my-data/download');
    expect((file.body as { records: { mentoring: unknown[] } }).records.mentoring).toMatchObject([
      { as: 'act', kind: 'career_lecture', minutes: 120, words: 'A day in the yard' },
      { as: 'guidance', minutes: 60, words: 'Mind the tide', courseTitle: 'Web development' },
    ]);
  });
});

describe('shares from enterprises', () => {
  it('count projects and tasks with evidence, for the course and the school', async () => {
    const inProject = await aPlanTask(true, 'Load plan');
    await aPlanTask(true, 'Claimed only');
    await aProject({ planTaskIds: inProject });
    await aProject({ title: 'Without paper', evidenceKind: '', evidenceReference: '' });
    for (const who of ['teacher', 'supervisor'] as const) {
      const page = who === 'teacher' ? '/training/projects' : '/training/shares';
      const { text } = await get(scene.as[who], page);
      expect(text.replace(/\s+/g, ' ')).toMatch(
        /from enterprise business<\/th><td class="number">1<\/td><td class="number">2<\/td><td class="number"><span class="badge red">50%/,
      );
      expect(text.replace(/\s+/g, ' ')).toMatch(
        /real enterprise projects<\/th><td class="number">1<\/td><td class="number">2<\/td><td class="number"><span>50%/,
      );
      expect(text).toContain('Without paper');
      expect(text).toContain('Claimed only');
      expect(text).not.toContain('<li>Load plan');
    }
    expect((await get(scene.as.learner, '/training/projects')).text).not.toContain('Shares from enterprises');
  });
});
