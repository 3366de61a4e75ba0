import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readXlsx } from '../../src/infra/xlsx.ts';
import { makeXlsx } from '../support/xlsx.ts';
import { makeZip } from '../support/zip.ts';

const read = async (...given: Parameters<typeof makeXlsx>) => {
  const reading = await readXlsx(makeXlsx(...given), 100);
  if (!reading.ok) throw new Error(reading.problem);
  return reading;
};

describe('a spreadsheet', () => {
  it('is read as it is shown: text, long numbers, dates, what formulas came to', async () => {
    const { rows, faults } = await read([
      ['Number', 'Name', 'Day', 'Mark'],
      [202409001234, { inline: 'A & B' }, { serial: 46272 }, { formula: 'SUM(A1:A2)', shows: 87.5 }],
      [null, null, null, null],
      ['007', null, { serial: 46272.5 }, 0.1 + 0.2],
    ]);
    expect(faults).toEqual([]);
    expect(rows).toEqual([
      { line: 1, cells: ['Number', 'Name', 'Day', 'Mark'] },
      { line: 2, cells: ['202409001234', 'A & B', '2026-09-07', '87.5'] },
      { line: 4, cells: ['007', '', '2026-09-07 12:00', '0.3'] },
    ]);
  });

  it('tells where a formula came to nothing', async () => {
    const { faults } = await read([['Name'], [{ error: '#DIV/0!' }]]);
    expect(faults).toEqual([{ line: 2, cell: 'A2', text: '#DIV/0!' }]);
  });

  it('has its first sheet where the workbook says', async () => {
    const { rows } = await read([['a', 'b']], { sheetPath: 'worksheets/list.xml' });
    expect(rows).toHaveLength(1);
  });

  it.each<[string, Buffer, string]>([
    ['the old format, or one with a password', Buffer.from('d0cf11e0a1b11ae1000000', 'hex'), 'xls'],
    ['another zip', makeZip([{ name: 'a.txt', content: 'a' }]), 'notXlsx'],
    ['no zip', Buffer.from('PK nonsense'), 'notXlsx'],
    [
      'a bomb',
      makeXlsx([['a', 'b']], {
        more: [{ name: 'xl/worksheets/sheet9.xml', content: Buffer.alloc(30_000_000) }],
      }),
      'tooLarge',
    ],
    [
      'a bomb that lies',
      makeXlsx([['a', 'b']], {
        more: [{ name: 'xl/worksheets/sheet9.xml', content: Buffer.alloc(30_000_000), toldSize: 10 }],
      }),
      'notXlsx',
    ],
    [
      'a document type',
      makeZip([
        { name: 'xl/workbook.xml', content: '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>' },
        { name: 'xl/_rels/workbook.xml.rels', content: '<Relationships/>' },
        { name: 'xl/worksheets/sheet1.xml', content: '<worksheet/>' },
      ]),
      'notXlsx',
    ],
    [
      'an encrypted entry',
      makeZip([{ name: 'xl/workbook.xml', content: 'x', encrypted: true }]),
      'encrypted',
    ],
    ['more rows than anybody has', makeXlsx(Array.from({ length: 101 }, () => ['a', 'b'])), 'tooManyRows'],
  ])('is refused when it is %s', async (_sentence, content, problem) => {
    expect(await readXlsx(content, 100)).toEqual({ ok: false, problem });
  });

  it('never ends the process, whatever bytes it is made of', async () => {
    const whole = makeXlsx([
      ['a', 'b'],
      ['c', 1],
    ]);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, byte) => {
        const broken = Buffer.from(whole);
        broken[at] = byte;
        const reading = await readXlsx(broken, 100);
        expect(typeof reading.ok).toBe('boolean');
      }),
      { numRuns: 150 },
    );
  });
});
