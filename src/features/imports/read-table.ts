import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PROJECT_ROOT } from '../../infra/paths.ts';
import { isOle, isZip, readXlsx } from '../../infra/xlsx.ts';
import { readRows } from '../programme/index.ts';
import type { ImportWords, Table } from './imports.schema.ts';

/** More than any school's year has; a file beyond is another one than was meant. */
export const ROWS_MAX = 5000;

export type TableReading =
  | { ok: true; table: Table }
  | {
      ok: false;
      problem: 'notXlsx' | 'tooManyRows' | 'xls' | 'tooLarge' | 'encrypted' | 'notText' | 'empty' | 'quotes';
    };

/** An XLSX file's first sheet, or CSV in UTF-8 or the encoding that Excel writes in China. */
export async function readTable(content: Buffer): Promise<TableReading> {
  if (isZip(content) || isOle(content)) {
    const read = await readXlsx(content, ROWS_MAX + 1);
    return read.ok ? present(read.rows, read.faults) : read;
  }
  const text = decodeText(content);
  if (text === null || text.includes('\0')) return { ok: false, problem: 'notText' };
  const read = readRows(text);
  if ('problem' in read) return { ok: false, problem: 'quotes' };
  if (read.rows.length > ROWS_MAX + 1) return { ok: false, problem: 'tooManyRows' };
  return present(read.rows, []);
}

/** Above the heading schools often write the list's title: the heading is the first row with two cells or more. */
function present(rows: Table['rows'], faults: Table['faults']): TableReading {
  const filled = (cells: readonly string[]) => cells.filter((cell) => cell.trim() !== '').length;
  const at = rows.findIndex(({ cells }) => filled(cells) >= 2);
  const heading = rows[at];
  const below = rows.slice(at + 1);
  if (!heading || below.length === 0) return { ok: false, problem: 'empty' };
  return { ok: true, table: { heading: heading.cells, rows: below, faults } };
}

function decodeText(content: Buffer): string | null {
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(content);
    } catch {
      continue;
    }
  return null;
}

const Words = z.array(z.string().min(1)).min(1);
const ImportWordsFile = z.strictObject({
  number: Words,
  name: Words,
  class: Words,
  email: Words,
  date: Words,
  absent: Words,
});

/** catalogue/import-words.json: the words a file's heading may use, in any language. */
export async function readImportWords(): Promise<ImportWords> {
  const file = join(PROJECT_ROOT, 'catalogue', 'import-words.json');
  return ImportWordsFile.parse(JSON.parse(await readFile(file, 'utf8')));
}
