import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import {
  findOccupation,
  loadOccupations,
  selectOccupationNames,
  selectOccupationSkills,
} from '../../../src/features/occupations/index.ts';
import {
  occupationFigures,
  occupationSkills,
  occupations,
} from '../../../src/features/occupations/occupations.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCareerScene, asker, type CareerScene } from '../career/career-scene.ts';

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
const words = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

const WEB = 'onet-15-1254.00';
const skillsOf = (occupationId: string) =>
  selectOccupationSkills(app.deps.db, { schoolId: scene.schoolId, occupationId });

describe('the shipped posts', () => {
  it('come once, are brought up to date, and leave what the school wrote as it is', async () => {
    await post(scene.as.career, `/occupations/${WEB}`, {
      ladder: 'Junior | one year\nSenior',
      certificates: 'Web certificate | MIIT | https://example.edu/c',
      skillId: ['S006', 'S015'],
      level: ['5', '3'],
      importance: ['1', '0'],
    }).expect(303);
    const key = and(eq(occupations.schoolId, scene.schoolId), eq(occupations.source, 'onet'));
    await app.deps.db
      .update(occupations)
      .set({ catalogueVersion: 'old', title: { 'zh-CN': '旧', en: 'Old' } })
      .where(key);
    await app.deps.db
      .update(occupations)
      .set({ catalogueVersion: 'old' })
      .where(eq(occupations.schoolId, scene.schoolId));
    await loadOccupations(app.deps);
    const post1 = await findOccupation(app.deps.db, { schoolId: scene.schoolId, occupationId: WEB });
    expect(post1?.title.en).toBe('Web Developers');
    expect(post1?.ladder.map(({ title, about }) => [title.en, about.en])).toEqual([
      ['Junior', 'one year'],
      ['Senior', ''],
    ]);
    expect(post1?.certificates).toMatchObject([{ issuer: 'MIIT', url: 'https://example.edu/c' }]);
    const skills = await skillsOf(WEB);
    expect(skills.find(({ skillId }) => skillId === 'S006')).toMatchObject({
      level: 5,
      importance: 1,
      basis: 'school',
      onGraph: true,
    });
    expect(skills.some(({ skillId }) => skillId === 'S015')).toBe(false);
    expect(skills.find(({ skillId }) => skillId === 'S012')?.basis).toBe('named');
  });

  it('are told by name, all of them or those asked for', async () => {
    const { schoolId } = scene;
    expect(await selectOccupationNames(app.deps.db, { schoolId })).toHaveLength(115);
    const some = await selectOccupationNames(app.deps.db, { schoolId, occupationIds: [WEB, 'nobody'] });
    expect(some.map(({ id }) => id)).toEqual([WEB]);
  });
});

describe('a school’s own post', () => {
  const aPost = {
    titleZh: '',
    titleEn: 'Store operator',
    aboutZh: '',
    aboutEn: 'Runs a shop.',
    talentType: 'operations',
    skillId: ['S162', ''],
    level: ['3', '3'],
    importance: ['0.9', '0.7'],
  };
  const make = async (given: object = {}) => {
    const { headers } = await post(scene.as.career, '/occupations', { ...aPost, ...given }).expect(303);
    return String(headers['location']).split('/').at(-1) ?? '';
  };

  it('is made, changed, retired and offered again', async () => {
    const id = await make();
    expect(words((await get(scene.as.learner, `/career/occupations/${id}`)).text)).toContain(
      'Store operator',
    );
    expect(await skillsOf(id)).toMatchObject([{ skillId: 'S162', basis: 'school', level: 3 }]);
    await post(scene.as.career, `/occupations/${id}`, { ...aPost, titleEn: 'Shop operator' }).expect(303);
    await post(scene.as.career, `/occupations/${id}/retire`, { retired: 'yes' }).expect(303);
    expect(words((await get(scene.as.learner, '/career/occupations?q=operator')).text)).not.toContain(
      'Shop operator',
    );
    expect(words((await get(scene.as.learner, `/career/occupations/${id}`)).text)).toContain(
      'retired this post',
    );
    await post(scene.as.career, `/occupations/${id}/retire`, { retired: 'no' }).expect(303);
    expect(words((await get(scene.as.career, '/occupations')).text)).toContain('Shop operator');
    expect((await get(scene.as.career, `/occupations/${id}/edit`)).text).toContain('value="Shop operator"');
  });

  test.each([
    ['no title', { titleEn: ' ' }, 'Give the post a title.'],
    ['no talent type', { talentType: '' }, 'Choose a talent type.'],
    [
      'a skill nobody knows',
      { skillId: ['S999'], level: ['3'], importance: ['1'] },
      'The skill graph has no',
    ],
    ['a level that isn’t', { level: ['6', '3'] }, 'level is 1–5'],
    ['a skill twice', { skillId: ['S162', 'S162'] }, 'each skill stands once'],
  ])('is refused with %s', async (_name, given, said) => {
    const { status, text } = await post(scene.as.career, '/occupations', { ...aPost, ...given });
    expect([status, words(text).includes(said)]).toEqual([400, true]);
    const own = await app.deps.db
      .select()
      .from(occupations)
      .where(and(eq(occupations.schoolId, scene.schoolId), eq(occupations.source, 'school')));
    expect(own).toEqual([]);
  });

  it('is written by those who look after the school, and nobody else', async () => {
    for (const as of [scene.as.learner, scene.as.teacher, scene.as.mentor, scene.as.helper]) {
      await get(as, '/occupations').expect(403);
      await post(as, '/occupations', aPost).expect(403);
      await post(as, '/occupations/figures', { source: '', confirm: '1' }).expect(403);
    }
    await get(scene.as.admin, '/occupations').expect(200);
    await get(scene.as.career, `/occupations/${WEB}/edit`).expect(200);
    await get(scene.as.career, '/occupations/nobody/edit').expect(404);
  });
});

describe('figures', () => {
  const FILE = [
    'code,source,date,region,openings,pay_low,pay_median,pay_high,url',
    '15-1254.00,School survey,2026-05-01,Qingdao,100,5000,7000,9000,https://example.edu/x',
    '15-1254.00,School survey,2026-06-01,Qingdao,120,,7200,,',
  ].join('\n');
  const figures = () =>
    app.deps.db.select().from(occupationFigures).where(eq(occupationFigures.schoolId, scene.schoolId));

  it('are shown first, saved when confirmed, once, and taken back as a whole', async () => {
    const preview = await post(scene.as.career, '/occupations/figures', { source: FILE }).expect(200);
    expect(words(preview.text)).toContain('2 figures');
    expect(await figures()).toEqual([]);
    const confirmed = { source: FILE, name: 'Survey', confirm: '1' };
    await post(scene.as.career, '/occupations/figures', confirmed).expect(303);
    await post(scene.as.career, '/occupations/figures', confirmed).expect(303);
    expect(await figures()).toHaveLength(2);
    const page = words((await get(scene.as.learner, `/career/occupations/${WEB}`)).text);
    expect(page).toContain('School survey: latest month against the one before: 20%');
    expect(page).toContain('Qingdao – 7,200 – School survey, 2026-06-01');
    const { text } = await get(scene.as.career, '/occupations');
    const undo = [...text.matchAll(/\/occupations\/figures\/[0-9a-f-]+\/undo/g)].map(([path]) => path);
    expect(undo).toHaveLength(2);
    await post(scene.as.career, undo[1] ?? '').expect(303);
    await post(scene.as.career, undo[1] ?? '').expect(409);
    expect(await figures()).toEqual([]);
  });

  it('of a file with a problem are told with their lines, and none is saved', async () => {
    const { text } = await post(scene.as.career, '/occupations/figures', {
      source: `${FILE}\n15-1254.00,,2026-06-01,Qingdao,1`,
      confirm: '1',
    }).expect(422);
    expect(words(text)).toContain('Line 4: The source is missing.');
    expect(await figures()).toEqual([]);
  });

  it('have a pattern to start from', async () => {
    const { text } = await get(scene.as.career, '/occupations/figures/pattern.csv').expect(200);
    expect(text).toContain('occupation,source,url,date,region,openings');
  });

  it('belong to the school', async () => {
    await post(scene.as.career, '/occupations/figures', { source: FILE, confirm: '1' }).expect(303);
    const other = await aCareerScene(app);
    const { text } = await get(scene.as.career, '/occupations');
    const [undo = ''] = /\/occupations\/figures\/[0-9a-f-]+\/undo/.exec(text) ?? [];
    await post(other.as.career, undo).expect(404);
    expect(words((await get(other.as.learner, `/career/occupations/${WEB}`)).text)).toContain(
      'No figures of pay',
    );
    const mapped = await app.deps.db
      .select()
      .from(occupationSkills)
      .where(eq(occupationSkills.schoolId, other.schoolId));
    expect(mapped.length).toBeGreaterThan(300);
  });
});
