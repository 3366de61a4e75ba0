import { describe, expect, it, test } from '@jest/globals';
import {
  guessEndpoints,
  judgeEndpoint,
  tidyEndpoint,
} from '../../../src/features/xapi-sources/endpoint.rules.ts';
import { packParcels } from '../../../src/features/xapi-sources/forward.rules.ts';
import { readRetryAfter, readWords } from '../../../src/features/xapi-sources/lrs-answer.rules.ts';
import { presentAuthority } from '../../../src/features/xapi-sources/lrs.pages.ts';
import { groupForStoring } from '../../../src/features/xapi-sources/pulled-statement.rules.ts';
import { restSeconds } from '../../../src/features/xapi-sources/rest.rules.ts';
import { areBelieved, judgeSending } from '../../../src/features/xapi-sources/sending.rules.ts';

describe('an address as people copy it', () => {
  test.each([
    [' https://lrs.example/xapi/ ', 'https://lrs.example/xapi'],
    ['https://lrs.example/xapi//', 'https://lrs.example/xapi'],
    ['https://lrs.example/xapi/statements', 'https://lrs.example/xapi'],
    ['https://lrs.example/xapi/statements?limit=1#top', 'https://lrs.example/xapi'],
    ['https://lrs.example/xapi/about/', 'https://lrs.example/xapi'],
    ['https://LRS.example', 'https://lrs.example'],
    ['lrs.example', 'lrs.example'],
  ])('%s is %s', (text, endpoint) => {
    expect(tidyEndpoint(text)).toBe(endpoint);
  });

  const around = {
    allowedHosts: ['lrs.local', '10.0.0.5:8080'],
    ownEndpoint: 'https://waymark.example/xapi',
  };
  test.each([
    ['https://lrs.example/xapi', null],
    ['http://lrs.local/xapi', null],
    ['http://10.0.0.5:8080/xapi', null],
    ['http://10.0.0.5/xapi', 'insecure'],
    ['', 'missing'],
    ['lrs.example/xapi', 'notAddress'],
    ['file:///etc/passwd', 'notAddress'],
    ['https://key:secret@lrs.example/xapi', 'withSecret'],
    ['https://Waymark.example/XAPI', 'ourselves'],
  ])('%s: %s', (endpoint, problem) => {
    expect(judgeEndpoint(endpoint, around)).toBe(problem);
  });

  it('without a path is looked for where LRSs usually are, on the same site only', () => {
    const guesses = guessEndpoints('https://lrs.example');
    expect(guesses).toContain('https://lrs.example/xapi');
    expect(guesses).toContain('https://lrs.example/data/xAPI');
    expect(guesses.every((guess) => guess.startsWith('https://lrs.example/'))).toBe(true);
    expect(guessEndpoints('https://lrs.example/xapi')).not.toContain('https://lrs.example/xapi');
  });
});

describe('a rest after failures', () => {
  test.each([
    [1, null, 0.5, 60],
    [2, null, 0.5, 120],
    [5, null, 0.5, 960],
    [40, null, 0.5, 6 * 3600],
    [1, null, 0, 45],
    [1, null, 1, 75],
    [1, 900, 0, 900],
    [12, 10, 0.5, 6 * 3600],
  ])('%i in a row, asked to wait %s s, chance %s: %i s', (failures, wait, chance, seconds) => {
    expect(restSeconds(failures, wait, chance)).toBe(seconds);
  });

  test.each([
    ['120', 120],
    ['Tue, 01 Sep 2026 00:10:00 GMT', 600],
    ['Mon, 31 Aug 2026 00:00:00 GMT', 0],
    ['99999999', 86_400],
    ['soon', null],
    ['-5', null],
    [undefined, null],
  ])('Retry-After %s: %s s', (value, seconds) => {
    expect(readRetryAfter(value, new Date('2026-09-01T00:00:00Z'))).toBe(seconds);
  });
});

describe('what an LRS says', () => {
  test.each<[unknown, string | null]>([
    [{ error: 'No.' }, '{"error":"No."}'],
    ['<html><body>502</body></html>', null],
    ['', null],
    [null, null],
    ['a\0b\ud800', 'a b'],
    ['x'.repeat(400), 'x'.repeat(300)],
  ])('%j is kept as %j', (body, words) => {
    expect(readWords(body)).toBe(words);
  });
});

describe('the answer to statements that were sent', () => {
  test.each([
    [200, 50, false, 'sent'],
    [204, 1, false, 'sent'],
    [409, 50, false, 'split'],
    [409, 1, false, 'sent'],
    [400, 50, false, 'split'],
    [400, 1, false, 'suspect'],
    [413, 2, false, 'split'],
    [500, 50, false, 'stop'],
    [500, 1, false, 'stop'],
    [500, 1, true, 'suspect'],
    [503, 1, true, 'stop'],
    [401, 50, false, 'stop'],
    [404, 1, false, 'stop'],
  ])('%i for %i, one by one %s: %s', (status, size, isApart, verdict) => {
    expect(judgeSending(status, size, isApart)).toBe(verdict);
  });

  const refusal = { problem: 'refused', httpStatus: 400, waitSeconds: null, said: null } as const;
  const breakdown = { ...refusal, problem: 'failing' } as const;
  test.each([
    ['others went through now', [refusal, breakdown], 3, 0, true],
    ['others did before', [refusal], 0, 9, true],
    ['a breakdown, and none went through now', [breakdown], 0, 9, false],
    ['none ever went through', [refusal], 0, 0, false],
  ])('is believed of a statement where %s', (_sentence, suspects, sentNow, sentEver, expected) => {
    expect(areBelieved(suspects, { sentNow, sentEver })).toBe(expected);
  });
});

describe('parcels and groups', () => {
  it('pack statements in order, so many and so large at most, a giant alone', () => {
    const sized = (n: number, size: number) => ({ n, text: 'x'.repeat(size) });
    const given = [sized(1, 10), sized(2, 10), sized(3, 10), sized(4, 600_000), sized(5, 10)];
    expect(packParcels(given, 2).map((parcel) => parcel.map(({ n }) => n))).toEqual([[1, 2], [3], [4], [5]]);
    expect(packParcels([], 2)).toEqual([]);
  });

  it('keep statements in order, by who vouched, no id twice in one', () => {
    const by = (name: string, id: string) => ({ id, authority: { mbox: `mailto:${name}@lrs.example` } });
    const given = [by('a', '1'), by('a', '2'), by('b', '3'), by('a', '4'), by('a', '4'), by('a', '5')];
    const groups = groupForStoring(given).map(({ statements }) =>
      statements.map((one) => (one as { id: string }).id),
    );
    expect(groups).toEqual([['1', '2'], ['3'], ['4'], ['4', '5']]);
  });

  test.each([
    ['', '–'],
    ['{"name":"Moodle","account":{"homePage":"https://x","name":"k1"}}', 'Moodle'],
    ['{"account":{"homePage":"https://x","name":"k1"}}', 'k1'],
    ['{"mbox":"mailto:a@b.example"}', 'mailto:a@b.example'],
    ['{"objectType":"Group","member":[]}', '{"objectType":"Group","member":[]}'],
    ['"odd"', '"odd"'],
    ['null', 'null'],
  ])('%s is known as %s', (authority, name) => {
    expect(presentAuthority(authority)).toBe(name);
  });
});
