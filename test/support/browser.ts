import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { chromium, type BrowserContext, type Frame, type Page } from 'playwright-core';

export type { BrowserContext, Frame, Page };

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** CHROMIUM names the program; else the usual places are looked at. */
function findBrowser(): string | undefined {
  const named = process.env['CHROMIUM'];
  return (named === undefined ? PLACES : [named]).find((path) => existsSync(path));
}

/** Journeys run in a real browser. Without one a single test says so, and fails where WAYMARK_REQUIRE_BROWSER is 1. */
export function describeJourney(name: string, body: () => void): void {
  if (findBrowser()) describe(name, body);
  else
    test('no browser found: journeys not run', () => {
      expect(process.env['WAYMARK_REQUIRE_BROWSER']).not.toBe('1');
    });
}

export interface BrowserWishes {
  /** Default: blocked, as more and more browsers do. Partitioned cookies still come back. */
  thirdPartyCookies?: 'blocked' | 'allowed';
  /** `[tool, LMS]`: this tool may keep nothing at all, not even partitioned, inside pages of this LMS. */
  refusesCookiesIn?: [tool: string, lms: string];
  locale?: 'zh-CN' | 'en';
  viewport?: { width: number; height: number };
}

export interface OpenBrowser {
  context: BrowserContext;
  close: () => Promise<void>;
}

/** A browser with a fresh profile of its own. */
export async function openBrowser(wishes: BrowserWishes = {}): Promise<OpenBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'waymark-browser-'));
  const BLOCK = 2;
  const exceptions = wishes.refusesCookiesIn
    ? { cookies: { [wishes.refusesCookiesIn.join(',')]: { setting: BLOCK } } }
    : {};
  mkdirSync(join(profile, 'Default'));
  writeFileSync(
    join(profile, 'Default', 'Preferences'),
    JSON.stringify({
      profile: {
        cookie_controls_mode: wishes.thirdPartyCookies === 'allowed' ? 0 : 1,
        content_settings: { exceptions },
      },
    }),
  );
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('There is no browser; journeys are registered by describeJourney.');
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    // The last list of disabled features counts: Playwright's own would switch storage partitioning off.
    args: ['--no-sandbox', '--disable-features=Translate'],
    locale: wishes.locale ?? 'en',
    viewport: wishes.viewport ?? { width: 1280, height: 900 },
    acceptDownloads: true,
  });
  context.setDefaultTimeout(20_000);
  return {
    context,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
