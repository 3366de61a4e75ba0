import type { BrowserContext, Frame, Page } from './browser.ts';
import type { DemoStand } from './demo-stand.ts';

/** Opens the demo LMS's course as somebody and waits until the tool stands in its frame. */
export async function openCourse(
  stand: DemoStand,
  context: BrowserContext,
  userId: number,
): Promise<{ page: Page; tool: Frame }> {
  const page = await context.newPage();
  await page.goto(`${stand.lmsUrl}/view?as=${userId}`);
  return { page, tool: await findTool(stand, page) };
}

export async function findTool(stand: DemoStand, page: Page): Promise<Frame> {
  const frame = page.frame({ name: 'contentframe' });
  if (!frame) throw new Error('The course page has no frame for the tool.');
  await frame.waitForURL((url) => url.href.startsWith(`${stand.toolUrl}/`), { waitUntil: 'load' });
  return frame;
}

/** What everybody does at their first launch. */
export async function acceptNotice(tool: Frame): Promise<void> {
  await tool.waitForURL(/\/privacy$/);
  await tool.locator('form[action$="/privacy"] button').click();
  await tool.waitForURL((url) => !url.pathname.endsWith('/privacy'), { waitUntil: 'load' });
}

/** Follows a tab of the tool's navigation by clicking it, looking for it chapter by chapter. */
export async function goTo(tool: Frame, path: string): Promise<void> {
  const tab = tool.locator(`nav a[href$="${path}"]`).first();
  const chapters = tool.locator('nav .tabs:not(.pages) a');
  for (let n = 0; (await tab.count()) === 0 && n < (await chapters.count()); n += 1) {
    const chapter = chapters.nth(n);
    if ((await chapter.getAttribute('aria-current')) !== null) continue;
    const href = (await chapter.getAttribute('href')) ?? '';
    await chapter.click();
    await tool.waitForURL((url) => url.pathname.endsWith(href), { waitUntil: 'load' });
  }
  await tab.click();
  await tool.waitForURL((url) => url.pathname.endsWith(path), { waitUntil: 'load' });
}
