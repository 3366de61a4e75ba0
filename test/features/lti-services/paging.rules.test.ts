import { describe, expect, it } from '@jest/globals';
import { decideNextPage, nextPage } from '../../../src/features/lti-services/paging.rules.ts';

const PAGE = 'https://lms.example.edu/mod/lti/services.php/2/lineitems?type_id=1';

describe('the next page', () => {
  it.each([
    ['none without a header', null, null],
    [
      'as the standard writes it',
      '<https://lms.example.edu/p?page=2>; rel="next"',
      'https://lms.example.edu/p?page=2',
    ],
    ['without quotes', '<https://lms.example.edu/p2>; rel=next', 'https://lms.example.edu/p2'],
    [
      'among others',
      '<https://a.example/1>; rel="first", <https://lms.example.edu/p2>; rel="next", <https://a.example/9>; rel="last"',
      'https://lms.example.edu/p2',
    ],
    ['with several names', '<https://lms.example.edu/p2>; rel="last next"', 'https://lms.example.edu/p2'],
    [
      'after another parameter with a comma in it',
      '<https://lms.example.edu/p2>; title="a, b"; rel="next"',
      'https://lms.example.edu/p2',
    ],
    ['in capitals', '<https://lms.example.edu/p2>; REL="Next"', 'https://lms.example.edu/p2'],
    [
      'with &amp; (Moodle)',
      '<https://lms.example.edu/p?type_id=1&amp;from=50>; rel="next"',
      'https://lms.example.edu/p?type_id=1&from=50',
    ],
    [
      'with curly quotes (Moodle)',
      '<https://lms.example.edu/p2>; rel=\u201cnext\u201d',
      'https://lms.example.edu/p2',
    ],
    [
      'with curly quotes read as Latin-1 (Moodle, as fetch gives it)',
      '<https://lms.example.edu/p2>; rel=\u00e2\u0080\u009cnext\u00e2\u0080\u009d',
      'https://lms.example.edu/p2',
    ],
    ['relative', '</p?page=2>; rel="next"', 'https://lms.example.edu/p?page=2'],
    ['none when only others are named', '<https://lms.example.edu/p1>; rel="prev"', null],
    ['none when it is “nextish”', '<https://lms.example.edu/p2>; rel="nextish"', null],
    ['none when the address isn’t one', '<http://[>; rel="next"', null],
    ['none in garbage', 'rel="next"', null],
  ])('is found: %s', (_name, header, expected) => {
    expect(nextPage(header, PAGE)).toBe(expected);
  });
});

describe('reading on', () => {
  const link = (url: string) => `<${url}>; rel="next"`;

  it('goes on at the same site', () => {
    const url = 'https://lms.example.edu/mod/lti/services.php/2/lineitems?type_id=1&from=50';
    expect(decideNextPage([PAGE], link(url))).toEqual({ kind: 'next', url });
  });
  it('ends where no page is named', () => expect(decideNextPage([PAGE], null)).toEqual({ kind: 'end' }));
  it.each(['https://evil.example/p2', 'http://lms.example.edu/p2', 'https://lms.example.edu:8443/p2'])(
    'takes no token to %s',
    (url) => expect(decideNextPage([PAGE], link(url))).toEqual({ kind: 'foreign' }),
  );
  it('notices a page that leads back', () => {
    expect(decideNextPage([PAGE, 'https://lms.example.edu/2'], link(PAGE))).toEqual({ kind: 'endless' });
  });
  it('notices a list without an end', () => {
    const read = Array.from({ length: 500 }, (_, n) => `https://lms.example.edu/${n}`) as [
      string,
      ...string[],
    ];
    expect(decideNextPage(read, link('https://lms.example.edu/500'))).toEqual({ kind: 'endless' });
  });
});
