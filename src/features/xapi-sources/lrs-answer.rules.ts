/** What an LRS's answers mean for us. */
import { z } from 'zod';
import type { LrsFailure, LrsProblem } from './lrs.schema.ts';

export interface LrsAnswer {
  status: number;
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
  /** Parsed where it is JSON, else the text. */
  body: unknown;
}

const LONGEST_WAIT_SECONDS = 86_400;
const LONGEST_WORDS = 300;

/** What another status than 2xx says about the LRS as a whole. */
export function judgeRefusal(answer: LrsAnswer, now: Date): LrsFailure {
  return {
    problem: problemOf(answer),
    httpStatus: answer.status,
    waitSeconds: readRetryAfter(answer.headers['retry-after'], now),
    said: readWords(answer.body),
  };
}

function problemOf({ status, body }: LrsAnswer): LrsProblem {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
    case 405:
    case 410:
      return 'wrongPath';
    case 413:
      return 'tooLarge';
    case 429:
      return 'busy';
    case 502:
    case 503:
    case 504:
      return 'down';
  }
  if (status >= 500) return 'failing';
  return /version/i.test(readWords(body) ?? '') ? 'versionRefused' : 'refused';
}

/** What it means that no answer came; null: an error that has nothing to do with the LRS. */
export function judgeSilence(errorId: string): LrsFailure | null {
  const problem = SILENCES[errorId];
  return problem === undefined ? null : failure(problem);
}

const SILENCES: Partial<Record<string, LrsProblem>> = {
  'outbound.unreachable': 'unreachable',
  'outbound.refused': 'addressRefused',
  'outbound.redirect': 'redirected',
  'outbound.tooLarge': 'tooLarge',
};

/** A problem we see ourselves in what the LRS answered. */
export const failure = (problem: LrsProblem): LrsFailure => ({
  problem,
  httpStatus: null,
  waitSeconds: null,
  said: null,
});

/** Seconds, given as such or as a date (RFC 9110 §10.2.3); null when absent or neither. */
export function readRetryAfter(value: string | undefined, now: Date): number | null {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), LONGEST_WAIT_SECONDS);
  const until = /^[A-Z][a-z]{2}, /.test(text) ? new Date(text).getTime() : NaN;
  if (Number.isNaN(until)) return null;
  return Math.min(Math.max(Math.ceil((until - now.getTime()) / 1000), 0), LONGEST_WAIT_SECONDS);
}

/** What it said in words, cut short and storable; pages of HTML say nothing. */
export function readWords(body: unknown): string | null {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
  if (/^\s*</.test(text)) return null;
  const words = text.replace(/[\0\p{Surrogate}\s]+/gu, ' ').trim();
  return words === '' || words === '""' ? null : words.slice(0, LONGEST_WORDS);
}

export interface StatementPage {
  /** Not yet checked as statements. */
  statements: unknown[];
  /** As the LRS writes it; null: this was the last page. */
  more: string | null;
  consistentThrough: Date | null;
}

const PageBody = z.object({ statements: z.array(z.unknown()), more: z.string().nullish() });

/** Null when this is no answer of a statement resource. */
export function readStatementPage({ headers, body }: LrsAnswer): StatementPage | null {
  const page = PageBody.safeParse(body);
  if (!page.success) return null;
  const through = new Date(headers['x-experience-api-consistent-through'] ?? NaN);
  return {
    statements: page.data.statements,
    more: page.data.more || null,
    consistentThrough: Number.isNaN(through.getTime()) ? null : through,
  };
}

const About = z.object({ version: z.array(z.string()) });

/** The versions that an about resource tells; null when this is none. */
export function readVersions({ status, body }: LrsAnswer): string[] | null {
  const about = status === 200 ? About.safeParse(body) : null;
  return about?.success ? about.data.version : null;
}
