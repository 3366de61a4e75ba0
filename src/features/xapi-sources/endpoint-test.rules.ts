/** What trying an LRS's address showed, as lines for the administrator who typed it. */
import {
  readStatementPage,
  readVersions,
  readWords,
  judgeRefusal,
  type LrsAnswer,
} from './lrs-answer.rules.ts';
import type { LrsFailure, XapiVersion } from './lrs.schema.ts';
import { decideNextPage } from './pull.rules.ts';

export interface EndpointFacts {
  endpoint: string;
  version: XapiVersion;
  about: LrsAnswer | LrsFailure;
  /** One statement was asked for; null: no use after what became of `about`. */
  statements: LrsAnswer | LrsFailure | null;
  /** Addresses near by at which an LRS answers. */
  found: string[];
}

export type TestLine =
  | { kind: 'good' | 'warn'; words: TestWords; values: Record<string, string> }
  /** The words are those of the status page. */
  | { kind: 'bad'; failure: LrsFailure };

/** Words: `lrs.test.<id>`. */
export type TestWords =
  'aboutFound' | 'aboutMissing' | 'versionNotTold' | 'readable' | 'empty' | 'noConsistency';

export interface EndpointReport {
  works: boolean;
  lines: TestLine[];
  suggestions: string[];
}

export const isAnswer = (outcome: LrsAnswer | LrsFailure): outcome is LrsAnswer => 'status' in outcome;

export function judgeEndpointTest(facts: EndpointFacts, now: Date): EndpointReport {
  const read = facts.statements === null ? [] : judgeStatements(facts, facts.statements, now);
  const works = read.length > 0 && !read.some(({ kind }) => kind === 'bad');
  const lines = [...judgeAbout(facts, works), ...read];
  return { works, lines, suggestions: works ? [] : facts.found };
}

const line = (kind: 'good' | 'warn', words: TestWords, values: Record<string, string> = {}): TestLine => ({
  kind,
  words,
  values,
});

/** Some LRSs read and write statements and have no about. */
function judgeAbout({ about, version }: EndpointFacts, works: boolean): TestLine[] {
  if (!isAnswer(about)) return [{ kind: 'bad', failure: about }];
  const versions = readVersions(about);
  if (versions === null) return works ? [line('warn', 'aboutMissing')] : [];
  const told = { versions: versions.join(', ').slice(0, 100), version };
  const family = version.slice(0, 3);
  const isTold = versions.some((one) => one.startsWith(family));
  return [line('good', 'aboutFound', told), ...(isTold ? [] : [line('warn', 'versionNotTold', told)])];
}

function judgeStatements({ endpoint }: EndpointFacts, answer: LrsAnswer | LrsFailure, now: Date): TestLine[] {
  const bad = (failure: LrsFailure): TestLine[] => [{ kind: 'bad', failure }];
  if (!isAnswer(answer)) return bad(answer);
  if (answer.status !== 200) return bad(judgeRefusal(answer, now));
  const page = readStatementPage(answer);
  const seen = { httpStatus: answer.status, waitSeconds: null };
  if (page === null) return bad({ ...seen, problem: 'notXapi', said: readWords(answer.body) });
  if (decideNextPage(page.more, endpoint, null).kind === 'foreign')
    return bad({ ...seen, problem: 'moreForeign', said: page.more });
  return [
    page.statements.length > 0 ? line('good', 'readable') : line('warn', 'empty'),
    ...(page.consistentThrough === null ? [line('warn', 'noConsistency')] : []),
  ];
}
