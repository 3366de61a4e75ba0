import { describe, expect, test } from '@jest/globals';
import {
  cameFromOwnPage,
  nameSchool,
  readBearer,
  schoolOf,
} from '../../../src/features/roster/session-secrets.rules.ts';
import { movesEnd, visitEnd } from '../../../src/features/roster/session.rules.ts';

const SCHOOL = '01a20408-d536-7299-99d4-7a655d2c9ac5';
const began = new Date('2026-09-07T01:00:00Z');
const after = (hours: number) => new Date(began.getTime() + hours * 3_600_000);

describe('A visit ends', () => {
  test.each([
    ['with a cookie, a school day after it began, however late it is', null, 0, 10],
    ['with a cookie, then too when it was just used', null, 9, 10],
    ['without one, two hours after its first page', { kind: 'web' as const }, 0, 2],
    ['without one, two hours after it was last used', { kind: 'web' as const }, 3, 5],
    ['without one, at the latest a school day after it began', { kind: 'web' as const }, 9, 10],
  ])('%s', (_name, store, usedAfterHours, endsAfterHours) => {
    expect(visitEnd({ createdAt: began, store }, after(usedAfterHours))).toEqual(after(endsAfterHours));
  });

  test.each([
    ['a moment of use', 0.01, false],
    ['minutes of use', 0.1, true],
  ])('later by %s: written down %s', (_name, hours, moves) => {
    expect(movesEnd(began, after(hours))).toBe(moves);
  });
});

describe('Keys and passes', () => {
  test.each([
    ['its own words', nameSchool(SCHOOL, 'abc_-9'), SCHOOL],
    ['no school', 'abc', null],
    ['something else than a school', 'abc.def', null],
    ['a school alone', `${SCHOOL}.`, null],
    ['more than one secret', `${SCHOOL}.a.b`, null],
    ['nothing', '', null],
  ])('name a school: %s', (_name, secret, school) => {
    expect(schoolOf(secret)).toBe(school);
  });

  test.each([
    ['Bearer abc.d_e-f', 'abc.d_e-f'],
    ['bearer abc', 'abc'],
    ['Basic abc', null],
    ['Bearer a b', null],
    [undefined, null],
  ])('come in a header: %s → %s', (header, key) => {
    expect(readBearer(header)).toBe(key);
  });
});

describe('A pass counts', () => {
  const OWN = 'https://tool.example.edu';
  test.each([
    ['from one of our pages', { 'sec-fetch-site': 'same-origin' }, true],
    ['not from another site', { 'sec-fetch-site': 'cross-site' }, false],
    ['not from a sister site', { 'sec-fetch-site': 'same-site', referer: `${OWN}/s/1/home` }, false],
    ['not from a message or a bookmark', { 'sec-fetch-site': 'none' }, false],
    ['not from two places', { 'sec-fetch-site': ['same-origin', 'none'] }, false],
    ['by the address, in an older browser', { referer: `${OWN}/s/1/home` }, true],
    ['not by a foreign address', { referer: 'https://tool.example.edu.evil.net/' }, false],
    ['not by an address nobody can read', { referer: 'nonsense' }, false],
    ['not by nothing', {}, false],
  ])('%s', (_name, headers, counts) => {
    expect(cameFromOwnPage(headers, OWN)).toBe(counts);
  });
});
