import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { csvLine } from '../../../src/infra/csv.ts';
import { readActor, readMoment } from '../../../src/features/records/record-filter.rules.ts';
import { keptSince } from '../../../src/features/records/retention.rules.ts';

describe('a line of CSV', () => {
  it.each([
    ['a formula', ['=1+1'], "'=1+1\r\n"],
    ['a command behind a sign', ['@SUM(A1)', '+1', '-1'], "'@SUM(A1),'+1,'-1\r\n"],
    ['a full-width sign', ['＝1'], "'＝1\r\n"],
    ['a number below zero', [-0.5], '-0.5\r\n'],
    ['quotes, commas and lines', ['a "b", c\nd'], '"a ""b"", c\nd"\r\n'],
    ['nothing, a truth, a time', [null, true, new Date(0)], ',true,1970-01-01T00:00:00.000Z\r\n'],
  ])('writes %s so that a spreadsheet shows what was written', (_sentence, cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });

  it('is read again as it was written, and begins no cell with a sign of a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 5 }), (cells) => {
        const [read] = parse(csvLine(cells), { relax_column_count: true });
        expect(read?.map((cell, index) => (cell === cells[index] ? cell : cell.slice(1)))).toEqual(cells);
        for (const cell of read ?? []) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      }),
    );
  });
});

describe('an actor as somebody types it', () => {
  it.each([
    ['a mail address', 'A@School.example', 'mbox|mailto:a@school.example'],
    ['a mailto', 'mailto:a@school.example', 'mbox|mailto:a@school.example'],
    ['an account', 'https://lms.example/|7', 'account|https://lms.example|7'],
    ['a key', 'account|https://lms.example|7', 'account|https://lms.example|7'],
    ['a hash', 'A'.repeat(40), `sha1|${'a'.repeat(40)}`],
    ['an OpenID', 'https://id.example/a', 'openid|https://id.example/a'],
    ['JSON', '{"mbox":"mailto:a@b.example"}', 'mbox|mailto:a@b.example'],
    ['broken JSON', '{"mbox":', null],
    ['a name', 'somebody', null],
  ])('is %s', (_sentence, text, key) => {
    expect(readActor(text)).toBe(key);
  });
});

describe('a moment of the form', () => {
  it.each([
    ['a day begins with its start', '2026-09-07', 'start', '2026-09-06T16:00:00.000Z'],
    ['and ends with its end', '2026-09-07', 'end', '2026-09-07T16:00:00.000Z'],
    ['a minute is that minute', '2026-09-07T09:30', 'end', '2026-09-07T01:30:00.000Z'],
    ['no such day', '2026-02-30', 'start', undefined],
  ] as const)('%s', (_sentence, text, edge, at) => {
    expect(readMoment(text, 'Asia/Shanghai', edge)?.toISOString()).toBe(at);
  });
});

describe('what has been kept long enough', () => {
  it.each([
    ['2026-09-07', 1, '2025-09-01'],
    ['2026-09-30', 3, '2023-09-01'],
    ['2028-02-29', 1, '2027-02-01'],
  ])('on %s after %s years came in before %s', (today, years, day) => {
    expect(keptSince(today, years)).toBe(day);
  });
});
