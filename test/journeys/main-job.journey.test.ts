import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { taskSkills, tasks, units } from '../../src/features/programme/programme.tables.ts';
import { questions } from '../../src/features/programme/programme.tables.ts';
import { courses } from '../../src/features/roster/roster.tables.ts';
import { createCredential } from '../../src/features/xapi/index.ts';
import { findBarriers } from '../support/axe.ts';
import { describeJourney, openBrowser, type Frame, type OpenBrowser } from '../support/browser.ts';
import { acceptNotice, goTo, openCourse } from '../support/course-visit.ts';
import { startDemoStand, type DemoStand } from '../support/demo-stand.ts';

const STUDENT = 101;
const CLASSMATE = 102;
const TEACHER = 3;
const SKILL = 'S012';
const DAY_MS = 86_400_000;

jest.setTimeout(180_000);

let stand: DemoStand;
let browser: OpenBrowser;
let authorization: string;

beforeAll(async () => {
  stand = await startDemoStand();
  const { key, secret } = await createCredential(stand.t.deps.db, stand.t.deps, {
    schoolId: stand.schoolId,
    label: 'Journey',
    scopes: ['statements/write'],
  });
  authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
});
afterAll(() => stand.close());
beforeEach(async () => {
  browser = await openBrowser({ thirdPartyCookies: 'blocked' });
});
afterEach(() => browser.close());

/** A unit with two quizzes on SQL, both due: 18 and 11 days ago. */
async function planTwoQuizzes(): Promise<string[]> {
  const { deps } = stand.t;
  const [course] = await deps.db.select().from(courses).where(eq(courses.schoolId, stand.schoolId));
  const key = { schoolId: stand.schoolId, courseId: course?.id ?? '' };
  const unitId = deps.newId();
  await deps.db.insert(units).values({ ...key, id: unitId, position: 1, title: 'Queries' });
  const activityIds = [3, 4].map((id) => `${stand.lmsUrl}/mod/quiz/view.php?id=${id}`);
  for (const [position, activityId] of activityIds.entries()) {
    const taskId = deps.newId();
    const dueAt = new Date(deps.now().getTime() - (18 - 7 * position) * DAY_MS);
    const kind = 'quiz' as const;
    const title = `Quiz ${position + 1}`;
    await deps.db
      .insert(tasks)
      .values({ ...key, id: taskId, unitId, position, title, kind, activityId, dueAt });
    await deps.db.insert(taskSkills).values({ schoolId: key.schoolId, taskId, skillId: SKILL });
  }
  return activityIds;
}

interface Told {
  userId: number;
  verb: string;
  activityId: string;
  daysAgo: number;
  result?: object;
  item?: string;
}

/** One statement as a sender in the LMS makes it. */
const tell = ({ userId, verb, activityId, daysAgo, result, item }: Told) => ({
  actor: {
    objectType: 'Agent',
    name: `User ${userId}`,
    account: { homePage: stand.lmsUrl, name: String(userId) },
  },
  verb: { id: `http://adlnet.gov/expapi/verbs/${verb}` },
  object: {
    objectType: 'Activity',
    id: item ? `${stand.lmsUrl}/question/question.php?cmid=3&id=${item}` : activityId,
    definition: item
      ? { type: 'http://adlnet.gov/expapi/activities/cmi.interaction', interactionType: 'choice' }
      : { type: 'http://adlnet.gov/expapi/activities/assessment' },
  },
  ...(result ? { result } : {}),
  context: {
    contextActivities: {
      parent: [{ id: activityId }],
      grouping: [{ id: `${stand.lmsUrl}/course/view.php?id=2` }],
    },
  },
  timestamp: new Date(stand.t.deps.now().getTime() - daysAgo * DAY_MS).toISOString(),
});

async function post(statements: object[]): Promise<void> {
  const response = await fetch(`${stand.toolUrl}/xapi/statements`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', 'x-experience-api-version': '1.0.3' },
    body: JSON.stringify(statements),
  });
  expect(response.status).toBe(200);
}

/** Answers whatever question is shown, rightly, as the bank has it. */
async function answerRightly(tool: Frame): Promise<void> {
  const questionId = await tool.locator('input[name=questionId]').inputValue();
  const [question] = await stand.t.deps.db.select().from(questions).where(eq(questions.id, questionId));
  for (const key of question?.kind === 'fill' ? (question.key.slice(0, 1) ?? []) : (question?.key ?? [])) {
    if (question?.kind === 'fill') await tool.locator('#answer').fill(key);
    else await tool.locator(`input[name=answer][value="${key}"]`).check();
  }
  await tool.locator('form.card button').click();
  await tool.locator('#verdict.right').waitFor();
  await tool.locator('section.card a.button').click();
  await tool.locator('input[name=questionId], .before-after').first().waitFor({ state: 'attached' });
}

describeJourney('The main job, in a frame of another site with third-party cookies blocked', () => {
  test('a record becomes a weak spot on the open page, is practised away, and a warning is taken up', async () => {
    const { context } = browser;
    const student = await openCourse(stand, context, STUDENT);
    await acceptNotice(student.tool);
    const quizzes = await planTwoQuizzes();
    const [quiz = '', secondQuiz = ''] = quizzes;
    await goTo(student.tool, '/home');
    expect(await student.tool.locator('form[action$="/practice"]').count()).toBe(0);

    // A classmate does what is due; our student is wrong five times in the first quiz and never comes back.
    await post([
      ...quizzes.map((activityId) =>
        tell({ userId: CLASSMATE, verb: 'completed', activityId, daysAgo: 19, result: { completion: true } }),
      ),
      tell({ userId: STUDENT, verb: 'attempted', activityId: quiz, daysAgo: 20 }),
      ...[1, 2, 3, 4, 5].map((n) =>
        tell({
          userId: STUDENT,
          verb: 'answered',
          activityId: quiz,
          item: String(n),
          daysAgo: 20 - n / 1440,
          result: { success: n === 1, completion: true },
        }),
      ),
    ]);
    expect(secondQuiz).not.toBe('');

    // The page that stands open shows it by itself.
    await student.tool.locator('form[action$="/practice"] button').first().waitFor();
    expect(await findBarriers(student.tool)).toEqual([]);
    await student.tool.locator('form[action$="/practice"] button').first().click();
    await student.tool.waitForURL(/\/practice\//);
    expect(await student.tool.evaluate('document.activeElement.matches("[data-focus]")')).toBe(true);
    expect(await findBarriers(student.tool)).toEqual([]);
    while ((await student.tool.locator('input[name=questionId]').count()) > 0)
      await answerRightly(student.tool);
    const shown = await student.tool.locator('.before-after .big').allInnerTexts();
    expect(shown).toHaveLength(2);
    expect(parseInt(shown[1] ?? '')).toBeGreaterThan(parseInt(shown[0] ?? ''));
    expect(await findBarriers(student.tool)).toEqual([]);

    const teacher = await openCourse(stand, context, TEACHER);
    await acceptNotice(teacher.tool);
    await teacher.tool.waitForURL(/\/class$/);
    expect(await findBarriers(teacher.tool)).toEqual([]);
    await goTo(teacher.tool, '/warnings');
    const takeUp = teacher.tool.locator('form[action$="/acknowledge"] button');
    expect(await teacher.tool.locator('main .badge.red').count()).toBe(1);
    expect(await takeUp.count()).toBe(1);
    expect(await findBarriers(teacher.tool)).toEqual([]);
    await takeUp.click();
    await teacher.tool.waitForURL(/\/cases\//);
    expect(await teacher.tool.locator('section[aria-labelledby=history-title] li').count()).toBe(2);
    expect(await findBarriers(teacher.tool)).toEqual([]);

    // From the learner's skill down to the record it rests on.
    await teacher.tool.locator('a.button[href*="/learners/"]').click();
    await teacher.tool.locator('a[href*="/statements/"]').first().waitFor({ state: 'attached' });
    expect(await findBarriers(teacher.tool)).toEqual([]);
    const evidence = await teacher.tool.locator('a[href*="/statements/"]').first().getAttribute('href');
    await teacher.tool.goto(new URL(evidence ?? '', stand.toolUrl).href);
    expect(await teacher.tool.locator('pre').textContent()).toContain('verbs/answered');
  });
});
