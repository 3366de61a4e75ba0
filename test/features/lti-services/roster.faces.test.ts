import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { syncRoster } from '../../../src/features/lti-services/sync-roster.ts';
import { memberships, people, serviceStages } from '../../../src/features/roster/roster.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aFace, SCOPES, type Face, type FaceName } from '../../support/faces.ts';
import { aRosterScene, waitFor, type RosterScene } from './roster-scene.ts';

const MEMBERSHIPS = /memberships|names_and_roles/;
let t: TestApp;
let faces: Face[] = [];

beforeAll(async () => {
  t = await createTestApp();
});
afterEach(async () => {
  for (const face of faces) await face.close();
  faces = [];
});
afterAll(() => t.close());

let schools = 0;
/** Each on an address of its own, so that nobody knows anybody. */
async function scene(name: FaceName, prepare?: (face: Face) => void): Promise<RosterScene> {
  schools += 1;
  const face = await aFace(t, name, { issuer: `https://lms-${schools}.example.edu` });
  faces.push(face);
  prepare?.(face);
  return aRosterScene(t, face);
}

describe.each<FaceName>(['moodle', 'canvas'])('the roster of a new course (%s)', (name) => {
  it('is read at its first launch: all pages, each with name and role', async () => {
    const { members, active, sync, face } = await scene(name);
    const { teacher, nonEditingTeacher, assistant, learners, observer } = face.people;
    const known = await members();
    expect(known.get(teacher.id)).toMatchObject({ role: 'instructor', toldBy: 'launch' });
    for (const learner of learners)
      expect(known.get(learner.id)).toMatchObject({ role: 'learner', toldBy: 'roster', name: learner.name });
    // Moodle lists whoever may not edit as a learner, and an observer as one too.
    const watched = name === 'moodle' ? 'learner' : undefined;
    expect(known.get(nonEditingTeacher.id)?.role).toBe(name === 'moodle' ? 'learner' : 'instructor');
    expect(known.get(assistant.id)?.role).toBe(name === 'moodle' ? 'learner' : 'instructor');
    expect(known.get(observer.id)?.role).toBe(watched);
    expect(await active()).toBe(name === 'moodle' ? 64 : 63);
    expect(await sync()).toMatchObject({
      problem: null,
      changes: {
        joined: name === 'moodle' ? 63 : 62,
        left: 0,
        observers: name === 'moodle' ? 0 : 1,
        doubt: null,
      },
    });
  });

  it('changes nothing when it is read again, and writes no audit', async () => {
    const { read, members, sync, key } = await scene(name);
    const before = await members();
    const audits = () =>
      t.deps.db
        .select({ detail: auditEvents.detail })
        .from(auditEvents)
        .where(and(eq(auditEvents.schoolId, key.schoolId), eq(auditEvents.action, 'roster.read')));
    expect(await audits()).toHaveLength(1);
    expect(await read()).toEqual({ kind: 'read', problem: null });
    expect(await members()).toEqual(before);
    expect((await sync())?.changes).toMatchObject({ joined: 0, left: 0, changed: 0 });
    const entries = await audits();
    expect(entries).toHaveLength(1);
    expect(JSON.stringify(entries)).not.toMatch(/Learner|Teacher/);
  });

  it('follows who joins, leaves, returns and is renamed', async () => {
    const { read, members, sync, face } = await scene(name);
    const [first, second] = face.people.learners;
    if (!first || !second) throw new Error('No learners.');
    const role = first.roles['11'] ?? 'learner';
    delete first.roles['11'];
    second.name = 'Renamed';
    const late = face.state.addUser({
      username: 'late',
      name: 'Late',
      roles: { '11': 'learner' },
      ...(name === 'moodle' && { id: '900' }),
    });
    await read();
    expect((await sync())?.changes).toMatchObject({ joined: 1, left: 1, changed: 1 });
    expect((await members()).get(first.id)?.active).toBe(false);
    expect((await members()).get(second.id)?.name).toBe('Renamed');
    expect((await members()).get(late.id)?.active).toBe(true);
    first.roles['11'] = role;
    await read();
    expect((await members()).get(first.id)?.active).toBe(true);
  });

  it('begins the stage of teaching for learners, once', async () => {
    const { read, face, members, key } = await scene(name);
    await read();
    const stages = await t.deps.db
      .select({ personId: serviceStages.personId, source: serviceStages.source })
      .from(serviceStages)
      .where(eq(serviceStages.schoolId, key.schoolId));
    const known = await members();
    const ids = face.people.learners.map(({ id }) => known.get(id)?.personId);
    expect(
      ids.every((id) => stages.some(({ personId, source }) => personId === id && source === 'roster')),
    ).toBe(true);
    expect(stages.some(({ personId }) => personId === known.get(face.people.teacher.id)?.personId)).toBe(
      false,
    );
  });

  it('is the same people whether they launch first or are listed first', async () => {
    const { launch, members, face, key } = await scene(name);
    const before = await members();
    const learner = face.people.learners[4];
    await launch(learner?.id ?? '');
    expect((await members()).get(learner?.id ?? '')).toMatchObject({
      personId: before.get(learner?.id ?? '')?.personId,
      toldBy: 'launch',
    });
    const all = await t.deps.db
      .select({ id: people.id })
      .from(people)
      .where(eq(people.schoolId, key.schoolId));
    expect(all).toHaveLength(new Set([...before.values()].map(({ personId }) => personId)).size);
  });
});

describe('Moodle', () => {
  it('makes no learner of a non-editing teacher who launched; they are ended when they leave', async () => {
    const { launch, read, members, face } = await scene('moodle');
    const { nonEditingTeacher } = face.people;
    await launch(nonEditingTeacher.id);
    t.clock.advance(60_000);
    await read();
    expect((await members()).get(nonEditingTeacher.id)).toMatchObject({
      role: 'instructor',
      toldBy: 'launch',
    });
    nonEditingTeacher.suspended = true;
    await read();
    expect((await members()).get(nonEditingTeacher.id)?.active).toBe(false);
  });

  it('keeps the site’s administrator, who is in no course, and a teacher who is listed nowhere during their visit', async () => {
    const { launch, read, members, face } = await scene('moodle', ({ people: { teacher } }) => {
      // Teaches by a role in the category, as managers do: may launch, and is in no roster.
      teacher.suspended = true;
    });
    const { teacher, administrator } = face.people;
    await launch(administrator.id);
    t.clock.advance(60_000);
    await read();
    expect((await members()).get(administrator.id)).toMatchObject({ role: 'administrator', active: true });
    expect((await members()).get(teacher.id)).toMatchObject({ role: 'instructor', active: true });
    t.clock.advance(11 * 3_600_000);
    await read();
    expect((await members()).get(teacher.id)?.active).toBe(false);
    expect((await members()).get(administrator.id)?.active).toBe(true);
  });

  it('lets a suspended learner go, and their open visit ends', async () => {
    const { read, visit, face } = await scene('moodle');
    const learner = face.people.learners[0];
    if (!learner) throw new Error('No learner.');
    const page = await visit(learner.id);
    expect((await page.get('/my-data')).status).toBe(200);
    learner.suspended = true;
    await read();
    t.clock.advance(6 * 60_000);
    expect((await page.get('/my-data')).status).toBe(401);
  });

  it('asks with the one media type it takes, and for no link', async () => {
    const { face } = await scene('moodle');
    const asked = face.state.requests.filter(({ path }) => MEMBERSHIPS.test(path));
    expect(asked).toHaveLength(1);
    expect(asked[0]?.headers['accept']).toBe('application/vnd.ims.lti-nrps.v2.membershipcontainer+json');
    expect(JSON.stringify(asked)).not.toContain('rlid');
  });
});

describe('Canvas', () => {
  it('tells groups and sections by a link, and everybody without it', async () => {
    const { members, face } = await scene('canvas', ({ people: { learners } }) => {
      const [first] = learners;
      if (first) {
        first.groups['11'] = ['5', '6'];
        first.sections['11'] = ['2'];
      }
    });
    const first = face.people.learners[0]?.id ?? '';
    expect((await members()).get(first)?.groups).toEqual(['group:5', 'group:6', 'section:2']);
    expect((await members()).get(face.people.learners[1]?.id ?? '')?.groups).toEqual([]);
    // Two pages without and two with the link.
    const asked = face.state.requests.filter(({ path }) => MEMBERSHIPS.test(path));
    expect(asked.filter(({ path }) => path.includes('rlid'))).toHaveLength(2);
    expect(asked).toHaveLength(4);
  });

  it('is read without groups where the link is refused', async () => {
    const { sync, active } = await scene('canvas', ({ state }) =>
      state.failNext(/rlid=/, {
        status: 400,
        body: '{"errors":{"message":"Requested ResourceLink was not found"}}',
      }),
    );
    expect(await sync()).toMatchObject({ problem: null });
    expect(await active()).toBe(63);
  });

  it('makes instructors of assistants and designers, and nobody of observers', async () => {
    const { members, face } = await scene('canvas', ({ state }) => {
      state.addUser({ username: 'designer', name: 'Designer', roles: { '11': 'designer' } });
    });
    const designer = [...face.state.users.values()].find(({ username }) => username === 'designer');
    const known = await members();
    expect(known.get(designer?.id ?? '')?.role).toBe('instructor');
    expect(known.get(face.people.observer.id)).toBeUndefined();
  });
});

describe('a reading that fails', () => {
  it.each<[string, (face: Face) => void, string]>([
    [
      'an error on the second page',
      ({ state }) => state.failNext(/names_and_roles.*page=2/, { status: 500, body: 'oops' }),
      'rosterPlatformDown',
    ],
    [
      'a page that isn’t a roster',
      ({ state }) => state.failNext(/names_and_roles/, { status: 200, body: '<html>sign in</html>' }),
      'rosterUnreadable',
    ],
    [
      'a next page at another site',
      ({ state }) =>
        state.failNext(/names_and_roles/, {
          status: 200,
          body: '{"members":[]}',
          headers: { link: '<https://evil.example/next>; rel="next"' },
        }),
      'rosterForeign',
    ],
    [
      'a rate limit',
      ({ state }) => state.failNext(/names_and_roles/, { status: 429, body: '' }),
      'rosterBusy',
    ],
    [
      'a course that is gone',
      ({ state }) => state.failNext(/names_and_roles/, { status: 404, body: '{}' }),
      'rosterGone',
    ],
  ])('changes nothing and is told: %s', async (_name, break_, problem) => {
    const { face, read, members, sync } = await scene('canvas');
    const before = await members();
    const learner = face.people.learners[0];
    if (learner) delete learner.roles['11'];
    break_(face);
    expect(await read()).toEqual({ kind: 'read', problem });
    expect(await members()).toEqual(before);
    expect(await sync()).toMatchObject({ problem, changes: { failures: 1, members: 63 } });
    await read();
    expect(await sync()).toMatchObject({ problem: null, changes: { failures: 0, left: 1 } });
  });

  it('never ends in pages that lead back', async () => {
    const { face, read, sync } = await scene('canvas');
    const url = face.state.requests.find(({ path }) => MEMBERSHIPS.test(path))?.path ?? '';
    face.state.failNext(/names_and_roles/, {
      status: 200,
      body: '{"members":[]}',
      headers: { link: `<${url}>; rel="next"` },
    });
    await read();
    expect(await sync()).toMatchObject({ problem: 'rosterTooLarge' });
  });

  it('says so when the service was taken away, and notices when it is given back', async () => {
    const { face, read, sync } = await scene('canvas');
    face.tool.scopes = Object.values(SCOPES).filter((scope) => scope !== SCOPES.memberships);
    t.clock.advance(2 * 3_600_000);
    await read();
    expect(await sync()).toMatchObject({ problem: 'rosterNotAllowed' });
    face.tool.scopes = Object.values(SCOPES);
    await read();
    expect(await sync()).toMatchObject({ problem: null });
  });

  it('isn’t believed at once when most are missing; it is an hour later', async () => {
    const { face, read, active, sync } = await scene('canvas');
    for (const learner of face.people.learners.slice(5)) delete learner.roles['11'];
    expect(await read()).toEqual({ kind: 'read', problem: 'rosterShrank' });
    expect(await active()).toBe(63);
    expect(await sync()).toMatchObject({ changes: { left: 0, doubt: { leaving: 55, known: 63 } } });
    t.clock.advance(10 * 60_000);
    expect(await read()).toEqual({ kind: 'read', problem: 'rosterShrank' });
    t.clock.advance(3_600_000);
    expect(await read()).toEqual({ kind: 'read', problem: null });
    expect(await active()).toBe(8);
  });

  it('is one reading for all who ask at a time', async () => {
    const { read, asked } = await scene('moodle');
    const before = asked(MEMBERSHIPS);
    const outcomes = await Promise.all([read(), read(), read()]);
    expect(outcomes).toEqual(Array(3).fill({ kind: 'read', problem: null }));
    expect(asked(MEMBERSHIPS)).toBe(before + 1);
  });
});

describe('two processes', () => {
  it('that read the same new course at a time make each person once, while learners launch', async () => {
    const { face, key, courseId, members, launch } = await scene('moodle');
    for (let number = 0; number < 40; number += 1)
      face.state.addUser({
        id: String(2000 + number),
        username: `new${number}`,
        name: `New ${number}`,
        roles: { '11': 'learner' },
      });
    const wish = { actorPersonId: null, trusted: false };
    const [first, second] = await Promise.all([
      syncRoster({ ...t.deps }, key, wish),
      syncRoster({ ...t.deps }, key, wish),
      launch('2003'),
      launch('2017'),
    ]);
    expect([first, second]).toEqual(Array(2).fill({ kind: 'read', problem: null }));
    const known = await members();
    for (let number = 0; number < 40; number += 1)
      expect(known.get(String(2000 + number))).toMatchObject({ role: 'learner', active: true });
    const rows = await t.deps.db
      .select({ personId: memberships.personId })
      .from(memberships)
      .where(eq(memberships.courseId, courseId));
    expect(rows).toHaveLength(64 + 40);
  });
});

describe('erased people', () => {
  it('stay erased when the LMS lists them', async () => {
    const { read, members, face, key } = await scene('moodle');
    const id = face.people.learners[0]?.id ?? '';
    const personId = (await members()).get(id)?.personId ?? '';
    await t.deps.db
      .update(people)
      .set({ erasedAt: t.deps.now(), displayName: 'gone', emailSealed: null })
      .where(and(eq(people.schoolId, key.schoolId), eq(people.id, personId)));
    await read();
    const all = await waitFor(() =>
      t.deps.db
        .select()
        .from(people)
        .where(and(eq(people.schoolId, key.schoolId), eq(people.id, personId))),
    );
    expect(all).toMatchObject([{ displayName: 'gone', emailSealed: null }]);
  });
});
