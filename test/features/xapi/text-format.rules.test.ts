import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import {
  isIsoDuration,
  readDurationSeconds,
  truncateDuration,
} from '../../../src/features/xapi/iso-duration.rules.ts';
import { readTimestamp } from '../../../src/features/xapi/iso-timestamp.rules.ts';
import { isLanguageTag } from '../../../src/features/xapi/language-tag.rules.ts';
import { isIri } from '../../../src/features/xapi/text-format.rules.ts';

const DAY = 86_400;

describe('XAPI-00124: ISO 8601 durations', () => {
  test.each<[string, number]>([
    ['PT4H35M59.14S', 4 * 3600 + 35 * 60 + 59.14],
    ['PT16559.14S', 16559.14],
    ['P3Y', 3 * 365.2425 * DAY],
    ['P4W', 28 * DAY],
    ['P1DT12H36M0.12567S', 1.5 * DAY + 36 * 60 + 0.12567],
    ['PT0S', 0],
    ['P1,5D', 1.5 * DAY],
    ['PT1.5H', 5400],
  ])('%s is a duration of %d seconds', (text, seconds) => {
    expect(readDurationSeconds(text)).toBeCloseTo(seconds, 6);
  });

  test.each([
    'P4W1D',
    'P1DT',
    'P',
    'PT',
    '',
    'PA1H0M0S',
    '1H',
    'pt1h',
    '-P1D',
    'P-1D',
    'P1H',
    'PT1D',
    'PT1H0.5M1S',
    'P1S',
    'PT1.S',
    'P0001-00-00T00:00:00',
    'PT1S ',
    `PT${'9'.repeat(400)}S`,
  ])('%s is none', (text) => {
    expect(isIsoDuration(text)).toBe(false);
  });

  test.each([
    ['PT0.1237S', 'PT0.12S'],
    ['PT0.129S', 'PT0.12S'],
    ['PT0.1S', 'PT0.1S'],
    ['PT1.123H', 'PT1.123H'],
  ])('%s compares as %s: precision beyond 0.01 s is cut, not rounded', (text, compared) => {
    expect(truncateDuration(text)).toBe(compared);
  });
});

describe('XAPI-00123: ISO 8601 timestamps', () => {
  test.each([
    ['2026-03-01T08:15:30Z', '2026-03-01T08:15:30.000Z'],
    ['2026-03-01T08:15:30.123456+08:00', '2026-03-01T00:15:30.123Z'],
    ['2026-03-01T08:15:30+0800', '2026-03-01T00:15:30.000Z'],
    ['2026-03-01T08:15:30+08', '2026-03-01T00:15:30.000Z'],
    ['2026-03-01T08:15:30-05:30', '2026-03-01T13:45:30.000Z'],
    ['2026-03-01T08:15:30+00:00', '2026-03-01T08:15:30.000Z'],
    ['2026-03-01T08:15:30', '2026-03-01T08:15:30.000Z'],
    ['2026-03-01T08:15Z', '2026-03-01T08:15:00.000Z'],
    ['20260301T081530Z', '2026-03-01T08:15:30.000Z'],
    ['2026-03-01T08:15:30,5Z', '2026-03-01T08:15:30.500Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['1776-07-04T16:00:45.123Z', '1776-07-04T16:00:45.123Z'],
    ['0050-01-01T00:00:00Z', '0050-01-01T00:00:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(readTimestamp(text)?.toISOString()).toBe(instant);
  });

  test.each([
    '2008-09-15T15:53:00.601-00',
    '2008-09-15T15:53:00.601-0000',
    '2008-09-15T15:53:00.601-00:00',
    'yesterday',
    '',
    '01/011/2015',
    '2026-03-01',
    '2026-03-01 08:15:30Z',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01T08:60:00Z',
    '2026-03-01T08:15:30+24:00',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+08:00',
    '12026-03-01T08:15:30Z',
    '1772352930000',
  ])('%s is none', (text) => {
    expect(readTimestamp(text)).toBeNull();
  });

  it('reads back every instant that Date writes', () => {
    const instants = fc.date({
      min: new Date('0001-01-02'),
      max: new Date('9999-12-30'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, (date) => {
        expect(readTimestamp(date.toISOString())).toEqual(date);
      }),
    );
  });
});

describe('XAPI-00013: RFC 5646 language tags', () => {
  test.each([
    'zh',
    'zh-CN',
    'zh-Hans-CN',
    'zh-yue',
    'zh-min-nan',
    'en-GB',
    'en-GB-oed',
    'i-klingon',
    'x-private',
    'und',
    'es-419',
    'de-CH-1996',
    'sl-rozaj-biske',
    'de-DE-u-co-phonebk',
    'en-x-school',
    'ZH-cn',
  ])('%s is one', (tag) => {
    expect(isLanguageTag(tag)).toBe(true);
  });

  test.each([
    'a12345678',
    'zh_CN',
    'pt_br',
    '',
    'e',
    'en-',
    'en--GB',
    'en-u',
    'en GB',
    'englishlanguage',
    '12',
  ])('%s is none', (tag) => {
    expect(isLanguageTag(tag)).toBe(false);
  });
});

describe('XAPI-00011: IRIs', () => {
  test.each([
    'http://e.example/path/../x',
    'urn:uuid:1',
    'block-v1:Org+C+R+type@problem+block@1',
    'https://例子.example/课',
  ])('%s is one', (text) => {
    expect(isIri(text)).toBe(true);
  });

  test.each([
    '',
    'verbs/answered',
    'ab=c://x',
    'http://a b',
    'X:\\a\\b',
    'http:',
    'https://e.example/a|b',
    '1http://x',
  ])('%s is none', (text) => {
    expect(isIri(text)).toBe(false);
  });
});
