import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { and, eq, isNull } from 'drizzle-orm';
import { inTransaction } from '../../../src/infra/db.ts';
import { notices } from '../../../src/features/inbox/inbox.tables.ts';
import { acceptSurge, loadLaw, remindOfFreshness } from '../../../src/features/resources/index.ts';
import { regulations } from '../../../src/features/resources/law.tables.ts';
import { technologySurges } from '../../../src/features/resources/freshness.tables.ts';
import { libraryResources } from '../../../src/features/resources/library.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aResourcesScene, asker, idIn, type ResourcesScene, type Session } from './resources-scene.ts';

let test: TestApp;
let scene: ResourcesScene;
beforeAll(async () => {
  test = await createTestApp();
});
beforeEach(async () => {
  scene = await aResourcesScene(test);
});
afterAll(() => test.close());
const { get, post, upload } = asker(() => test);
const plain = (html: string) => html.replace(/\s+/g, ' ');

describe('resources', () => {
  it('are listed when nobody has looked at them for a year, until somebody does (R054)', async () => {
    const form = { title: 'Old notes', kind: 'other', talentType: '', origin: 'own', medium: 'document' };
    const url = 'https://example.org/old';
    const id = idIn((await upload(scene.as.teacher, '/resources/new', { ...form, url })).headers['location']);
    expect((await get(scene.as.teacher, '/resources/freshness')).text).not.toContain('Old notes');
    await test.deps.db
      .update(libraryResources)
      .set({ checkedOn: '2025-09-01' })
      .where(eq(libraryResources.id, id));
    const { text } = await get(scene.as.supervisor, '/resources/freshness');
    expect(text).toContain('Old notes');
    expect(text).toContain('1 item is overdue');
    expect((await get(scene.as.teacher, '/resources')).text).toContain('<span class="badge red">Overdue');
    expect((await post(scene.as.teacher, `/resources/${id}/fresh`)).status).toBe(303);
    expect((await get(scene.as.supervisor, '/resources/freshness')).text).toContain('0 items are overdue');
  });
});

describe('a course’s yearly update (R027, R029)', () => {
  const FORM = {
    summary: 'More on accessibility',
    'source-0': 'learning_data',
    'words-0': 'Forms: 42 % of the class below 0.6',
    'reference-0': 'Class page, 2026-06-30',
    'source-1': '',
    'words-1': 'without a source, so it is not kept',
  };
  const update = async (given: Record<string, string> = {}): Promise<string> => {
    const answer = await post(scene.as.teacher, '/resources/updates/new', { ...FORM, ...given });
    expect(answer.status).toBe(303);
    return /updates\/([\w-]{36})/.exec(answer.headers['location'] ?? '')?.[1] ?? '';
  };
  const review = async (who: Session, id: string, seat: string, verdict = 'approved', comment = '') =>
    (await post(who, `/resources/updates/${id}/review`, { seat, verdict, comment })).status;

  it('counts from the day on which an expert and an enterprise have approved it', async () => {
    const id = await update();
    const { text } = await get(scene.as.expert, `/resources/updates/${id}`);
    expect(text).toContain('Forms: 42 % of the class below 0.6');
    expect(text).not.toContain('without a source');
    expect((await get(scene.as.expert, '/resources/inbox')).text).toContain('1 item waits for you.');
    expect(await review(scene.as.mentor, id, 'expert')).toBe(403);
    expect(await review(scene.as.expert, id, 'expert')).toBe(303);
    expect(await review(scene.as.expert2, id, 'enterprise')).toBe(403);
    expect((await get(scene.as.teacher, '/resources/freshness')).text).toContain('Never updated');
    expect(await review(scene.as.mentor, id, 'enterprise')).toBe(303);
    expect((await get(scene.as.teacher, '/resources/freshness')).text).toContain(
      'Last update approved: 2026-09-07',
    );
    expect((await post(scene.as.teacher, `/resources/updates/${id}`, FORM)).status).toBe(409);
  });

  it('is reviewed anew when it was changed', async () => {
    const id = await update();
    await review(scene.as.expert, id, 'expert');
    expect(await review(scene.as.mentor, id, 'enterprise', 'returned', 'Say what is left out')).toBe(303);
    expect((await get(scene.as.teacher, `/resources/updates/${id}`)).text).toContain('Say what is left out');
    const changed = { ...FORM, summary: 'More on accessibility, less on frames' };
    expect((await post(scene.as.colleague, `/resources/updates/${id}`, changed)).status).toBe(403);
    expect((await post(scene.as.teacher, `/resources/updates/${id}`, changed)).status).toBe(303);
    await review(scene.as.mentor, id, 'enterprise');
    expect((await get(scene.as.teacher, '/resources/freshness')).text).toContain('Never updated');
    await review(scene.as.expert, id, 'expert');
    expect((await get(scene.as.teacher, '/resources/freshness')).text).toContain('Last update approved');
  });

  it('is refused without data, and to those who don’t teach', async () => {
    const nothing = { ...FORM, 'words-0': '' };
    expect((await post(scene.as.teacher, '/resources/updates/new', nothing)).status).toBe(400);
    for (const who of ['learner', 'expert', 'supervisor'] as const)
      expect((await post(scene.as[who], '/resources/updates/new', FORM)).status).not.toBe(303);
    const id = await update();
    const elsewhere = await aResourcesScene(test);
    expect((await get(elsewhere.as.teacher, `/resources/updates/${id}`)).status).toBe(404);
    expect(await review(elsewhere.as.expert, id, 'expert')).toBe(404);
  });
});

describe('a technology surge (R028)', () => {
  const FORM = {
    title: 'Agents that write code',
    evidence: 'Twelve employers ask for it',
    ownerPersonId: '',
  };
  const surges = () =>
    test.deps.db.select().from(technologySurges).where(eq(technologySurges.schoolId, scene.schoolId));

  it('has six months from the day it was accepted on', async () => {
    await post(scene.as.teacher, '/resources/surges', { ...FORM, acceptedOn: '2026-08-31' });
    const [row] = await surges();
    expect(row).toMatchObject({ dueOn: '2027-02-28', source: 'entered', closedOn: null });
    expect((await get(scene.as.teacher, '/resources/freshness')).text).toContain('174 days left');
    expect(
      (await post(scene.as.teacher, '/resources/surges', { ...FORM, acceptedOn: '2026-09-08' })).status,
    ).toBe(400);
    const close = `/resources/surges/${row?.id}/close`;
    expect((await post(scene.as.teacher, close, { courseId: '', note: '' })).status).toBe(400);
    expect((await post(scene.as.teacher, close, { courseId: scene.courseId, note: '' })).status).toBe(303);
    expect((await post(scene.as.teacher, close, { courseId: scene.courseId, note: '' })).status).toBe(404);
    expect((await get(scene.as.teacher, '/resources/freshness')).text).toContain('Answered');
  });

  it('can be accepted by demand research, and is overdue when nobody answers it', async () => {
    const { schoolId, people } = scene;
    await inTransaction(test.deps.db, (tx) =>
      acceptSurge(tx, test.deps, {
        ...{ schoolId, title: 'Edge models', evidence: 'Alert', source: 'demand' },
        acceptedOn: '2026-03-01',
        acceptedBy: people.admin.personId,
        ownerPersonId: people.teacher.personId,
      }),
    );
    expect(plain((await get(scene.as.admin, '/resources/freshness')).text)).toContain('1 item is overdue');
  });
});

describe('inboxes', () => {
  const waiting = async (who: { personId: string }) =>
    (
      await test.deps.db
        .select()
        .from(notices)
        .where(and(eq(notices.personId, who.personId), isNull(notices.doneAt)))
    ).map(({ kind }) => kind);
  const review = (who: Session, id: string, seat: string, verdict = 'approved') =>
    post(who, `/resources/${id}/review`, { seat, verdict, comment: 'Look at page 3' });

  it('tell reviewers while a part is open to them, and the owner what came of it', async () => {
    const { as, people } = scene;
    const form = { title: 'Notes', kind: 'other', talentType: '', origin: 'own', medium: 'document' };
    const answer = await upload(as.teacher, '/resources/new', { ...form, url: 'https://example.org/n' });
    const id = idIn(answer.headers['location']);
    await post(as.teacher, `/resources/${id}/submit`);
    for (const who of [people.expert, people.expert2, people.mentor])
      expect(await waiting(who)).toEqual(['resource.review']);
    await review(as.expert, id, 'political');
    expect(await waiting(people.expert)).toEqual([]);
    expect(await waiting(people.mentor)).toEqual(['resource.review']);
    await review(as.mentor, id, 'scientific', 'returned');
    expect(await waiting(people.expert2)).toEqual([]);
    expect(await waiting(people.teacher)).toEqual(['resource.returned']);
    await upload(as.teacher, `/resources/${id}/versions`, {
      url: 'https://example.org/m',
      medium: 'document',
    });
    expect(await waiting(people.teacher)).toEqual([]);
    await post(as.teacher, `/resources/${id}/submit`);
    await review(as.expert, id, 'political');
    await review(as.mentor, id, 'scientific');
    expect(await waiting(people.teacher)).toEqual(['resource.approved']);
    expect(await waiting(people.expert2)).toEqual([]);
  });

  it('tell owners once what is due within a month, until it is done', async () => {
    const { as, people, schoolId } = scene;
    const form = { title: 'Old', kind: 'other', talentType: '', origin: 'own', medium: 'document' };
    const answer = await upload(as.teacher, '/resources/new', { ...form, url: 'https://example.org/o' });
    const id = idIn(answer.headers['location']);
    const surge = { title: 'Edge', evidence: 'Asked for', ownerPersonId: people.teacher.personId };
    await post(as.admin, '/resources/surges', { ...surge, acceptedOn: '2026-03-20' });
    await remindOfFreshness(test.deps);
    expect(await waiting(people.teacher)).toEqual(['resource.surge']);
    await test.deps.db
      .update(libraryResources)
      .set({ checkedOn: '2025-10-01' })
      .where(and(eq(libraryResources.schoolId, schoolId), eq(libraryResources.id, id)));
    await remindOfFreshness(test.deps);
    await remindOfFreshness(test.deps);
    expect((await waiting(people.teacher)).sort()).toEqual(['resource.stale', 'resource.surge']);
    await post(as.teacher, `/resources/${id}/fresh`);
    const [row] = await test.deps.db
      .select()
      .from(technologySurges)
      .where(eq(technologySurges.schoolId, schoolId));
    await post(as.admin, `/resources/surges/${row?.id}/close`, { courseId: '', note: 'Covered already' });
    expect(await waiting(people.teacher)).toEqual([]);
  });
});

describe('law (R111)', () => {
  it('comes with the core statutes, to be reviewed by the school', async () => {
    const { text } = await get(scene.as.learner, '/resources/law');
    expect(text).toContain('Personal Information Protection Law');
    expect(text).toContain('2021-11-01');
    expect(text).toContain('To be reviewed by the school');
    expect(text).not.toContain('<form method="post" action="' + scene.as.learner.base + '/resources');
    const count = async () =>
      (await test.deps.db.select().from(regulations).where(eq(regulations.schoolId, scene.schoolId))).length;
    const before = await count();
    await loadLaw(test.deps);
    expect([before, await count()]).toEqual([10, 10]);
  });

  it('is compared with the official text, which stands in the log; a start doesn’t undo it', async () => {
    const path = '/resources/law/cybersecurity-law';
    const body = {
      step: 'changed',
      effectiveOn: '2026-01-01',
      note: 'Revised',
      words: 'Read the official gazette',
    };
    expect((await post(scene.as.learner, path, body)).status).toBe(403);
    expect((await post(scene.as.teacher, path, body)).status).toBe(303);
    await loadLaw(test.deps, scene.schoolId);
    const { text } = await get(scene.as.teacher, '/resources/law');
    expect(text).toContain('Read the official gazette');
    expect(plain(text)).toContain('In force from 2026-01-01 · Compared by the school on 2026-09-07');
    await post(scene.as.teacher, '/resources/law/labour-law', { step: 'repealed', repealedOn: '2026-09-01' });
    expect(plain((await get(scene.as.teacher, '/resources/law')).text)).toContain('Repealed on 2026-09-01');
    expect((await post(scene.as.teacher, '/resources/law/nonsense', { step: 'checked' })).status).toBe(404);
  });

  it('takes a school’s own, refuses a day that isn’t', async () => {
    const form = { name: 'Local measures', nameEn: '', note: '', scope: 'industry', url: '' };
    const wrong = await post(scene.as.teacher, '/resources/law', { ...form, effectiveOn: '2026-02-30' });
    expect(wrong.status).toBe(400);
    expect(
      (await post(scene.as.teacher, '/resources/law', { ...form, effectiveOn: '2027-01-01' })).status,
    ).toBe(303);
    expect((await get(scene.as.learner, '/resources/law')).text).toContain('Not yet in force');
  });
});
