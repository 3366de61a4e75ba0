import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { inTransaction } from '../../../src/infra/db.ts';
import { weakSpots } from '../../../src/features/learning/learning.tables.ts';
import { forgetOwner, resourcesDataSources } from '../../../src/features/resources/index.ts';
import { integrationTargets } from '../../../src/features/resources/alignment.tables.ts';
import { libraryResources, resourceVersions } from '../../../src/features/resources/library.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aPng, anMp4 } from './media-files.ts';
import { SKILL, aResourcesScene, asker, idIn, type ResourcesScene, type Session } from './resources-scene.ts';

let test: TestApp;
let scene: ResourcesScene;
let targetId: string;
beforeAll(async () => {
  test = await createTestApp();
});
beforeEach(async () => {
  scene = await aResourcesScene(test);
  await post(scene.as.teacher, '/resources/targets', {
    kind: 'certificate',
    name: 'Web front-end',
    level: 'Junior',
  });
  const [target] = await test.deps.db
    .select()
    .from(integrationTargets)
    .where(eq(integrationTargets.schoolId, scene.schoolId));
  targetId = target?.id ?? '';
});
afterAll(() => test.close());
const { get, post, upload } = asker(() => test);

const NEW = {
  title: 'Semantic HTML',
  kind: 'micro_lecture',
  talentType: 'development',
  origin: 'own',
  medium: 'document',
  url: '',
};
const LINKED = 'https://example.org/semantic';
async function aResource(
  given: Record<string, string> = {},
  file?: { name: string; content: Buffer },
): Promise<string> {
  const answer = await upload(
    scene.as.teacher,
    '/resources/new',
    { ...NEW, url: file ? '' : LINKED, ...given },
    file,
  );
  expect(answer.status).toBe(303);
  return idIn(answer.headers['location']);
}
const fields = (given: Record<string, unknown> = {}) => ({
  ...NEW,
  summary: 'Why HTML is about meaning',
  originEvidence: '',
  licence: '',
  minutes: '12',
  checkMonths: '12',
  ownerPersonId: scene.people.teacher.personId,
  skillIds: SKILL,
  unitIds: scene.unitId,
  targetIds: targetId,
  ...given,
});
const path = (id: string, step = '') => `/resources/${id}${step}`;
const step = async (who: Session, id: string, name: string, body: Record<string, unknown> = {}) =>
  (await post(who, path(id, `/${name}`), body)).status;
const approve = (seat: string) => ({ seat, verdict: 'approved', comment: '' });
/** From a draft to both approvals; nothing is published yet. */
async function pass(id: string): Promise<void> {
  expect(await step(scene.as.teacher, id, 'proofreading', { characters: '40000', errors: '1' })).toBe(303);
  expect(await step(scene.as.teacher, id, 'submit')).toBe(303);
  expect(await step(scene.as.expert, id, 'review', approve('political'))).toBe(303);
  expect(await step(scene.as.mentor, id, 'review', approve('scientific'))).toBe(303);
}
async function aPublished(given: Record<string, unknown> = {}): Promise<string> {
  const id = await aResource();
  expect((await post(scene.as.teacher, path(id, '/edit'), fields(given))).status).toBe(303);
  await pass(id);
  expect(await step(scene.as.teacher, id, 'publish')).toBe(303);
  return id;
}

describe('a resource', () => {
  it('goes from a link to learners’ library through all of Table 2', async () => {
    const id = await aResource();
    expect((await get(scene.as.learner, path(id))).status).toBe(404);
    await post(scene.as.teacher, path(id, '/edit'), fields());
    expect((await get(scene.as.teacher, path(id))).text).toContain('Nobody has proof-read it yet.');
    expect(await step(scene.as.teacher, id, 'publish')).toBe(409);
    await pass(id);
    const ready = (await get(scene.as.teacher, path(id))).text;
    expect(ready).toContain('1 errors in 40000 characters: 0.00250 %.');
    expect(ready).toContain('Approved by Expert 01.');
    expect((await get(scene.as.learner, '/resources')).text).not.toContain('Semantic HTML');
    expect(await step(scene.as.teacher, id, 'publish')).toBe(303);
    expect((await get(scene.as.learner, '/resources')).text).toContain('Semantic HTML');
    const shown = (await get(scene.as.learner, path(id))).text;
    expect(shown).toContain(LINKED);
    for (const inner of ['Quality checks', 'Expert 01', 'Looked after by'])
      expect(shown).not.toContain(inner);
    expect((await get(scene.as.learner, '/package')).text).toContain('Semantic HTML');
  });

  it('is checked anew when its content changes, while learners keep the published one', async () => {
    const id = await aPublished();
    const other = 'https://example.org/second';
    const answer = await upload(scene.as.teacher, path(id, '/versions'), { url: other, medium: 'document' });
    expect(answer.status).toBe(303);
    expect((await get(scene.as.learner, path(id))).text).toContain(LINKED);
    expect((await get(scene.as.learner, path(id))).text).not.toContain(other);
    const staff = (await get(scene.as.teacher, path(id))).text;
    expect(staff).toContain('Nobody has reviewed it yet.');
    expect(staff).toContain('Learners see version 1 now');
    expect(await step(scene.as.teacher, id, 'publish')).toBe(409);
    await pass(id);
    expect(await step(scene.as.teacher, id, 'publish')).toBe(303);
    expect((await get(scene.as.learner, path(id))).text).toContain(other);
  });

  it('is published no longer when a link that it needs is taken away', async () => {
    const id = await aPublished();
    await post(scene.as.teacher, path(id, '/edit'), fields({ targetIds: '' }));
    expect((await get(scene.as.learner, path(id))).status).toBe(404);
  });

  it('settles its checks when it is published', async () => {
    const id = await aPublished();
    expect(await step(scene.as.teacher, id, 'proofreading', { characters: '10', errors: '0' })).toBe(409);
    expect(await step(scene.as.expert, id, 'review', approve('political'))).toBe(409);
    expect(await step(scene.as.teacher, id, 'withdraw')).toBe(303);
    expect((await get(scene.as.learner, path(id))).status).toBe(404);
  });

  it('is put away and taken back', async () => {
    const id = await aPublished();
    expect(await step(scene.as.teacher, id, 'retire')).toBe(303);
    expect((await get(scene.as.learner, path(id))).status).toBe(404);
    expect((await get(scene.as.teacher, '/resources?state=retired')).text).toContain('Semantic HTML');
    expect(await step(scene.as.teacher, id, 'restore')).toBe(303);
    expect(await step(scene.as.teacher, id, 'publish')).toBe(303);
  });
});

describe('files', () => {
  const film = { name: 'lab.mp4', content: anMp4(1900) };
  it('say their own length, and nobody may say otherwise', async () => {
    const id = await aResource({ medium: 'document' }, film);
    await post(scene.as.teacher, path(id, '/edit'), fields({ practical: 'on' }));
    expect((await get(scene.as.teacher, path(id))).text).toContain('It lasts 31:40: cut it or divide it.');
    expect(await step(scene.as.expert, id, 'measure', { minutes: '5', seconds: '0' })).toBe(409);
  });

  it('say their own size', async () => {
    const id = await aResource({}, { name: 'yard.png', content: aPng(1024, 600) });
    const { text } = await get(scene.as.teacher, path(id));
    expect(text).toContain('1024 × 600 pixels: the shorter side is below 720.');
    expect(text).toContain(`<img class="chart" src="${scene.as.teacher.base}${path(id, '/file/1')}"`);
  });

  it('that lie elsewhere are looked at, and the page says by whom', async () => {
    const id = await aResource({ medium: 'video' });
    await post(scene.as.teacher, path(id, '/edit'), fields({ practical: 'on' }));
    expect(await step(scene.as.expert, id, 'measure', { minutes: '29', seconds: '30' })).toBe(303);
    const { text } = await get(scene.as.teacher, path(id));
    expect(text).toContain('It lasts 29:30.');
    expect(text).toContain('Expert 01 looked and entered');
    expect(await step(scene.as.expert, id, 'measure', { minutes: '0', seconds: '0' })).toBe(400);
  });

  it('are sent whole and in parts; learners get the published one only', async () => {
    const id = await aResource({}, film);
    const file = path(id, '/file/1');
    const whole = await get(scene.as.teacher, file).buffer(true).responseType('blob');
    expect(whole.headers['content-type']).toBe('video/mp4');
    expect((whole.body as Buffer).equals(film.content)).toBe(true);
    const part = await get(scene.as.teacher, file)
      .set('range', 'bytes=4-7')
      .buffer(true)
      .responseType('blob');
    expect(part.status).toBe(206);
    expect((part.body as Buffer).toString()).toBe('ftyp');
    expect((await get(scene.as.learner, file)).status).toBe(404);
    expect((await get(scene.as.teacher, path(id, '/file/2'))).status).toBe(404);
  });

  it('that a browser would run are saved, not shown', async () => {
    const id = await aResource({}, { name: 'page.html', content: Buffer.from('<script>alert(1)</script>') });
    const { headers } = await get(scene.as.teacher, path(id, '/file/1'));
    expect(headers['content-disposition']).toContain('attachment');
    expect(headers['content-type']).toBe('application/octet-stream');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it.each([
    ['neither a file nor an address', { url: '' }, undefined, 'one of the two'],
    ['both', { url: LINKED }, film, 'one of the two'],
    ['an empty file', { url: '' }, { name: 'a.txt', content: Buffer.alloc(0) }, 'empty'],
    ['an address that runs a script', { url: 'javascript:alert(1)' }, undefined, 'url'],
  ])('%s is refused, and nothing is kept', async (_name, given, file, words) => {
    const answer = await upload(scene.as.teacher, '/resources/new', { ...NEW, ...given }, file);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(words);
    const rows = await test.deps.db
      .select()
      .from(resourceVersions)
      .where(eq(resourceVersions.schoolId, scene.schoolId));
    expect(rows).toEqual([]);
  });
});

describe('reviewing', () => {
  it('is done from an inbox by two people, neither of them the author', async () => {
    const id = await aResource();
    expect(await step(scene.as.expert, id, 'review', approve('political'))).toBe(409);
    await step(scene.as.teacher, id, 'submit');
    expect((await get(scene.as.expert, '/resources/inbox')).text).toContain('1 item waits for you.');
    expect(await step(scene.as.expert, id, 'review', approve('political'))).toBe(303);
    expect((await get(scene.as.expert, '/resources/inbox')).text).toContain('0 items wait for you.');
    expect(await step(scene.as.expert, id, 'review', approve('scientific'))).toBe(409);
    expect((await get(scene.as.mentor, '/resources/inbox')).text).toContain('1 item waits for you.');
    for (const who of ['teacher', 'learner', 'supervisor'] as const) {
      expect(await step(scene.as[who], id, 'review', approve('scientific'))).toBe(403);
      expect((await get(scene.as[who], '/resources/inbox')).status).toBe(403);
    }
  });

  it('returns with a word, which the author reads', async () => {
    const id = await aResource();
    await step(scene.as.teacher, id, 'submit');
    const returned = { seat: 'scientific', verdict: 'returned', comment: 'The example on page 3 is wrong' };
    expect(await step(scene.as.expert, id, 'review', { ...returned, comment: '' })).toBe(409);
    expect(await step(scene.as.expert, id, 'review', returned)).toBe(303);
    expect((await get(scene.as.teacher, path(id))).text).toContain('The example on page 3 is wrong');
    expect((await get(scene.as.teacher, '/resources?state=returned')).text).toContain('Semantic HTML');
    expect(await step(scene.as.expert, id, 'review', approve('scientific'))).toBe(303);
    expect((await get(scene.as.teacher, '/resources?state=in_review')).text).toContain('Semantic HTML');
  });
});

describe('who may', () => {
  it('change a resource: its owner and administrators; of one without an owner, any teacher', async () => {
    const id = await aResource();
    expect(await step(scene.as.colleague, id, 'submit')).toBe(403);
    expect((await get(scene.as.colleague, path(id, '/edit'))).status).toBe(403);
    expect((await get(scene.as.admin, path(id, '/edit'))).status).toBe(200);
    const { schoolId } = scene;
    await inTransaction(test.deps.db, (tx) => forgetOwner(tx, { schoolId, ...scene.people.teacher }));
    expect((await get(scene.as.colleague, path(id, '/edit'))).status).toBe(200);
    expect((await get(scene.as.colleague, path(id))).text).toContain('Nobody looks after it');
  });

  it('not add one as a learner, a mentor or a supervisor', async () => {
    for (const who of ['learner', 'mentor', 'supervisor'] as const)
      expect((await upload(scene.as[who], '/resources/new', { ...NEW, url: LINKED })).status).toBe(403);
  });

  it('see nothing of another school’s', async () => {
    const id = await aPublished();
    const elsewhere = await aResourcesScene(test);
    for (const who of ['admin', 'learner', 'expert'] as const) {
      expect((await get(elsewhere.as[who], path(id))).status).toBe(404);
      expect((await get(elsewhere.as[who], path(id, '/file/1'))).status).toBe(404);
      expect((await get(elsewhere.as[who], '/resources')).text).not.toContain('Semantic HTML');
    }
  });
});

describe('the library', () => {
  it('is searched by words, kind, type, skill and module, and survives an edited address', async () => {
    await aPublished();
    const found = async (query: string) =>
      (await get(scene.as.learner, `/resources?${query}`)).text.includes('>Semantic HTML<');
    for (const query of [
      'q=semantic',
      'q=meaning',
      'kind=micro_lecture',
      'type=development',
      `skill=${SKILL}`,
      `unit=${scene.unitId}`,
    ])
      expect([query, await found(query)]).toEqual([query, true]);
    for (const query of ['q=%25zzz', 'kind=simulation', 'type=support', 'skill=S002'])
      expect([query, await found(query)]).toEqual([query, false]);
    expect(await found('kind=nonsense&page=-3&state=%00')).toBe(true);
  });

  it('has pages', async () => {
    for (let n = 0; n < 21; n += 1) await aResource({ title: `Number ${String(n).padStart(2, '0')}` });
    const first = (await get(scene.as.teacher, '/resources?kind=micro_lecture')).text;
    expect(first).toContain('21 resources');
    expect(first).toMatch(/kind(=|&#x3D;)micro_lecture&amp;page(=|&#x3D;)2/);
    expect((await get(scene.as.teacher, '/resources?page=2')).text).toContain('Number 00');
  });

  it('puts first what helps a learner’s weak spots, and says why', async () => {
    await aPublished();
    const key = { schoolId: scene.schoolId, courseId: scene.courseId, ...scene.people.learner };
    await test.deps.db.insert(weakSpots).values({
      ...key,
      id: test.deps.newId(),
      skillId: SKILL,
      state: 'confirmed',
      foundAt: test.deps.now(),
      answersBefore: 5,
      evidence: { attempts: 5, correct: 1, mastery: 0.3, low: 0.1, high: 0.5, statementIds: [] },
      ruleVersion: 'weak-spot-2',
    } as typeof weakSpots.$inferInsert);
    const { text } = await get(scene.as.learner, '/resources');
    expect(text).toContain('For your weak spots');
    expect(text).toContain('Because it teaches');
    expect((await get(scene.as.teacher, '/resources')).text).not.toContain('For your weak spots');
  });
});

describe('what is held on a person', () => {
  it('is their work and their reviews', async () => {
    await aPublished();
    const { schoolId } = scene;
    const counts = async (who: { personId: string }) =>
      Promise.all(resourcesDataSources(test.deps).map((source) => source.count({ schoolId, ...who })));
    expect(await counts(scene.people.teacher)).toEqual([3, 0]);
    expect(await counts(scene.people.expert)).toEqual([0, 1]);
    expect(await counts(scene.people.learner)).toEqual([0, 0]);
    await inTransaction(test.deps.db, (tx) => forgetOwner(tx, { schoolId, ...scene.people.teacher }));
    const [row] = await test.deps.db
      .select()
      .from(libraryResources)
      .where(eq(libraryResources.schoolId, schoolId));
    expect(row?.ownerPersonId).toBeNull();
  });
});
