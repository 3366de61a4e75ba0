import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { describeJourney, openBrowser, type Frame } from '../support/browser.ts';
import { acceptNotice, findTool, goTo, openCourse } from '../support/course-visit.ts';
import { startDemoStand, type DemoStand } from '../support/demo-stand.ts';

let stand: DemoStand;

/** Browsers take their time on a busy machine. */
jest.setTimeout(120_000);

const nameOf = (tool: Frame) => tool.locator('header .who').innerText();
const sessionOf = (tool: Frame) => /\/s\/([\w-]+)\//.exec(tool.url())?.[1];

describeJourney('A launch into a frame of another site', () => {
  beforeAll(async () => {
    stand = await startDemoStand();
  });
  afterAll(() => stand.close());

  test('keeps its session over five pages and a download, with third-party cookies blocked', async () => {
    const { context, close } = await openBrowser({ thirdPartyCookies: 'blocked' });
    try {
      const { page, tool } = await openCourse(stand, context, 101);
      await acceptNotice(tool);
      // This browser really blocks: a cookie that isn't partitioned doesn't stick.
      const plain = "document.cookie = 'plain=1; Path=/; Secure; SameSite=None'; document.cookie";
      expect(await tool.evaluate(plain)).toBe('');
      const session = sessionOf(tool);
      expect(tool.url()).toBe(`${stand.toolUrl}/s/${session}/home`);
      const visited = ['/privacy', '/home'];
      for (const path of ['/package', '/my-data', '/home']) {
        await goTo(tool, path);
        visited.push(path);
        expect(await nameOf(tool)).toMatch(/01$/);
      }
      expect(visited).toHaveLength(5);
      await goTo(tool, '/my-data');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        tool.locator('a[href$="/my-data/download"]').click(),
      ]);
      const data: unknown = JSON.parse(readFileSync(await download.path(), 'utf8'));
      expect(data).toBeInstanceOf(Object);
      expect(sessionOf(tool)).toBe(session);
      // No token in any address, and every cookie is partitioned and out of scripts' reach.
      expect(tool.url()).not.toMatch(/[?&#].*[\w-]{30}/);
      expect(await tool.evaluate('document.cookie')).toBe('');
      const cookies = await context.cookies();
      expect(cookies.map(({ name }) => name.replace(/login-.*/, 'login')).sort()).toEqual([
        '__Secure-waymark',
        '__Secure-waymark-cookies',
      ]);
      expect(cookies.every(({ secure, httpOnly, partitionKey }) => secure && httpOnly && partitionKey)).toBe(
        true,
      );
    } finally {
      await close();
    }
  });

  test('lets a teacher and a student work side by side in two tabs of one browser', async () => {
    const { context, close } = await openBrowser();
    try {
      const student = await openCourse(stand, context, 102);
      await acceptNotice(student.tool);
      const teacher = await openCourse(stand, context, 3);
      await acceptNotice(teacher.tool);
      expect(teacher.tool.url()).toMatch(/\/class$/);
      const second = await openCourse(stand, context, 103);
      await acceptNotice(second.tool);
      for (const round of [1, 2]) {
        await goTo(student.tool, round === 1 ? '/my-data' : '/home');
        await goTo(teacher.tool, round === 1 ? '/people' : '/class');
        await goTo(second.tool, round === 1 ? '/my-data' : '/home');
        expect(await nameOf(student.tool)).toMatch(/02$/);
        expect(await nameOf(second.tool)).toMatch(/03$/);
        expect(await nameOf(teacher.tool)).not.toMatch(/\d$/);
      }
      const sessions = [student, teacher, second].map(({ tool }) => sessionOf(tool));
      expect(new Set(sessions).size).toBe(3);
      // One tab's address is of no use in another's session.
      await teacher.page.goto(`${stand.toolUrl}/s/${sessions[0]}/home`);
      expect(await teacher.page.locator('main').innerText()).toMatch(/signed in/);
    } finally {
      await close();
    }
  });

  test('says so in a friendly page when a launch is sent a second time', async () => {
    const { context, close } = await openBrowser();
    try {
      const page = await context.newPage();
      const posted = page.waitForRequest((request) => request.url().endsWith('/lti/launch'));
      await page.goto(`${stand.lmsUrl}/view?as=105`);
      const form = (await posted).postData() ?? '';
      const tool = await findTool(stand, page);
      await tool.waitForURL(/\/privacy$/);
      const answer = await context.request.post(`${stand.toolUrl}/lti/launch`, {
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'zh-CN' },
        data: form,
        maxRedirects: 0,
      });
      expect(answer.status()).toBe(401);
      const body = await answer.text();
      expect(body).toContain('lang="zh-CN"');
      expect(body).toMatch(/state_unknown/);
    } finally {
      await close();
    }
  });
});
