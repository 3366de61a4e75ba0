import { readFileSync } from 'node:fs';
import { desc } from 'drizzle-orm';
import { ltiLaunches } from '../../src/features/lti/login.tables.ts';
import type { Frame, Page } from './browser.ts';
import { goTo } from './course-visit.ts';
import type { TestApp } from './app.ts';

/** As a browser that gives no cookie back, wherever it is: the tool's answers set none. */
export function withoutCookies(t: TestApp): void {
  const answers = t.app.express.response;
  const append = answers.append.bind(answers);
  answers.append = function (this: typeof answers, field: string, value?: string | string[]) {
    return /^set-cookie$/i.test(field) ? this : append.call(this, field, value);
  };
}

/** What kept the binding of the latest launch. */
export async function rungOf({ t }: { t: TestApp }): Promise<string | null | undefined> {
  const [launch] = await t.deps.db.select().from(ltiLaunches).orderBy(desc(ltiLaunches.id)).limit(1);
  return launch?.bindingStore;
}

const OURS = "Object.keys(sessionStorage).filter((key) => key.includes('waymark'))";
/** What the tool keeps in the storage of its frame. */
export const storedKeys = (tool: Frame): Promise<string[]> => tool.evaluate<string[]>(OURS);
/** What the LMS's storage holds for the tool. */
export const platformKeys = async (page: Page): Promise<string[]> =>
  (await page.mainFrame().evaluate<string[]>(OURS)).map((key) => key.slice(key.lastIndexOf('/') + 1));

export const sessionOf = (tool: Frame): string | undefined => /\/s\/([\w-]+)\//.exec(tool.url())?.[1];
export const nameOf = (tool: Frame): Promise<string> => tool.locator('header .who').innerText();

/** Every address the page or one of its frames went to, as far as it was the tool's. */
export function noteAddresses(page: Page, toolUrl: string): string[] {
  const addresses: string[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(`${toolUrl}/`)) addresses.push(request.url());
  });
  return addresses;
}

/** Five pages and a download in one session; returns the names the pages greeted the reader by. */
export async function walkFivePages(page: Page, tool: Frame): Promise<string[]> {
  const names: string[] = [];
  for (const path of ['/package', '/my-data', '/home', '/package', '/my-data']) {
    await goTo(tool, path);
    names.push(await nameOf(tool));
  }
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    tool.locator('a[href*="/my-data/download"]').click(),
  ]);
  const data = JSON.parse(readFileSync(await download.path(), 'utf8')) as { record: { name: string } };
  names.push(data.record.name);
  return names;
}
