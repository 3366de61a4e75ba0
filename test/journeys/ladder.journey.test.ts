import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { findBarriers } from '../support/axe.ts';
import { describeJourney, openBrowser } from '../support/browser.ts';
import { acceptNotice, goTo, openCourse } from '../support/course-visit.ts';
import { startDemoStand, type DemoStand } from '../support/demo-stand.ts';
import { nameOf, platformKeys, rungOf, sessionOf, walkFivePages, withoutCookies } from '../support/ladder.ts';

/** Browsers take their time on a busy machine. */
jest.setTimeout(120_000);

const onCanvas = (stand: DemoStand) => ({ ...stand, lmsUrl: stand.canvasUrl });

describeJourney('A platform whose storage doesn’t answer', () => {
  let stand: DemoStand;
  beforeAll(async () => {
    stand = await startDemoStand();
    withoutCookies(stand.t);
  });
  afterAll(() => stand.close());

  test('is waited for in vain and for a short time; the frame’s own storage takes its place', async () => {
    const { context, close } = await openBrowser();
    try {
      await context.route('**/post_message_forwarding', (route) => route.abort());
      const { page, tool } = await openCourse(onCanvas(stand), context, 125);
      await acceptNotice(tool);
      expect(await rungOf(stand)).toBe('web');
      expect(await platformKeys(page)).toEqual([]);
      await goTo(tool, '/my-data');
      expect(await nameOf(tool)).toMatch(/25$/);
    } finally {
      await close();
    }
  });
});

describeJourney('A browser that lets the frame keep nothing at all', () => {
  let stand: DemoStand;
  beforeAll(async () => {
    stand = await startDemoStand();
  });
  afterAll(() => stand.close());

  test('stays in the frame by the platform’s storage, where there is one: five pages and a download', async () => {
    const { context, close } = await openBrowser({
      refusesCookiesIn: ['http://localhost:*', 'http://127.0.0.1:*'],
    });
    try {
      const { page, tool } = await openCourse(onCanvas(stand), context, 123);
      await acceptNotice(tool);
      await expect(tool.evaluate('sessionStorage.length')).rejects.toThrow(/denied/);
      expect(await rungOf(stand)).toBe('platform');
      const session = sessionOf(tool);
      const names = await walkFivePages(page, tool);
      expect(names).toHaveLength(6);
      for (const name of names) expect(name).toMatch(/23$/);
      expect(sessionOf(tool)).toBe(session);
      // Reloaded, the page finds its key there again; left, it takes it away.
      await tool.evaluate('location.reload()');
      await tool.waitForURL((url) => url.pathname.endsWith('/resume'), { waitUntil: 'commit' });
      await tool.waitForURL(/\/my-data$/, { waitUntil: 'load' });
      expect(await platformKeys(page)).toEqual([`waymark.visit.${session}`]);
      await tool.locator('header form[action$="/leave"] button').click();
      await tool.locator('[data-left]').waitFor();
      await page.waitForFunction("!Object.keys(sessionStorage).some((key) => key.includes('waymark'))");
    } finally {
      await close();
    }
  });

  test('goes on in a new window: five pages and a download', async () => {
    const { context, close } = await openBrowser({
      refusesCookiesIn: ['http://localhost:*', 'http://127.0.0.1:*'],
    });
    try {
      const { tool } = await openCourse(stand, context, 121);
      const button = tool.locator('form[target="_blank"] button');
      await button.waitFor();
      await expect(tool.evaluate('sessionStorage.length')).rejects.toThrow(/denied/);
      expect(await findBarriers(tool)).toEqual([]);
      const [window] = await Promise.all([context.waitForEvent('page'), button.click()]);
      await acceptNotice(window.mainFrame());
      expect(await rungOf(stand)).toBe('cookie');
      const session = sessionOf(window.mainFrame());
      const names = await walkFivePages(window, window.mainFrame());
      expect(names).toHaveLength(6);
      for (const name of names) expect(name).toMatch(/21$/);
      expect(sessionOf(window.mainFrame())).toBe(session);
    } finally {
      await close();
    }
  });

  test('offers the new window by itself where no script runs', async () => {
    const { context, close } = await openBrowser({
      refusesCookiesIn: ['http://localhost:*', 'http://127.0.0.1:*'],
    });
    try {
      await context.route('**/assets/*.js', (route) =>
        route.request().url().startsWith(stand.toolUrl) ? route.abort() : route.continue(),
      );
      const { tool } = await openCourse(stand, context, 122);
      await tool.locator('form[target="_blank"] button').waitFor();
    } finally {
      await close();
    }
  });
});
