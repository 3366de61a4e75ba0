import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { findBarriers } from '../support/axe.ts';
import { describeJourney, openBrowser, type Frame, type Page } from '../support/browser.ts';
import { acceptNotice, findTool, goTo, openCourse } from '../support/course-visit.ts';
import { startDemoStand, type DemoStand } from '../support/demo-stand.ts';
import {
  nameOf,
  noteAddresses,
  rungOf,
  sessionOf,
  storedKeys,
  walkFivePages,
  withoutCookies,
} from '../support/ladder.ts';

/** Browsers take their time on a busy machine. */
jest.setTimeout(120_000);

/** A token in an address: none but the one-time pass, which names its school. */
const TOKEN = /[\w-]{40,}/;
const PASS = /[?&]pass=[\da-f-]{36}\.[\w-]{43}(?=&|$)/;

describeJourney('A browser that gives no cookie back', () => {
  let stand: DemoStand;
  beforeAll(async () => {
    stand = await startDemoStand();
    withoutCookies(stand.t);
  });
  afterAll(() => stand.close());

  test('stays in the frame by its own storage: five pages, a form and a download', async () => {
    const { context, close } = await openBrowser();
    try {
      const page = await context.newPage();
      const addresses = noteAddresses(page, stand.toolUrl);
      await page.goto(`${stand.lmsUrl}/view?as=111`);
      const tool = await findFrame(page);
      await acceptNotice(tool);
      expect(await context.cookies(stand.toolUrl)).toEqual([]);
      expect(await rungOf(stand)).toBe('web');
      const session = sessionOf(tool);
      expect(await storedKeys(tool)).toEqual([`waymark.visit.${session}`]);

      const names = await walkFivePages(page, tool);
      expect(names).toHaveLength(6);
      for (const name of names) expect(name).toMatch(/11$/);
      expect(sessionOf(tool)).toBe(session);
      expect(tool.url()).toBe(`${stand.toolUrl}/s/${session}/my-data`);
      // A form that comes back to the page it was sent from, its button's value with it.
      await tool.locator('header form[action$="/language"] button').click();
      await tool.locator('html[lang="zh-CN"]').waitFor();
      expect(await nameOf(tool)).toMatch(/11$/);
      // A button that sends its form elsewhere than the form says.
      await tool.evaluate(`{
        const button = document.querySelector('form[action$="/language"] button');
        button.setAttribute('formaction', button.form.getAttribute('action'));
        button.form.setAttribute('action', 'https://elsewhere.example.edu/');
      }`);
      await tool.locator('header button[formaction]').click();
      await tool.locator('html[lang="en"]').waitFor();
      // Passes worked once, and nothing else of the kind stood in an address.
      const passes = addresses.flatMap((address) => PASS.exec(address)?.[0] ?? []);
      expect(passes.length).toBeGreaterThan(5);
      expect(new Set(passes).size).toBe(passes.length);
      // (The LMS's own hint comes and goes by the address, as it sent it.)
      const bare = addresses
        .filter((address) => !address.includes('/lti/login?'))
        .map((address) => address.replace(PASS, ''));
      expect(bare.filter((address) => TOKEN.test(new URL(address).search))).toEqual([]);
    } finally {
      await close();
    }
  });

  test('finds back to a page that was reloaded or gone back to, and leaves nothing behind', async () => {
    const { context, close } = await openBrowser();
    try {
      const { page, tool } = await openCourse(stand, context, 112);
      await acceptNotice(tool);
      // A part that refreshes itself is let in as well.
      const live = await page.waitForResponse((answer) => answer.url().includes('/home/live'));
      expect(live.status()).toBeLessThan(300);
      await goTo(tool, '/reports');
      await goTo(tool, '/package');
      await tool.evaluate('location.reload()');
      await tool.waitForURL((url) => url.pathname.endsWith('/resume'), { waitUntil: 'commit' });
      await tool.waitForURL(/\/package$/, { waitUntil: 'load' });
      expect(await nameOf(tool)).toMatch(/12$/);
      await tool.evaluate('history.back()');
      await tool.waitForURL(/\/reports$/, { waitUntil: 'load' });
      expect(await nameOf(tool)).toMatch(/12$/);

      const base = `${stand.toolUrl}/s/${sessionOf(tool)}`;
      await tool.locator('header form[action$="/leave"] button').click();
      await tool.locator('[data-left]').waitFor();
      await expect(storedKeys(tool)).resolves.toEqual([]);
      await tool.goto(`${base}/home`);
      expect(await tool.locator('main').innerText()).toMatch(/signed in/);
    } finally {
      await close();
    }
  });

  test('opens a link in a new tab, with a pass of its own', async () => {
    const { context, close } = await openBrowser();
    try {
      const { tool } = await openCourse(stand, context, 113);
      await acceptNotice(tool);
      const [tab] = await Promise.all([
        context.waitForEvent('page'),
        tool.locator('nav a[href$="/package"]').click({ modifiers: ['ControlOrMeta'] }),
      ]);
      await tab.waitForURL(/\/package$/);
      expect(await tab.locator('header .who').innerText()).toMatch(/13$/);
      expect(await nameOf(tool)).toMatch(/13$/);
    } finally {
      await close();
    }
  });

  test('keeps two users apart in two tabs', async () => {
    const { context, close } = await openBrowser();
    try {
      const student = await openCourse(stand, context, 114);
      await acceptNotice(student.tool);
      const teacher = await openCourse(stand, context, 3);
      await acceptNotice(teacher.tool);
      for (const round of [1, 2]) {
        await goTo(student.tool, round === 1 ? '/my-data' : '/home');
        await goTo(teacher.tool, round === 1 ? '/people' : '/class');
        expect(await nameOf(student.tool)).toMatch(/14$/);
        expect(await nameOf(teacher.tool)).not.toMatch(/\d$/);
      }
      expect(sessionOf(student.tool)).not.toBe(sessionOf(teacher.tool));
      // One tab's address is of no use in another's.
      const foreign = `${stand.toolUrl}/s/${sessionOf(student.tool)}/home`;
      await teacher.tool.goto(foreign);
      expect(await teacher.tool.locator('main').innerText()).toMatch(/signed in/);
      expect(await findBarriers(teacher.tool)).toEqual([]);
    } finally {
      await close();
    }
  });

  test.each([
    ['before the LMS is asked', '**/lti/login/begin', '[data-login]', /new window/],
    ['after it answered', '**/lti/launch/continue', '[data-launch]', /not started in this browser window/],
    ['on the way back to a page', '**/pass', '[data-visit]', /signed in/],
  ])(
    'says what it waits for, and what to do when a line fails: %s',
    async (_name, address, waiting, words) => {
      const { context, close } = await openBrowser();
      try {
        let fail = (): void => undefined;
        const cut = new Promise<void>((resolve) => (fail = resolve));
        await context.route(address, async (route) => {
          await cut;
          await route.abort();
        });
        const page = await context.newPage();
        await page.goto(`${stand.lmsUrl}/view?as=116`);
        const tool = await findTool(stand, page);
        if (waiting === '[data-visit]') {
          await tool.waitForURL(/\/privacy$/, { waitUntil: 'load' });
          await tool.evaluate('location.reload()');
        }
        await tool.locator(waiting).waitFor();
        expect(await findBarriers(tool)).toEqual([]);
        fail();
        await tool.locator('[data-failed]').waitFor();
        expect(await tool.locator('main').innerText()).toMatch(words);
        expect(await findBarriers(tool)).toEqual([]);
      } finally {
        await close();
      }
    },
  );

  test('is refused a launch that another tab began', async () => {
    const { context, close } = await openBrowser();
    try {
      const began = await context.newPage();
      const posted = began.waitForRequest((request) => request.url().endsWith('/lti/launch'));
      await began.route('**/lti/launch', (route) => route.abort());
      await began.goto(`${stand.lmsUrl}/view?as=115`);
      const form = new URLSearchParams((await posted).postData() ?? '');
      const other = await context.newPage();
      await other.goto(`${stand.lmsUrl}/`);
      // As a page that sends somebody else's launch here would.
      await other.setContent(
        `<form method="post" action="${stand.toolUrl}/lti/launch">${[...form]
          .map(([name, value]) => `<input name="${name}" value="${value}">`)
          .join('')}</form>`,
      );
      await other.evaluate('document.forms[0].submit()');
      await other.locator('code', { hasText: 'binding_missing' }).waitFor();
      expect(await other.locator('main').innerText()).toMatch(/not started in this browser window/);
    } finally {
      await close();
    }
  });
});

async function findFrame(page: Page): Promise<Frame> {
  const frame = page.frame({ name: 'contentframe' });
  if (!frame) throw new Error('The course page has no frame for the tool.');
  await frame.waitForURL(/\/privacy$/, { waitUntil: 'load' });
  return frame;
}
