import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { findBarriers } from '../support/axe.ts';
import { describeJourney, openBrowser, type BrowserContext, type Page } from '../support/browser.ts';
import { acceptNotice, findTool } from '../support/course-visit.ts';
import { startDemoStand, type DemoStand } from '../support/demo-stand.ts';

/** Browsers take their time on a busy machine. */
jest.setTimeout(120_000);

const TEACHER = 3;
const ADMINISTRATOR = 2;

/** Opens a page of the LMS with the tool in it, past the notice at the first visit. */
async function openTool(stand: DemoStand, context: BrowserContext, address: string, isFirst: boolean) {
  const page = await context.newPage();
  await page.goto(address);
  const tool = await findTool(stand, page);
  if (isFirst) await acceptNotice(tool);
  return { page, tool };
}

/** What the LMS said when the tool sent its picks, and a click back to the course. */
async function backToCourse(page: Page): Promise<string> {
  const said = page.frameLocator('#contentframe').locator('main');
  await said.locator('a[target="_top"]').waitFor();
  const text = await said.innerText();
  await said.locator('a[target="_top"]').click();
  await page.waitForURL((url) => url.pathname === '/');
  return text;
}

for (const face of ['moodle', 'canvas'] as const)
  describeJourney(`The demo LMS like ${face}`, () => {
    let stand: DemoStand;
    let lmsUrl: string;
    beforeAll(async () => {
      stand = await startDemoStand();
      lmsUrl = face === 'moodle' ? stand.lmsUrl : stand.canvasUrl;
    });
    afterAll(() => stand.close());

    test('takes content from the tool, shows it to all, and opens a submission from the gradebook', async () => {
      const { context, close } = await openBrowser();
      try {
        const place = face === 'moodle' ? 'content' : 'assignment_selection';
        const { page, tool } = await openTool(
          stand,
          context,
          `${lmsUrl}/view?as=${TEACHER}&add=${place}`,
          true,
        );
        await tool.waitForURL(/\/link$/);
        const item = tool.locator('li', { has: tool.locator('input[name^="graded:"]') }).first();
        await item.locator('input[name="item"]').check();
        await item.locator('input[name^="graded:"]').check();
        await tool.locator('form[action$="/link"] button:not([name])').click();
        expect(await backToCourse(page)).toMatch(/Added to the course/);
        const link = page.locator('section[aria-labelledby="added"] li a').first();
        await link.click();
        await page.waitForURL((url) => url.pathname === '/view');
        await findTool(stand, page);

        const student = await openTool(stand, context, `${lmsUrl}/view?as=101`, true);
        await student.page.goto(page.url().replace(`as=${TEACHER}`, 'as=101'));
        expect((await findTool(stand, student.page)).url()).toMatch(/\/s\//);

        await page.goto(`${lmsUrl}/grades`);
        expect(await page.locator('tbody tr').count()).toBe(40);
        expect(await findBarriers(page.mainFrame())).toEqual([]);
        await page.locator('tbody tr').first().locator('a').first().click();
        await page.waitForURL((url) => url.pathname === '/view');
        const review = await findTool(stand, page);
        expect(review.url()).toMatch(/\/learners\//);
      } finally {
        await close();
      }
    });

    test('opens the tool above its courses, and registers it anew', async () => {
      const { context, close } = await openBrowser();
      try {
        const { tool } = await openTool(stand, context, `${lmsUrl}/view?as=${ADMINISTRATOR}&site=1`, true);
        await tool.locator('nav a[href$="/lms"]').first().click();
        await tool.locator('form[action$="/lms/invitations"] button').click();
        const address = await tool.locator('textarea#link').inputValue();

        const page = await context.newPage();
        await page.goto(`${lmsUrl}/site`);
        expect(await findBarriers(page.mainFrame())).toEqual([]);
        await page.locator('#url').fill(address);
        await page.locator('form[action="/site/register"] button').click();
        const registering = page.frameLocator('iframe[data-registers]');
        await registering.locator('form[action*="/lti/register/"] button').click();
        await registering.locator('button[data-close-registration]').click();
        await page.waitForURL(/\/site$/);
        await page.locator('form[action="/site/activate"] button').click();
        await page.waitForURL(/\/site$/);
        expect(await page.locator('section[aria-labelledby="tools"] li').count()).toBe(2);
        expect(await page.locator('form[action="/site/activate"]').count()).toBe(0);
      } finally {
        await close();
      }
    });

    test('fits on a phone', async () => {
      const { context, close } = await openBrowser({
        viewport: { width: 360, height: 740 },
        locale: 'zh-CN',
      });
      try {
        const page = await context.newPage();
        for (const path of ['/', '/grades', '/site', `/view?as=${TEACHER}`]) {
          await page.goto(lmsUrl + path);
          const width = await page.evaluate('document.documentElement.scrollWidth');
          expect({ path, width }).toEqual({ path, width: 360 });
        }
      } finally {
        await close();
      }
    });
  });
