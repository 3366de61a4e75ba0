import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { memberships } from '../../src/features/roster/roster.tables.ts';
import { findBarriers } from '../support/axe.ts';
import { describeJourney, openBrowser, type Frame, type OpenBrowser, type Page } from '../support/browser.ts';
import { anAppointment } from '../support/builders.ts';
import { acceptNotice, openCourse } from '../support/course-visit.ts';
import { startDemoStand, type DemoStand } from '../support/demo-stand.ts';

const [STUDENT, TEACHER, ADMINISTRATOR] = [101, 3, 2];
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 376, height: 800 };
const MOST_PAGES = 150;

jest.setTimeout(400_000);

let stand: DemoStand;
let browser: OpenBrowser;

beforeAll(async () => {
  stand = await startDemoStand();
});
afterAll(() => stand.close());
beforeEach(async () => {
  browser = await openBrowser({ thirdPartyCookies: 'blocked' });
});
afterEach(() => browser.close());

/** One of each kind of page: ids and what is asked for don't make another. */
const kindOf = (address: string): string => {
  const { pathname, searchParams } = new URL(address);
  const path = pathname.replace(/\/(?:[0-9a-f-]{36}|\d+|[A-Z]\d{3})(?=\/|$)/g, '/:id');
  return `${path}?${[...searchParams.keys()].sort().join('&')}`;
};

const readLinks = async (tool: Frame, base: string): Promise<string[]> => {
  const addresses = await tool.evaluate<string[]>(
    `[...document.querySelectorAll('a[href]')].map((link) => new URL(link.href.baseVal ?? link.href, location.href).href.replace(/#.*/, ''))`,
  );
  return addresses.filter((address) => address.startsWith(`${base}/`));
};

/** How an address answers in the visit, without leaving the page. */
const ask = (tool: Frame, address: string): Promise<{ status: number; type: string }> =>
  tool.evaluate(async (url) => {
    const answer = await fetch(url);
    return { status: answer.status, type: answer.headers.get('content-type') ?? '' };
  }, address);

const overflow = (tool: Frame): Promise<number> =>
  tool.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** Follows every link of the tool from the page on, and says what is wrong with the pages they lead to. */
async function walk(page: Page, tool: Frame): Promise<{ pages: number; wrong: string[] }> {
  const base = /^.*\/s\/[^/]+/.exec(tool.url())?.[0] ?? '';
  const waiting = await readLinks(tool, base);
  const seen = new Set<string>();
  const wrong: string[] = [];
  let pages = 0;
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    const kind = kindOf(address);
    if (seen.has(kind) || pages >= MOST_PAGES) continue;
    seen.add(kind);
    const path = address.slice(base.length);
    const note = (what: string) => wrong.push(`${path}: ${what}`);
    const { status, type } = await ask(tool, address);
    if (status !== 200) note(`answers ${status}`);
    if (status !== 200 || !type.startsWith('text/html')) continue;
    pages += 1;
    await page.setViewportSize(WIDE);
    await tool.goto(address, { waitUntil: 'load' });
    for (const barrier of await findBarriers(tool)) note(barrier);
    if ((await overflow(tool)) > 0) note('wider than a desktop’s frame');
    waiting.push(...(await readLinks(tool, base)));
    await page.setViewportSize(PHONE);
    if ((await overflow(tool)) > 0) note('wider than a phone');
  }
  return { pages, wrong };
}

async function visitAs(userId: number): Promise<{ page: Page; tool: Frame }> {
  const visit = await openCourse(stand, browser.context, userId);
  if (visit.tool.url().endsWith('/privacy')) await acceptNotice(visit.tool);
  return visit;
}

/** The demo's teacher also does what is appointed inside the tool. */
async function appointTeacher(): Promise<void> {
  const { deps } = stand.t;
  const { schoolId } = stand;
  const [teacher] = await deps.db
    .select()
    .from(memberships)
    .where(and(eq(memberships.schoolId, schoolId), eq(memberships.role, 'instructor')));
  const personId = teacher?.personId ?? '';
  for (const role of ['career_teacher', 'supervisor', 'enterprise_mentor', 'expert'] as const)
    await anAppointment(deps, { schoolId, personId, role });
}

describeJourney('Every page that links lead to', () => {
  test('opens, fits and has no barriers: a student', async () => {
    const { page, tool } = await visitAs(STUDENT);
    const { pages, wrong } = await walk(page, tool);
    expect(wrong).toEqual([]);
    expect(pages).toBeGreaterThan(6);
  });

  test('opens, fits and has no barriers: a teacher who has every appointment', async () => {
    await visitAs(TEACHER);
    await appointTeacher();
    const { page, tool } = await visitAs(TEACHER);
    const { pages, wrong } = await walk(page, tool);
    expect(wrong).toEqual([]);
    expect(pages).toBeGreaterThan(20);
  });

  test('opens, fits and has no barriers: an administrator', async () => {
    const { page, tool } = await visitAs(ADMINISTRATOR);
    const { pages, wrong } = await walk(page, tool);
    expect(wrong).toEqual([]);
    expect(pages).toBeGreaterThan(20);
  });
});
