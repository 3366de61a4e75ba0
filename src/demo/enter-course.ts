import { eq } from 'drizzle-orm';
import type { Deps } from '../infra/deps.ts';
import { selectIdentities, type InCourse } from '../features/roster/index.ts';
import { courses, schools } from '../features/roster/roster.tables.ts';
import { accountKey } from '../features/xapi/index.ts';
import { courseActivityId, type SampleSite } from './sample-course.rules.ts';

const MOST_STEPS = 12;

/**
 * Launches the tool from the demo LMS as a browser without a screen would: follows redirects, sends on the forms that
 * pages are made of, and brings cookies back. Returns the address it ends at, somebody's first page in the tool.
 */
export async function walkLaunch(startUrl: string, toolUrl: string): Promise<string> {
  const cookies = new Map<string, string>();
  let step: { url: string; form?: URLSearchParams } = { url: startUrl };
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const isTool = step.url.startsWith(toolUrl);
    const response = await fetch(step.url, {
      redirect: 'manual',
      ...(step.form && { method: 'POST', body: step.form }),
      headers: isTool ? { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') } : {},
    });
    if (isTool) for (const line of response.headers.getSetCookie()) keepCookie(cookies, line);
    const location = response.headers.get('location');
    if (location !== null) {
      const url = new URL(location, step.url).href;
      await response.body?.cancel();
      if (url.startsWith(`${toolUrl}/s/`)) return url;
      step = { url };
      continue;
    }
    const html = await response.text();
    if (!response.ok)
      throw new Error(`A launch from the demo LMS ended with ${response.status} at ${step.url}.`);
    step = readForm(html, step.url);
  }
  throw new Error('A launch from the demo LMS went round in circles.');
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (name === undefined || value === undefined) return;
  if (value === '') cookies.delete(name);
  else cookies.set(name, value);
}

/** The one form of a page that a browser would send on by itself. */
function readForm(html: string, pageUrl: string): { url: string; form: URLSearchParams } {
  const action = /<form[^>]*\saction="([^"]*)"/.exec(html)?.[1];
  if (action === undefined)
    throw new Error(`A launch from the demo LMS ended at a page without a form: ${pageUrl}`);
  const form = new URLSearchParams();
  for (const [tag] of html.matchAll(/<input\b[^>]*>/g)) {
    const name = /\sname="([^"]*)"/.exec(tag)?.[1];
    if (name !== undefined) form.append(unescape(name), unescape(/\svalue="([^"]*)"/.exec(tag)?.[1] ?? ''));
  }
  return { url: new URL(unescape(action), pageUrl).href, form };
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** Undoes what templates do to values. */
const unescape = (text: string): string =>
  text.replace(
    /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      return decimal === undefined ? (ENTITIES[name ?? ''] ?? whole) : String.fromCodePoint(Number(decimal));
    },
  );

/**
 * Comes into the course from the demo LMS, which makes person and course of it where they are new, and returns them
 * as an administrator's session would.
 */
export async function enterCourse(
  deps: Deps,
  given: { schoolId: string; site: SampleSite; toolUrl: string; userId: number },
): Promise<InCourse> {
  const { schoolId, site, toolUrl, userId } = given;
  await walkLaunch(`${site.lmsUrl}/mod/lti/launch.php?as=${userId}`, toolUrl);
  const key = accountKey(site.lmsUrl, String(userId));
  const personId = (await selectIdentities(deps.db, schoolId, [key])).get(key);
  const ofSchool = await deps.db.select().from(courses).where(eq(courses.schoolId, schoolId));
  const course = ofSchool.find(({ activityIds }) => activityIds.includes(courseActivityId(site)));
  const [school] = await deps.db.select().from(schools).where(eq(schools.id, schoolId));
  if (!personId || !course || !school) throw new Error('A launch from the demo LMS made no course.');
  return {
    sessionId: deps.newId(),
    schoolId,
    personId,
    personName: '',
    courseId: course.id,
    courseTitle: course.title,
    roles: ['administrator', 'instructor'],
    locale: 'zh-CN',
    timeZone: school.timeZone,
    embedOrigins: [],
    base: '',
    privacyAccepted: true,
    synthetic: true,
    landing: null,
    store: null,
    issuedAtMs: deps.now().getTime(),
  };
}
