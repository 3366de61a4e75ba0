import { buffer } from 'node:stream/consumers';
import { fromBufferPromise, type Entry } from 'yauzl';
import { readSheet, type SheetReading } from './xlsx-sheet.rules.ts';

const MEGABYTE = 1024 * 1024;
/** What a small file may become: beyond it, it is no class list but a bomb. */
const MOST_UNPACKED = 24 * MEGABYTE;
const MOST_ENTRIES = 500;

export type XlsxReading =
  | Extract<SheetReading, { ok: true }>
  | { ok: false; problem: 'notXlsx' | 'tooManyRows' | 'xls' | 'tooLarge' | 'encrypted' };

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
export const isZip = (content: Buffer): boolean => content.subarray(0, 2).toString('latin1') === 'PK';
/** Excel's own format up to 2003, and what Excel makes of a file with a password. */
export const isOle = (content: Buffer): boolean => content.subarray(0, 8).equals(OLE);

/** The first sheet of an XLSX file. Formulas are not computed: what was last shown is what is read. */
export async function readXlsx(content: Buffer, rowsMax: number): Promise<XlsxReading> {
  if (isOle(content)) return { ok: false, problem: 'xls' };
  const files = await unpack(content);
  if (typeof files === 'string') return { ok: false, problem: files };
  const text = (path: string) => files.get(path)?.toString('utf8') ?? null;
  const workbook = text('xl/workbook.xml');
  const relations = text('xl/_rels/workbook.xml.rels');
  if (workbook === null || relations === null) return { ok: false, problem: 'notXlsx' };
  const sheet = text(findFirstSheet(workbook, relations));
  if (sheet === null) return { ok: false, problem: 'notXlsx' };
  const parts = {
    workbook,
    sheet,
    sharedStrings: text('xl/sharedStrings.xml'),
    styles: text('xl/styles.xml'),
  };
  return readSheet(parts, rowsMax);
}

/** The sheet's part is named by a relation, whatever the order of the files in the zip. */
function findFirstSheet(workbook: string, relations: string): string {
  const id = /<(?:\w+:)?sheet\s[^>]*?:id="([^"]+)"/.exec(workbook)?.[1] ?? '';
  const relation = [...relations.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)].find(([tag]) =>
    tag.includes(` Id="${id}"`),
  )?.[0];
  const target = / Target="([^"]+)"/.exec(relation ?? '')?.[1] ?? 'worksheets/sheet1.xml';
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

const WANTED =
  /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|styles\.xml|worksheets\/[^/]+\.xml)$/i;

/** Only the parts that are read; the library ends an entry that is longer than was told. */
async function unpack(content: Buffer): Promise<Map<string, Buffer> | 'notXlsx' | 'tooLarge' | 'encrypted'> {
  const files = new Map<string, Buffer>();
  let bytes = 0;
  try {
    const zip = await fromBufferPromise(content);
    if (zip.entryCount > MOST_ENTRIES) return 'tooLarge';
    const wanted: Entry[] = [];
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted()) return 'encrypted';
      if (!WANTED.test(entry.fileName)) continue;
      bytes += entry.uncompressedSize;
      if (bytes > MOST_UNPACKED) return 'tooLarge';
      wanted.push(entry);
    }
    for (const entry of wanted)
      files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  } catch {
    return 'notXlsx';
  }
  return files;
}
