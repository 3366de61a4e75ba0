import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { findBarriers } from '../support/axe.ts';
import { describeJourney, openBrowser, type Frame } from '../support/browser.ts';
import { acceptNotice, findTool, goTo, openCourse } from '../support/course-visit.ts';
import { samplePackage } from '../support/courseware.ts';
import { startDemoStand, type DemoStand } from '../support/demo-stand.ts';
import { eventually } from '../support/eventually.ts';

/** Browsers take their time on a busy machine. */
jest.setTimeout(180_000);

const TEACHER = 3;
const STUDENT = 101;

describeJourney('A course package, in a frame of another site with third-party cookies blocked', () => {
  let stand: DemoStand;
  beforeAll(async () => {
    stand = await startDemoStand();
  });
  afterAll(() => stand.close());

  /** Opens a unit from its package's page and waits until its own script is ready. */
  async function openUnit(tool: Frame, button: string, mode: string): Promise<Frame> {
    await tool.locator(button).first().click();
    await tool.locator('iframe[data-unit]').waitFor();
    const unit = await (await tool.locator('iframe[data-unit]').elementHandle())?.contentFrame();
    if (!unit) throw new Error('The page has no frame for the unit.');
    await unit.locator(`body[data-state="${mode}"]`).waitFor();
    expect(unit.url()).toContain('http://127.0.0.1:');
    await expect(unit.evaluate('parent.document.title')).rejects.toThrow(/cross-origin/);
    return unit;
  }
  const backInPackage = (tool: Frame) =>
    tool.waitForURL((url) => url.href.startsWith(stand.toolUrl) && /\/cmi5\/[\w-]+$/.test(url.pathname));

  test('is brought in, placed, worked through, satisfied and graded', async () => {
    const { context, close } = await openBrowser({ thirdPartyCookies: 'blocked' });
    try {
      const teacher = await openCourse(stand, context, TEACHER);
      await acceptNotice(teacher.tool);
      await goTo(teacher.tool, '/cmi5');
      expect(await findBarriers(teacher.tool)).toEqual([]);
      await teacher.tool
        .locator('input[type=file]')
        .setInputFiles({ name: 'first.zip', mimeType: 'application/zip', buffer: samplePackage() });
      await teacher.tool.locator('form[enctype] button').click();
      await backInPackage(teacher.tool);
      expect(await findBarriers(teacher.tool)).toEqual([]);

      const { page } = teacher;
      await page.goto(`${stand.lmsUrl}/view?as=${TEACHER}&add=content`);
      const picking = await findTool(stand, page);
      const item = picking.locator('li', { has: picking.locator('input[value^="cmi5:"]') });
      await item.locator('input[name="item"]').check();
      await picking.locator('form[action$="/link"] button:not([name])').click();
      await page.frameLocator('#contentframe').locator('a[target="_top"]').click();
      await page.locator('section[aria-labelledby="added"] li a').first().click();
      await page.waitForURL((url) => url.pathname === '/view');
      const results = await findTool(stand, page);
      expect(results.url()).toMatch(/\/results$/);

      const student = await openCourse(stand, context, STUDENT);
      await acceptNotice(student.tool);
      await student.page.goto(page.url().replace(`as=${TEACHER}`, `as=${STUDENT}`));
      const tool = await findTool(stand, student.page);
      expect(await findBarriers(tool)).toEqual([]);

      const reading = await openUnit(tool, '.hero form button', 'Normal');
      await reading.locator('#done').click();
      await backInPackage(tool);
      await tool.getByText('1 of 2 done').waitFor();

      const quiz = await openUnit(tool, '.hero form button', 'Normal');
      await quiz.locator('button[value="SELECT"]').click();
      await backInPackage(tool);
      await tool.getByText('Not passed').waitFor();
      // What was completed before can't be completed again: its author is told so in words, with the section.
      const again = await openUnit(tool, '.hero form button', 'Normal');
      const refused = student.page.waitForResponse((answer) => answer.status() === 403);
      await again.locator('button[value="WHERE"]').click();
      expect(await (await refused).json()).toMatchObject({ error: { id: 'cmi5.completedBefore' } });
    } finally {
      await close();
    }
  });

  test('right at once, it is passed and satisfied, and its grade is in the gradebook', async () => {
    const { context, close } = await openBrowser({ thirdPartyCookies: 'blocked', locale: 'zh-CN' });
    try {
      const other = STUDENT + 1;
      const first = await openCourse(stand, context, other);
      await acceptNotice(first.tool);
      await first.page.goto(stand.lmsUrl);
      await first.page.locator('section[aria-labelledby="added"] li a').first().click();
      await first.page.waitForURL((url) => url.pathname === '/view');
      await first.page.goto(first.page.url().replace(/as=\d+/, `as=${other}`));
      const tool = await findTool(stand, first.page);
      const reading = await openUnit(tool, '.hero form button', 'Normal');
      await reading.locator('#done').click();
      await backInPackage(tool);
      const quiz = await openUnit(tool, '.hero form button', 'Normal');
      // Two grades of one moment go a second apart, and this stand's clock moves by hand.
      stand.t.clock.advance(5000);
      await quiz.locator('button[value="WHERE"]').click();
      await backInPackage(tool);
      await tool.locator('.hero .badge.good').waitFor();
      expect(await tool.locator('.hero').innerText()).toContain('100%');
      const review = await openUnit(tool, 'li.task form button', 'Review');
      await review.locator('#done').click();
      await backInPackage(tool);

      const { page } = first;
      await eventually(async () => {
        await page.goto(`${stand.lmsUrl}/grades`);
        return (await page.locator('tbody').innerText()).includes('100') || undefined;
      });
    } finally {
      await close();
    }
  });
});
