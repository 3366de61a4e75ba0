import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { inTransaction } from '../../../src/infra/db.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import {
  destinations,
  employmentTickets,
  followUpContacts,
  followUpWaves,
  graduates,
} from '../../../src/features/employment/employment.tables.ts';
import {
  employmentDataSources,
  employmentJobs,
  forgetGraduate,
} from '../../../src/features/employment/index.ts';
import { instrumentAttempts, instrumentLinks } from '../../../src/features/instruments/instruments.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { visitor } from '../../support/visitor.ts';
import { addressIn, anEmploymentScene, fillIn, type EmploymentScene } from './employment-scene.ts';

let t: TestApp;
let scene: EmploymentScene;
const start = new Date('2026-09-07T01:00:00Z');
beforeAll(async () => {
  t = await createTestApp();
});
beforeEach(async () => {
  t.clock.now = start;
  scene = await anEmploymentScene(t);
});
afterAll(() => t.close());
const { get, post } = visitor(() => ({ t, as: scene.as.officer }));

const LIST = '/employment/graduates';
const WORK = {
  code: '11',
  employerName: 'Harbour Logistics',
  postTalent: 'development',
  region: 'Zhejiang',
  enteredOn: '2026-08-07',
  payFrom: '5000',
};
const addClass = () =>
  post(`${LIST}/class`, { classId: scene.classId, graduatedOn: '2026-06-30' }).expect(303);
const one = (step = '', personId = scene.graduate) => `${LIST}/${personId}${step}`;
const work = (given: object = {}, personId = scene.graduate) =>
  post(one('/destination', personId), { ...WORK, ...given });
const ofSchool = <T extends { schoolId: string }>(rows: T[]) =>
  rows.filter((row) => row.schoolId === scene.schoolId);
const read = {
  destinations: async () => ofSchool(await t.deps.db.select().from(destinations)),
  waves: async () => ofSchool(await t.deps.db.select().from(followUpWaves)),
  contacts: async () => ofSchool(await t.deps.db.select().from(followUpContacts)),
  tickets: async () => ofSchool(await t.deps.db.select().from(employmentTickets)),
};
const later = async (days: number) => {
  t.clock.advance(days * 86_400_000);
  scene.as.officer = await scene.enterAgain();
};
const collect = async () => {
  for (const job of employmentJobs) await job.run(t.deps);
};

describe('the list of graduates', () => {
  it('is empty at first, says what to do, and takes a whole class', async () => {
    expect((await get(LIST)).text).toContain('No graduates yet');
    await addClass();
    const { text } = await get(LIST);
    expect(text).toContain('6 in all');
    expect(text).toContain('2026: 0 of 6 known');
    expect((await get(`${LIST}?search=graduate+03`)).text).toContain('1 in all');
  });

  it('is the office’s: no learner, no teacher, and no career teacher of one course', async () => {
    for (const who of [scene.as.graduate, scene.as.teacher, scene.as.ofCourse])
      for (const path of [LIST, one(), '/employment/calls', '/employment/tickets', '/employment/quality'])
        expect((await get(path, who)).status).toBe(403);
    expect(
      (await post(`${LIST}/class`, { classId: scene.classId, graduatedOn: '2026-06-30' }, scene.as.ofCourse))
        .status,
    ).toBe(403);
    expect((await get(LIST, scene.as.admin)).status).toBe(200);
    expect(await read.destinations()).toEqual([]);
  });

  it('refuses a class of nobody and a graduate nobody knows', async () => {
    expect((await post(`${LIST}/class`, { classId: t.deps.newId(), graduatedOn: '2026-06-30' })).status).toBe(
      400,
    );
    expect((await work()).status).toBe(404);
    expect((await get(one())).status).toBe(404);
  });
});

describe('a destination', () => {
  beforeEach(addClass);

  it('keeps its code raw and its pay sealed, plans four waves, and is audited', async () => {
    await work().expect(303);
    const [row] = await read.destinations();
    expect(row).toMatchObject({ code: 11, employerName: 'Harbour Logistics', source: 'staff' });
    expect(row?.paySealed).toMatch(/^v1\./);
    expect((await read.waves()).map(({ months, dueOn }) => [months, dueOn]).sort()).toEqual([
      [1, '2026-09-07'],
      [12, '2027-08-07'],
      [3, '2026-11-07'],
      [6, '2027-02-07'],
    ]);
    const { text } = await get(one());
    for (const word of ['labour contract', 'Harbour Logistics', '5,000–5,999']) expect(text).toContain(word);
    const events = await t.deps.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.subjectId, scene.graduate));
    expect(events.map(({ action }) => action).sort()).toEqual(['employment.destination', 'employment.read']);
  });

  it('changes by a new record, keeps the one before, and moves the waves not answered', async () => {
    await work();
    await work();
    expect(await read.destinations()).toHaveLength(1);
    await work({ employerName: 'Bright Systems', enteredOn: '2026-08-20' });
    const rows = await read.destinations();
    expect(rows.map(({ employerName, endedAt }) => [employerName, endedAt === null]).sort()).toEqual([
      ['Bright Systems', true],
      ['Harbour Logistics', false],
    ]);
    expect((await read.waves()).find(({ months }) => months === 1)?.dueOn).toBe('2026-09-20');
    await work({ code: '70', employerName: '', enteredOn: '' });
    expect(await read.waves()).toEqual([]);
  });

  it('is told by graduates themselves, who see theirs and nobody else’s', async () => {
    expect((await get('/employment', scene.as.graduate)).headers['location']).toContain('/employment/mine');
    await post(
      '/employment/mine/destination',
      { ...WORK, code: '75', employerName: 'My studio' },
      scene.as.graduate,
    ).expect(303);
    await post('/employment/mine/contact', { contact: '13800000000' }, scene.as.graduate).expect(303);
    const { text } = await get('/employment/mine', scene.as.graduate);
    for (const word of ['My studio', '13800000000', 'needs evidence', 'Entered by the graduate'])
      expect(text).toContain(word);
    expect((await get(one())).text).toContain('13800000000');
    expect((await get('/employment/mine', scene.as.other)).text).toContain(
      'not on the list of graduates yet',
    );
    expect((await post('/employment/mine/destination', WORK, scene.as.other)).status).toBe(404);
  });

  it('refuses codes there are not', async () => {
    for (const wrong of [{ code: '13' }, { payFrom: '1' }, { industry: '99' }, { enteredOn: '7 Aug' }])
      expect((await work(wrong)).status).toBe(400);
    expect(await read.destinations()).toEqual([]);
  });
});

describe('a file of destinations', () => {
  const HEAD = '学号或姓名,毕业日期,毕业去向代码,单位名称,岗位人才类型,入职日期,月薪,联系方式';
  const GOOD = `${HEAD}\nGraduate 01,2026-06-30,11,Harbour Logistics,数字开发设计,2026-08-07,6500,13800000000\nGraduate 02,2026-06-30,80,,,,,\n`;
  const upload = (source: string, confirm: object = {}) => post(`${LIST}/import`, { source, ...confirm });

  it('is shown first and saved when confirmed, wholly', async () => {
    const preview = await upload(GOOD).expect(200);
    expect(preview.text).toContain('New graduate');
    expect(await read.destinations()).toEqual([]);
    await upload(GOOD, { confirm: '1' }).expect(303);
    expect((await read.destinations()).map(({ code, source }) => [code, source]).sort()).toEqual([
      [11, 'import'],
      [80, 'import'],
    ]);
    expect((await get(one())).text).toContain('13800000000');
    // Again changes nothing.
    await upload(GOOD, { confirm: '1' }).expect(303);
    expect(await read.destinations()).toHaveLength(2);
  });

  const wrong: [string, string, string][] = [
    ['a code there is not', 'Graduate 01,2026-06-30,13,,,,,', 'can’t be used'],
    ['a person nobody knows', 'Nobody,2026-06-30,11,,,,,', 'No learner is called'],
    ['a new graduate without a day', 'Graduate 01,,11,,,,,', 'day of graduation'],
    [
      'somebody twice',
      'Graduate 01,2026-06-30,11,,,,,\nGraduate 01,2026-06-30,70,,,,,',
      'stands there twice',
    ],
    ['pay that is no number', 'Graduate 01,2026-06-30,11,,,,much,', 'can’t be used'],
  ];
  it.each(wrong)(
    'is refused for %s, with its line, and nothing is saved',
    async (_sentence, lines, words) => {
      const text = `${HEAD}\nGraduate 03,2026-06-30,70,,,,,\n${lines}\n`;
      const answer = await upload(text, { confirm: '1' });
      expect(answer.status).toBe(422);
      expect(answer.text).toContain(words);
      expect(await read.destinations()).toEqual([]);
      expect(ofSchool(await t.deps.db.select().from(graduates))).toEqual([]);
    },
  );

  it('has an example that can be taken over', async () => {
    const { text } = await get(`${LIST}/example.csv`).expect(200);
    expect((await upload(text.replace('Learner 01', 'Graduate 01'), { confirm: '1' })).status).toBe(303);
  });
});

describe('a follow-up', () => {
  beforeEach(async () => {
    await addClass();
    await work();
  });
  const ask = (channel = 'message', months = 1) => post(one(`/waves/${months}/questionnaire`), { channel });

  it('stands on the call list while its window is open', async () => {
    expect((await get('/employment/calls')).text).toContain('Graduate 01');
    await later(16);
    expect((await get('/employment/calls')).text).toContain('Nobody is to be asked today');
  });

  it('is answered by a link without an account, once, and sealed', async () => {
    const address = addressIn((await ask().expect(200)).text);
    await fillIn(t, address, { 'a.pay': 'from-6000', 'a.problems': 'workload' });
    await collect();
    const wave = (await read.waves()).find(({ months }) => months === 1);
    expect(wave?.answersSealed).toMatch(/^v1\./);
    const { text } = await get(one());
    for (const word of ['6,000–7,999', 'Workload and overtime', 'Answered']) expect(text).toContain(word);
    expect(await read.tickets()).toEqual([]);
    expect((await get('/employment/calls')).text).not.toContain('Graduate 01');
    expect((await ask()).status).toBe(409);
  });

  it('is tried once a day and three times in all', async () => {
    const inVain = () =>
      post(one('/waves/1/contact'), { channel: 'phone', outcome: 'no_answer', note: 'rang twice' });
    await inVain().expect(303);
    expect((await inVain()).status).toBe(409);
    expect((await ask()).status).toBe(409);
    for (const _day of [2, 3]) {
      await later(1);
      await inVain().expect(303);
    }
    await later(1);
    expect((await inVain()).status).toBe(409);
    expect(await read.contacts()).toHaveLength(3);
    expect((await read.contacts())[0]?.noteSealed).toMatch(/^v1\./);
    expect((await get('/employment/calls')).text).not.toContain('Graduate 01');
  });

  it('is not asked before its window, and an earlier link ends with a new one', async () => {
    expect((await ask('message', 3)).status).toBe(409);
    const first = addressIn((await ask()).text);
    await later(1);
    const second = addressIn((await ask('phone')).text);
    expect(second).not.toBe(first);
    await expect(fillIn(t, first, {})).rejects.toThrow();
    await fillIn(t, second, {});
    await collect();
    expect((await read.waves()).find(({ months }) => months === 1)?.answeredAt).not.toBeNull();
  });

  it('opens one ticket where help is wanted, with owner and day, whose words are sealed', async () => {
    await fillIn(t, addressIn((await ask()).text), {
      'a.problems': 'contract',
      'a.words': 'No contract yet',
      'a.help': 'yes',
    });
    await collect();
    await collect();
    const tickets = await read.tickets();
    expect(tickets).toHaveLength(1);
    expect(tickets[0]).toMatchObject({
      kind: 'help',
      ownerPersonId: scene.officer,
      dueOn: '2026-09-10',
      closedAt: null,
    });
    expect(tickets[0]?.words).not.toContain('No contract yet');
    const list = await get('/employment/tickets');
    expect(list.text).toContain('Graduate 01');
    expect(list.text).not.toContain('No contract yet');
    expect((await get(one())).text).toContain('No contract yet');
    const id = tickets[0]?.id ?? '';
    expect((await post(`/employment/tickets/${id}/close`, { outcome: 'solved', answer: '' })).status).toBe(
      400,
    );
    await post(`/employment/tickets/${id}/close`, {
      outcome: 'solved',
      answer: 'Spoke with the employer',
    }).expect(303);
    expect(
      (await post(`/employment/tickets/${id}/close`, { outcome: 'solved', answer: 'again' })).status,
    ).toBe(409);
    expect((await get('/employment/mine', scene.as.graduate)).text).toContain('Spoke with the employer');
  });

  it('is answered by the graduate themselves from their own page', async () => {
    const page = await post('/employment/mine/waves/1', {}, scene.as.graduate).expect(200);
    await fillIn(t, addressIn(page.text), {});
    expect((await get('/employment/mine', scene.as.graduate)).text).toContain('Answered');
    expect(await read.contacts()).toEqual([]);
    expect((await post('/employment/mine/waves/3', {}, scene.as.graduate)).status).toBe(409);
  });

  it('goes with its person, down to the questionnaire, and is theirs to take along before', async () => {
    await fillIn(t, addressIn((await ask()).text), { 'a.help': 'yes' });
    await collect();
    const key = { schoolId: scene.schoolId, personId: scene.graduate };
    const [source] = employmentDataSources(t.deps);
    expect(JSON.stringify(await source?.select(key))).toContain('Harbour Logistics');
    await inTransaction(t.deps.db, (tx) => forgetGraduate(tx, key));
    expect([
      await read.destinations(),
      await read.waves(),
      await read.contacts(),
      await read.tickets(),
    ]).toEqual([[], [], [], []]);
    expect(ofSchool(await t.deps.db.select().from(instrumentAttempts))).toEqual([]);
    expect(ofSchool(await t.deps.db.select().from(instrumentLinks))).toEqual([]);
    expect(await source?.count(key)).toBe(0);
  });
});

describe('the quality report', () => {
  it('is frozen with both formulae and hides what is about few', async () => {
    await addClass();
    for (const [index, personId] of scene.learners.entries())
      await work(index === 5 ? { code: '70', employerName: '', enteredOn: '' } : {}, personId).expect(303);
    const quality = await get('/employment/quality', scene.as.admin);
    expect(quality.text).toContain('Many with one employer');
    const made = await post(
      '/reports',
      { kind: 'employment_quality', period: 'custom', from: '2026-01-01', until: '2026-09-07', personId: '' },
      scene.as.admin,
    ).expect(303);
    const path = made.headers['location']?.slice(scene.as.admin.base.length) ?? '';
    const { text } = await get(path, scene.as.admin).expect(200);
    for (const word of ['Notice 2021 No. 19', 'Notice 2024 No. 11', 'Too few are employed', 'Fewer than 5'])
      expect(text).toContain(word);
    // One of six looks for work: neither that share nor its complement may be read.
    expect(text).not.toContain('83.3');
    expect(text).not.toContain('16.7');
    expect((await get(`${path}/csv`, scene.as.admin)).text).toContain('Employment quality report');
    expect((await get(path, scene.as.teacher)).status).toBe(404);
    expect((await get(path, scene.as.ofCourse)).status).toBe(404);
  });

  it('turns findings into tasks that somebody closes', async () => {
    const finding = {
      words: 'Teach contract law before leaving',
      ownerPersonId: scene.officer,
      dueOn: '2026-10-07',
    };
    expect(
      (await post('/employment/quality/findings', { ...finding, ownerPersonId: scene.graduate })).status,
    ).toBe(400);
    await post('/employment/quality/findings', finding).expect(303);
    expect((await get('/employment/tickets')).text).toContain('Teach contract law');
    const [ticket] = await read.tickets();
    await post(`/employment/tickets/${ticket?.id}/assign`, {
      ownerPersonId: scene.officer,
      dueOn: '2026-09-06',
    }).expect(303);
    expect((await get('/employment/tickets')).text).toContain('Overdue');
    await post(`/employment/tickets/${ticket?.id}/close`, {
      outcome: 'solved',
      answer: 'Added to the plan',
    }).expect(303);
    expect((await get('/employment/tickets?closed=1')).text).toContain('Added to the plan');
  });
});
