import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import request from 'supertest';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { dataRequests } from '../../../src/features/roster/data-requests.tables.ts';
import { createSchool, sealForPerson } from '../../../src/features/roster/index.ts';
import { rosterRoutes } from '../../../src/features/roster/roster.routes.ts';
import { appointments, identities, memberships, people } from '../../../src/features/roster/roster.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aPerson, aSchool, aSession, anAppointment } from '../../support/builders.ts';

interface Session {
  base: string;
  cookie: string;
  personId: string;
}

let app: TestApp;
let schoolId: string;
let courseId: string;
let teacher: Session;
let learner: Session;
let admin: Session;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  ({ schoolId } = await aSchool(app.deps));
  ({ courseId } = await aCourse(app.deps, { schoolId, talentType: 'development' }));
  teacher = await member('instructor', 'Teacher 01');
  learner = await member('learner', 'Learner 01');
  admin = await member('administrator', 'Administrator 01');
});

async function member(
  role: 'learner' | 'instructor' | 'administrator',
  name: string,
  privacyAccepted = true,
) {
  const { personId } = await aMember(app.deps, { schoolId, courseId, role, name, privacyAccepted });
  return { personId, ...(await aSession(app.deps, { schoolId, personId, courseId, locale: 'en' })) };
}

const http = () => request(app.app.express);
const get = (who: Session, path: string) =>
  http()
    .get(who.base + path)
    .set('cookie', who.cookie);
const post = (who: Session, path: string, form: object = {}) =>
  http()
    .post(who.base + path)
    .set('cookie', who.cookie)
    .type('form')
    .send(form);
const cookieOf = (answer: { headers: Record<string, unknown> }) =>
  String((answer.headers['set-cookie'] as string[] | undefined)?.[0] ?? '').split(';')[0] ?? '';
const audited = async (action: string) =>
  (
    await app.deps.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.schoolId, schoolId), eq(auditEvents.action, action)))
  ).map(({ actorPersonId, subjectId }) => ({ actorPersonId, subjectId }));
const personOf = async (personId: string) =>
  (await app.deps.db.select().from(people).where(eq(people.id, personId)))[0];

describe('landing', () => {
  test.each([
    ['learner', () => learner, '/home'],
    ['teacher', () => teacher, '/class'],
    ['administrator', () => admin, '/overview'],
  ])('sends a %s to the page they work with', async (_role, who, path) => {
    const answer = await get(who(), '/').expect(303);
    expect(answer.headers['location']).toBe(who().base + path);
  });
});

describe('the privacy notice', () => {
  test('comes before every other page, once', async () => {
    const fresh = await member('learner', 'Learner 02', false);
    const first = await get(fresh, '/my-data').expect(303);
    expect(first.headers['location']).toBe(`${fresh.base}/privacy`);
    await get(fresh, '/privacy').expect(200);
    const accepted = await post(fresh, '/privacy').expect(303);
    expect(accepted.headers['location']).toBe(`${fresh.base}/`);
    await get({ ...fresh, cookie: cookieOf(accepted) }, '/my-data').expect(200);
    expect((await personOf(fresh.personId))?.privacyAcceptedAt).toEqual(app.deps.now());
  });

  test('accepted in one tab lets the other go on', async () => {
    const fresh = await member('learner', 'Learner 02', false);
    const other = {
      ...fresh,
      ...(await aSession(app.deps, { schoolId, courseId, personId: fresh.personId })),
    };
    await post(fresh, '/privacy').expect(303);
    const answer = await get(other, '/privacy').expect(303);
    await get({ ...other, cookie: cookieOf(answer) }, '/my-data').expect(200);
  });
});

describe('the language', () => {
  test('is kept, takes effect at once and leads back to the same page', async () => {
    const answer = await post(learner, '/language', { locale: 'zh-CN' })
      .set('referer', `${app.deps.config.publicUrl}${learner.base}/my-data?x=1`)
      .expect(303);
    expect(answer.headers['location']).toBe(`${learner.base}/my-data?x=1`);
    expect((await personOf(learner.personId))?.locale).toBe('zh-CN');
    const page = await get({ ...learner, cookie: cookieOf(answer) }, '/my-data').expect(200);
    expect(page.text).toContain('<html lang="zh-CN">');
  });

  test('never leads to a foreign page', async () => {
    const answer = await post(learner, '/language', { locale: 'en' }).set(
      'referer',
      'https://evil.example/x',
    );
    expect(answer.headers['location']).toBe(`${learner.base}/`);
    await post(learner, '/language', { locale: 'fr' }).expect(400);
  });
});

describe('my data', () => {
  test('shows and gives what other features contribute, to its person only', async () => {
    const emailSealed = await sealForPerson(
      app.deps.db,
      app.deps,
      { schoolId, personId: learner.personId },
      'l01@school.example',
    );
    await app.deps.db
      .update(people)
      .set({ emailSealed })
      .where(and(eq(people.schoolId, schoolId), eq(people.id, learner.personId)));
    const asked: object[] = [];
    const routes = rosterRoutes(app.deps, [
      {
        id: 'statements',
        label: 'nav.home',
        count: (key) => Promise.resolve(asked.push(key)),
        select: () => Promise.resolve([{ verb: 'answered' }]),
      },
    ]);
    const download = routes.find(({ path }) => path.endsWith('/my-data/download'));
    const who = { schoolId, personId: learner.personId, locale: 'en', timeZone: 'UTC' };
    const reply = await download?.handle({ who } as unknown as Parameters<typeof download.handle>[0]);
    const data = JSON.parse(reply?.kind === 'file' ? String(reply.content) : '{}') as object;
    expect(data).toMatchObject({
      personId: learner.personId,
      email: 'l01@school.example',
      record: { name: 'Learner 01', category: 'student' },
      courseRoles: [{ courseTitle: 'Test course', role: 'learner' }],
      records: { statements: [{ verb: 'answered' }] },
    });
    const shown = routes.find(({ path, method }) => path.endsWith('/my-data') && method === 'get');
    await shown?.handle({ who, query: { saved: false } } as unknown as Parameters<typeof shown.handle>[0]);
    expect(asked).toMatchObject([{ schoolId, personId: learner.personId }]);
    expect(await audited('my_data.download')).toHaveLength(1);
  });

  test('downloads as JSON, and tells who did something with it, but not oneself', async () => {
    const answer = await get(learner, '/my-data/download').expect(200);
    expect(answer.headers['content-disposition']).toMatch(/waymark-.*\.json/);
    await post(teacher, `/people/learners/${learner.personId}`, {
      talentType: 'support',
      category: 'employee',
    });
    const page = await get(learner, '/my-data').expect(200);
    expect(page.text).toContain('Teacher 01');
    expect(page.text).toContain('Changed the talent type');
    expect(page.text).not.toContain('Downloaded personal data');
  });

  test('can be asked to be corrected; the text is sealed; an administrator answers once', async () => {
    const note = 'My name is spelled otherwise.';
    await post(learner, '/my-data/requests', { kind: 'correction', note }).expect(303);
    const [row] = await app.deps.db.select().from(dataRequests).where(eq(dataRequests.schoolId, schoolId));
    expect(row?.noteSealed).not.toContain('name');
    expect((await get(admin, '/school').expect(200)).text).toContain(note);
    await post(teacher, `/school/requests/${row?.id}`, { answer: 'no' }).expect(403);
    await post(admin, `/school/requests/${row?.id}`, { answer: 'Corrected in the LMS.' }).expect(303);
    await post(admin, `/school/requests/${row?.id}`, { answer: 'Again' }).expect(404);
    expect((await get(learner, '/my-data')).text).toContain('Corrected in the LMS.');
    expect(await audited('data_request.answer')).toEqual([
      { actorPersonId: admin.personId, subjectId: learner.personId },
    ]);
    await post(learner, '/my-data/requests', { kind: 'sale', note }).expect(400);
  });
});

describe('people', () => {
  test('are a teacher’s business, not a learner’s', async () => {
    expect((await get(teacher, '/people').expect(200)).text).toContain('Learner 01');
    await get(learner, '/people').expect(403);
    await post(learner, `/people/learners/${learner.personId}`, {
      talentType: '',
      category: 'student',
    }).expect(403);
  });

  test('a teacher sets a learner’s talent type and category; the change is audited', async () => {
    const form = { talentType: 'operations', category: 'career_changer' };
    await post(teacher, `/people/learners/${learner.personId}`, form).expect(303);
    const [row] = await app.deps.db
      .select()
      .from(memberships)
      .where(eq(memberships.personId, learner.personId));
    expect(row?.talentType).toBe('operations');
    expect((await personOf(learner.personId))?.category).toBe('career_changer');
    expect(await audited('learner.edit')).toEqual([
      { actorPersonId: teacher.personId, subjectId: learner.personId },
    ]);
    await post(teacher, `/people/learners/${learner.personId}`, { ...form, talentType: '' }).expect(303);
    await post(teacher, `/people/learners/${teacher.personId}`, form).expect(404);
  });

  test('a teacher of another course or school is refused', async () => {
    const other = await aCourse(app.deps, { schoolId });
    const { personId } = await aMember(app.deps, {
      schoolId,
      ...other,
      role: 'instructor',
      name: 'Teacher 02',
    });
    const colleague = { personId, ...(await aSession(app.deps, { schoolId, personId, ...other })) };
    const form = { talentType: 'support', category: 'student' };
    await post(colleague, `/people/learners/${learner.personId}`, form).expect(404);
    expect((await get(colleague, '/people?find=01')).text).not.toContain('Learner 01');
    await get({ ...teacher, base: colleague.base }, '/people').expect(401);
  });

  test('staff can be found and appointed; learners neither', async () => {
    const found = await get(teacher, '/people?find=01').expect(200);
    expect(found.text).toContain(`value="${admin.personId}"`);
    expect(found.text).not.toContain(`value="${learner.personId}"`);
    const appoint = (personId: string, role: string, scope = 'course', who = teacher) =>
      post(who, '/people/appointments', { personId, role, scope });
    await appoint(learner.personId, 'career_teacher').expect(404);
    await appoint(admin.personId, 'supervisor').expect(403);
    await appoint(admin.personId, 'career_teacher', 'school').expect(403);
    await appoint(admin.personId, 'career_teacher').expect(303);
    await appoint(admin.personId, 'career_teacher').expect(303);
    await appoint(teacher.personId, 'supervisor', 'school', admin).expect(303);
    const rows = await app.deps.db.select().from(appointments).where(eq(appointments.schoolId, schoolId));
    expect(rows.map(({ role, courseId: course }) => [role, course])).toEqual([
      ['career_teacher', courseId],
      ['supervisor', null],
    ]);
    const [career, supervisor] = rows;
    await post(teacher, `/people/appointments/${supervisor?.id}/end`).expect(403);
    await post(teacher, `/people/appointments/${career?.id}/end`).expect(303);
    await post(admin, `/people/appointments/${supervisor?.id}/end`).expect(303);
    expect(await audited('appointment.end')).toHaveLength(2);
  });

  test('a foreign school’s staff can’t be appointed', async () => {
    const foreign = await aSchool(app.deps);
    const course = await aCourse(app.deps, foreign);
    const { personId } = await aMember(app.deps, { ...foreign, ...course, role: 'instructor' });
    await post(admin, '/people/appointments', { personId, role: 'expert', scope: 'school' }).expect(404);
  });

  test('a search with signs of patterns finds only what is written', async () => {
    expect((await get(teacher, '/people?find=%25').expect(200)).text).toContain('No member of staff');
    expect((await get(teacher, '/people?find=_').expect(200)).text).toContain('No member of staff');
  });

  test('the course has a talent type and a term of the school', async () => {
    await post(admin, '/school/terms', { id: '', name: 'T', startsOn: '2026-09-01', endsOn: '2027-01-15' });
    const page = await get(teacher, '/people');
    const termId = /<option value="([0-9a-f-]{36})">T</.exec(page.text)?.[1] ?? '';
    await post(teacher, '/people/course', { talentType: 'support', termId }).expect(303);
    expect((await get(teacher, '/people')).text).toContain(`<option value="${termId}" selected>`);
    await post(teacher, '/people/course', { talentType: '', termId: app.deps.newId() }).expect(400);
  });
});

describe('leaving', () => {
  test('ends the visit for good: its cookie opens nothing any more', async () => {
    const left = await post(learner, '/leave').expect(200);
    expect(String(left.headers['set-cookie'])).toContain('Max-Age=0');
    app.clock.advance(6 * 60_000);
    await get(learner, '/my-data').expect(401);
  });

  test('happens by itself after two hours without a visit', async () => {
    app.clock.advance(119 * 60_000);
    const kept = await get(learner, '/my-data').expect(200);
    app.clock.advance(119 * 60_000);
    await get({ ...learner, cookie: cookieOf(kept) }, '/my-data').expect(200);
    await get(learner, '/my-data').expect(401);
  });
});

describe('invitations', () => {
  const invite = async (name = 'Mentor 01', role = 'enterprise_mentor') => {
    const page = await post(teacher, '/people/invitations', { name, role }).expect(200);
    return new URL(/https?:\/\/[^<"]*\/invitations\/[\w-]+/.exec(page.text)?.[0] ?? '').pathname;
  };
  const accept = (path: string, name = 'Mentor 01') =>
    http().post(path).type('form').send({ name, locale: 'en' });

  test('let somebody without an account in, once, on a page of their own', async () => {
    const path = await invite();
    const shown = await http().get(path).set('accept-language', 'en').expect(200);
    expect(shown.text).toContain('Mentor 01');
    expect(shown.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    const entered = await accept(path).expect(303);
    const base = String(entered.headers['location']).replace(/\/$/, '');
    expect(base).toMatch(/^\/s\//);
    const guest = { base, cookie: cookieOf(entered), personId: '' };
    const noticed = await post(guest, '/privacy').expect(303);
    const landed = await get({ ...guest, cookie: cookieOf(noticed) }, '/').expect(303);
    expect(landed.headers['location']).toBe(`${base}/class`);
    const again = await accept(path).set('accept-language', 'en').expect(410);
    expect(again.text).toContain('used already');
    await http().get(path).expect(410);
    const [appointment] = await app.deps.db
      .select()
      .from(appointments)
      .where(eq(appointments.schoolId, schoolId));
    expect(appointment).toMatchObject({ role: 'enterprise_mentor', courseId, appointedBy: teacher.personId });
    const [identity] = await app.deps.db
      .select()
      .from(identities)
      .where(eq(identities.personId, appointment?.personId ?? ''));
    expect(identity).toMatchObject({
      actorKey: `account|${app.deps.config.publicUrl}|${appointment?.personId}`,
      confidence: 'certain',
    });
    expect(await audited('invitation.accept')).toHaveLength(1);
  });

  test('accepted by several at once make one person', async () => {
    const path = await invite();
    const before = await app.deps.db.select().from(people).where(eq(people.schoolId, schoolId));
    const answers = await Promise.all([1, 2, 3, 4].map(() => accept(path)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410, 410]);
    const after = await app.deps.db.select().from(people).where(eq(people.schoolId, schoolId));
    expect(after.length - before.length).toBe(1);
  });

  test('end after 14 days or when they are revoked, with a friendly page', async () => {
    const expired = await invite();
    app.clock.advance(14 * 86_400_000);
    teacher = {
      ...teacher,
      ...(await aSession(app.deps, { schoolId, courseId, personId: teacher.personId, locale: 'en' })),
    };
    const late = await accept(expired).set('accept-language', 'en').expect(410);
    expect(late.text).toContain('has expired');
    const revoked = await invite('Mentor 02');
    const page = await get(teacher, '/people');
    const id = /people\/invitations\/([0-9a-f-]{36})\/revoke/.exec(page.text)?.[1];
    await post(teacher, `/people/invitations/${id}/revoke`).expect(303);
    await post(teacher, `/people/invitations/${id}/revoke`).expect(404);
    const gone = await http().get(revoked).set('accept-language', 'en').expect(410);
    expect(gone.text).toContain('was revoked');
    await accept(revoked).expect(410);
    const wrong = await http().get('/invitations/nonsense').set('accept-language', 'en').expect(404);
    expect(wrong.text).toContain('no such invitation');
    await accept('/invitations/nonsense').expect(404);
  });

  test('need a name, and keep the link for another try without one', async () => {
    const path = await invite();
    await accept(path, ' ').expect(422);
    await accept(path).expect(303);
  });

  test('are for mentors and experts, and not for learners to make', async () => {
    await post(teacher, '/people/invitations', { name: 'x', role: 'supervisor' }).expect(400);
    await post(learner, '/people/invitations', { name: 'x', role: 'expert' }).expect(403);
  });

  test('a new link lets the same person in again, and nobody who has an LMS account', async () => {
    await accept(await invite()).expect(303);
    const [mentor] = await app.deps.db.select().from(appointments).where(eq(appointments.schoolId, schoolId));
    const page = await post(teacher, `/people/appointments/${mentor?.id}/link`).expect(200);
    const path = new URL(/https?:\/\/[^<"]*\/invitations\/[\w-]+/.exec(page.text)?.[0] ?? '').pathname;
    await accept(path).expect(303);
    const mentors = await app.deps.db
      .select()
      .from(people)
      .where(and(eq(people.schoolId, schoolId), eq(people.displayName, 'Mentor 01')));
    expect(mentors).toHaveLength(1);
    // As that person a teacher would have more than their own course: only an administrator makes this link.
    await anAppointment(app.deps, { schoolId, personId: mentor?.personId ?? '', role: 'supervisor' });
    await post(teacher, `/people/appointments/${mentor?.id}/link`).expect(403);
    await post(admin, `/people/appointments/${mentor?.id}/link`).expect(200);
    await anAppointment(app.deps, { schoolId, personId: admin.personId, role: 'expert', courseId });
    const [, , expert] = await app.deps.db
      .select()
      .from(appointments)
      .where(eq(appointments.schoolId, schoolId));
    await post(teacher, `/people/appointments/${expert?.id}/link`).expect(409);
  });

  test('a link made before the appointment ended doesn’t bring it back', async () => {
    await accept(await invite()).expect(303);
    const [mentor] = await app.deps.db.select().from(appointments).where(eq(appointments.schoolId, schoolId));
    const page = await post(teacher, `/people/appointments/${mentor?.id}/link`).expect(200);
    const path = new URL(/https?:\/\/[^<"]*\/invitations\/[\w-]+/.exec(page.text)?.[0] ?? '').pathname;
    await post(teacher, `/people/appointments/${mentor?.id}/end`).expect(303);
    await accept(path).expect(410);
  });
});

describe('the school', () => {
  test('is an administrator’s: teachers and learners are refused', async () => {
    await get(teacher, '/school').expect(403);
    await get(learner, '/school').expect(403);
    await post(teacher, '/school', { name: 'x', timeZone: 'UTC', warningClock: 'working_days' }).expect(403);
  });

  test('has a name, a zone and a clock; a zone that isn’t is refused', async () => {
    const form = { name: 'New name', timeZone: 'Asia/Urumqi', warningClock: 'working_days' };
    const answer = await post(admin, '/school', form).expect(303);
    const page = await get({ ...admin, cookie: cookieOf(answer) }, '/school').expect(200);
    expect(page.text).toContain('value="New name"');
    expect(page.text).toContain('<option selected>Asia/Urumqi</option>');
    await post(admin, '/school', { ...form, timeZone: 'Moon/Base' }).expect(400);
  });

  test('grows from colleges to classes; learners follow their major’s talent type', async () => {
    await post(admin, '/school/colleges', { id: '', name: 'College' }).expect(303);
    const idIn = async (pattern: RegExp) => pattern.exec((await get(admin, '/school')).text)?.[1] ?? '';
    const collegeId = await idIn(/<option value="([0-9a-f-]{36})">College/);
    const major = { id: '', name: 'Major', collegeId, talentType: 'support' };
    await post(admin, '/school/majors', major).expect(303);
    await post(admin, '/school/majors', major).expect(409);
    await post(admin, '/school/majors', { ...major, name: 'Lost', collegeId: app.deps.newId() }).expect(409);
    const majorId = await idIn(/<option value="([0-9a-f-]{36})">Major/);
    await post(admin, '/school/classes', { id: '', name: 'Class', majorId, entryYear: '2026' }).expect(303);
    const classId = await idIn(/school\/classes\/([0-9a-f-]{36})"/);
    await post(admin, `/school/college/${collegeId}/delete`).expect(409);

    await aPerson(app.deps, { schoolId, name: 'Nobody’s learner' });
    const bad = await post(admin, `/school/classes/${classId}`, {
      list: 'Learner 01\nNobody’s learner',
    }).expect(422);
    expect(bad.text).toContain('Line 2');
    expect((await personOf(learner.personId))?.classId).toBeNull();
    await post(admin, `/school/classes/${classId}`, { list: 'Learner 01' }).expect(303);
    expect((await personOf(learner.personId))?.classId).toBe(classId);
    const row = /<strong>Learner 01<\/strong>[\s\S]*?<\/div>/.exec((await get(teacher, '/people')).text)?.[0];
    expect(row).toContain('Technical support');
    expect(row).toContain('from the major');

    await post(admin, `/school/class/${classId}/delete`).expect(409);
    await post(admin, `/school/classes/${classId}/learners/${learner.personId}/remove`).expect(303);
    await post(admin, `/school/classes/${classId}/learners/${learner.personId}/remove`).expect(404);
    await post(admin, `/school/class/${classId}/delete`).expect(303);
    await post(admin, `/school/major/${majorId}/delete`).expect(303);
    await post(admin, `/school/college/${collegeId}/delete`).expect(303);
  });

  test('has terms that end after they start', async () => {
    const term = { id: '', name: 'Autumn', startsOn: '2026-09-01', endsOn: '2027-01-15' };
    await post(admin, '/school/terms', term).expect(303);
    await post(admin, '/school/terms', { ...term, name: 'Odd', endsOn: '2026-08-01' }).expect(400);
    expect((await get(admin, '/school')).text).toContain('2027-01-15');
  });

  test('can be made by a command, in a zone that exists', async () => {
    const made = await createSchool(app.deps, { name: 'Made', synthetic: true });
    expect(made.schoolId).toMatch(/^[0-9a-f-]{36}$/);
    await expect(createSchool(app.deps, { name: 'x', timeZone: 'Moon/Base' })).rejects.toMatchObject({
      id: 'unknownTimeZone',
    });
  });
});
