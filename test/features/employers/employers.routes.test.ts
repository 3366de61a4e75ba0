import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import request from 'supertest';
import { employerContacts, employers } from '../../../src/features/employers/employers.tables.ts';
import { postings } from '../../../src/features/employers/postings.tables.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { visitor } from '../../support/visitor.ts';
import {
  anEmploymentScene,
  employerForm,
  openingForm,
  skillsForm,
  type EmploymentScene,
} from './employers-scene.ts';

let test: TestApp;
let scene: EmploymentScene;
beforeAll(async () => {
  test = await createTestApp();
});
beforeEach(async () => {
  scene = await anEmploymentScene(test);
});
afterAll(() => test.close());
const { get, post } = visitor(() => ({ t: test, as: scene.as.career }));

const idIn = (location: string | undefined): string =>
  /employers\/([0-9a-f-]{36})/.exec(location ?? '')?.[1] ?? '';
async function anEmployer(given: Record<string, string> = {}, verified = false): Promise<string> {
  const id = idIn((await post('/employers', employerForm(given))).headers['location']);
  if (verified) await post(`/employers/${id}/verification`, { to: 'verified', note: 'Licence seen' });
  return id;
}
async function aLink(employerId: string): Promise<string> {
  const { text } = await post(`/employers/${employerId}/links`);
  return /\/employer\/([\w-]{43})/.exec(text)?.[1] ?? '';
}
const anonymously = (path: string) => request(test.app.express).get(path).set('accept-language', 'en');
const file = (path: string, body: object) => request(test.app.express).post(path).type('form').send(body);
const rowOf = async (where = eq(postings.schoolId, scene.schoolId)) =>
  (await test.deps.db.select().from(postings).where(where))[0];

describe('an employer’s file', () => {
  it('is for the school’s employment staff alone', async () => {
    const id = await anEmployer();
    expect((await get(`/employers/${id}`, scene.as.admin)).status).toBe(200);
    for (const as of [scene.as.learner, scene.as.teacher]) {
      expect((await get('/employers', as)).status).toBe(403);
      expect((await get(`/employers/${id}`, as)).status).toBe(403);
      expect((await post('/employers', employerForm(), as)).status).toBe(403);
    }
  });

  it.each([
    ['a wrong check digit', { creditCode: '91350100M000100Y44' }, 400],
    ['no name', { name: ' ' }, 400],
    ['an unknown kind', { kind: 'club' }, 400],
  ])('refuses %s', async (_name, given, status) => {
    expect((await post('/employers', employerForm(given))).status).toBe(status);
    expect(await test.deps.db.$count(employers, eq(employers.schoolId, scene.schoolId))).toBe(0);
  });

  it('stands once for each credit code', async () => {
    await anEmployer();
    expect((await post('/employers', employerForm({ name: 'Copy' }))).status).toBe(409);
    expect((await post('/employers', employerForm({ name: 'No code', creditCode: '' }))).status).toBe(303);
  });

  it('is verified with who, when and what was seen, and looked at again when the name changes', async () => {
    const id = await anEmployer({}, true);
    const page = (await get(`/employers/${id}`)).text;
    expect(page).toContain('Licence seen');
    expect(page).toContain('Career 01');
    await post(`/employers/${id}`, employerForm({ name: 'Another name' }));
    expect((await get(`/employers/${id}`)).text).toContain('To be checked');
    const codeless = await anEmployer({ creditCode: '' });
    const refused = await post(`/employers/${codeless}/verification`, { to: 'verified', note: 'x' });
    expect(refused.status).toBe(409);
  });

  it('keeps contacts sealed and records who opens them', async () => {
    const id = await anEmployer();
    const contact = { part: 'contact', name: 'Contact 01', post: 'HR', phone: '0571-000000', email: '' };
    expect((await post(`/employers/${id}/parts`, contact)).status).toBe(303);
    const [row] = await test.deps.db.select().from(employerContacts);
    expect(JSON.stringify(row)).not.toContain('0571-000000');
    expect((await get(`/employers/${id}`)).text).toContain('0571-000000');
    const read = and(
      eq(auditEvents.schoolId, scene.schoolId),
      eq(auditEvents.action, 'employers.contacts.read'),
    );
    expect(await test.deps.db.$count(auditEvents, read)).toBe(1);
    await post(`/employers/${id}/parts/contact/${row?.id}/delete`);
    expect((await get(`/employers/${id}`)).text).not.toContain('0571-000000');
  });

  it('takes visits, plans and agreements, and lists what is overdue', async () => {
    const id = await anEmployer();
    await post(`/employers/${id}/parts`, {
      part: 'visit',
      day: '2026-09-01',
      way: 'visit',
      words: 'Saw the lab',
    });
    await post(`/employers/${id}/parts`, {
      part: 'plan',
      year: '2027',
      post: 'Tester',
      talentType: 'development',
      wanted: '5',
    });
    const agreement = { part: 'agreement', kind: 'training', reference: 'A-1', signedOn: '2025-09-01' };
    expect((await post(`/employers/${id}/parts`, { ...agreement, endsOn: '2025-08-01' })).status).toBe(400);
    await post(`/employers/${id}/parts`, { ...agreement, endsOn: '2026-09-06' });
    expect((await get('/employers')).text).toContain('Overdue');
    expect((await get('/employers')).text).not.toContain('Cooperating employer');
    await post(`/employers/${id}/parts`, { ...agreement, reference: 'A-2', endsOn: '2027-09-01' });
    const page = (await get(`/employers/${id}`)).text;
    for (const words of ['Saw the lab', 'Tester', 'A-1', 'Cooperating employer'])
      expect(page).toContain(words);
    const settle = /agreements\/([0-9a-f-]{36})\/settle/.exec(page)?.[1];
    await post(`/employers/${id}/agreements/${settle}/settle`);
    expect((await get('/employers')).text).not.toContain('Overdue');
  });

  it('is found by name, and says so when it isn’t', async () => {
    await anEmployer();
    expect((await get('/employers?search=example')).text).toContain('Example Software');
    expect((await get('/employers?search=100%25')).text).toContain('No employer matches');
  });
});

describe('an employer’s link', () => {
  it('lets it file without an account, and tells the receipt', async () => {
    const token = await aLink(await anEmployer({}, true));
    expect((await anonymously(`/employer/${token}`)).status).toBe(200);
    const filed = await file(
      `/employer/${token}/new`,
      openingForm({ text: `${openingForm().text} Docker.` }),
    );
    expect(filed.status).toBe(303);
    const skillsPage = await anonymously(filed.headers['location'] ?? '');
    expect(skillsPage.text).toContain('the text says it isn’t needed');
    expect(skillsPage.text).toContain('doesn’t hold yet: Docker');
    expect(skillsPage.text).toMatch(/name="use-0" value="1" checked/);
    expect((await file(filed.headers['location'] ?? '', skillsForm)).status).toBe(303);
    const row = await rowOf();
    expect(row).toMatchObject({
      state: 'open',
      createdBy: null,
      skills: [
        { skillId: 'S002', level: 3, must: true },
        { skillId: 'S012', level: 2, must: false },
      ],
    });
    expect((await anonymously(`/employer/${token}?saved=1`)).text).toContain(row?.receipt);
  });

  it('takes needs with their special demands, which students never see', async () => {
    const token = await aLink(await anEmployer({}, true));
    const need = openingForm({ purpose: 'need', expiresOn: '', special: 'Works across fields' });
    const filed = await file(`/employer/${token}/new`, need);
    await file(filed.headers['location'] ?? '', skillsForm);
    expect(await rowOf()).toMatchObject({ state: 'filed', special: 'Works across fields' });
    expect((await get('/employers/postings?purpose=need')).text).toContain('Works across fields');
    expect((await get('/employers/postings.csv')).text).toContain('Python 3; SQL 2?');
    expect((await get('/jobs', scene.as.learner)).text).not.toContain('Junior data developer');
  });

  it('ends with its time, when it is taken back, and with a suspended employer', async () => {
    const id = await anEmployer();
    const token = await aLink(id);
    const row = /links\/([0-9a-f-]{36})\/revoke/.exec((await get(`/employers/${id}`)).text)?.[1];
    expect((await anonymously('/employer/unknown')).status).toBe(404);
    await post(`/employers/${id}/links/${row}/revoke`);
    expect((await anonymously(`/employer/${token}`)).status).toBe(410);
    expect((await file(`/employer/${token}/new`, openingForm())).status).toBe(410);
    const second = await aLink(id);
    await post(`/employers/${id}/verification`, { to: 'suspended', note: 'Closed down' });
    expect((await anonymously(`/employer/${second}`)).status).toBe(410);
    expect(await rowOf()).toBeUndefined();
  });

  it('opens nothing of another employer', async () => {
    const mine = await anEmployer();
    const theirs = await anEmployer({ name: 'Other', creditCode: '' });
    const token = await aLink(mine);
    const made = await post(`/employers/${theirs}/postings/new`, openingForm());
    const id = /postings\/([0-9a-f-]{36})/.exec(made.headers['location'] ?? '')?.[1];
    for (const page of ['edit', 'skills', 'candidates'])
      expect((await anonymously(`/employer/${token}/postings/${id}/${page}`)).status).toBe(404);
    expect((await file(`/employer/${token}/postings/${id}/skills`, skillsForm)).status).toBe(404);
    expect((await file(`/employer/${token}/postings/${id}/close`, {})).status).toBe(404);
  });

  it('makes an address that tries many wait', async () => {
    const waits = [];
    for (let n = 0; n < 25; n += 1) waits.push((await anonymously(`/employer/guess-${n}`)).status);
    expect(waits).toContain(429);
  });

  it.each([
    ['an expiry too far away', { expiresOn: '2026-12-31' }],
    ['pay the wrong way round', { payMin: '9000' }],
    ['nobody wanted', { wanted: '0' }],
    ['a text that says nothing', { text: 'x' }],
    ['a day that isn’t', { expiresOn: '2026-02-30' }],
    ['an occupation nobody knows', { occupationId: 'no-such' }],
  ])('refuses %s', async (_name, given) => {
    const token = await aLink(await anEmployer());
    expect((await file(`/employer/${token}/new`, openingForm(given))).status).toBe(400);
    expect(await rowOf()).toBeUndefined();
  });
});

describe('an opening', () => {
  async function filed(employerId: string, given: Record<string, string> = {}) {
    const { headers } = await post(`/employers/${employerId}/postings/new`, openingForm(given));
    const path = (headers['location'] ?? '').replace(/^.*(\/employers\/postings)/, '$1');
    await post(path, skillsForm);
    return path.replace('/skills', '');
  }

  it('of an unverified employer, or one that asks for money, is held until a person releases it', async () => {
    const id = await anEmployer();
    const path = await filed(id, { text: 'Python wanted. A deposit of 500 is due.' });
    expect((await get(path)).text).toContain('Waits for a person');
    expect((await get(path)).text).toContain('<mark>deposit</mark>');
    expect((await get('/jobs', scene.as.learner)).text).not.toContain('Junior data developer');
    expect((await post(`${path}/decision`, { decision: 'release' })).status).toBe(303);
    expect((await get('/jobs', scene.as.learner)).text).toContain('Junior data developer');
    expect((await post(`${path}/decision`, { decision: 'release' })).status).toBe(409);
  });

  it('is hidden after its last day, and when its employer is suspended', async () => {
    const id = await anEmployer({}, true);
    await filed(id, { expiresOn: '2026-09-08' });
    expect((await get('/jobs', scene.as.learner)).text).toContain('Junior data developer');
    const { now } = test.clock;
    test.clock.advance(2 * 86_400_000);
    const late = await anEmploymentScene(test);
    expect((await get('/jobs', late.as.learner)).status).toBe(200);
    expect(await rowOf()).toMatchObject({ state: 'open', expiresOn: '2026-09-08' });
    test.clock.now = now;
    await post(`/employers/${id}/verification`, { to: 'suspended', note: 'x' });
    expect((await get('/jobs', scene.as.learner)).text).not.toContain('Junior data developer');
  });

  it('needs a skill of the school’s graph', async () => {
    const id = await anEmployer({}, true);
    const { headers } = await post(`/employers/${id}/postings/new`, openingForm());
    const path = (headers['location'] ?? '').replace(/^.*(\/employers\/postings)/, '$1');
    expect((await post(path, {})).status).toBe(400);
    expect((await post(path, { ...skillsForm, 'skill-0': 'S999' })).status).toBe(400);
    expect(await rowOf()).toMatchObject({ state: 'draft', skills: [] });
  });

  it('goes back to its skills when its text is changed', async () => {
    const path = await filed(await anEmployer({}, true));
    expect((await get(`${path}/edit`)).text).toContain('Junior data developer');
    await post(`${path}/edit`, openingForm({ title: 'Senior data developer' }));
    expect(await rowOf()).toMatchObject({ state: 'draft', title: 'Senior data developer' });
    expect((await get(`${path}/skills`)).text).toMatch(/name="use-0" value="1" checked/);
  });
});
