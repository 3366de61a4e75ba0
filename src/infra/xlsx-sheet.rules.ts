/** The cells of a spreadsheet (ECMA-376 part 1, 18.3) as a person sees them: text, without formulas or formats. */
import { readXml, type XmlElement } from './xml-element.rules.ts';

export interface SheetRow {
  /** As the spreadsheet counts, from 1. */
  line: number;
  cells: string[];
}

/** Where a formula came to nothing: its cell shows an error. */
export interface CellFault {
  line: number;
  /** `C7`. */
  cell: string;
  text: string;
}

export interface SheetParts {
  workbook: string;
  sheet: string;
  sharedStrings: string | null;
  styles: string | null;
}

export type SheetReading =
  { ok: true; rows: SheetRow[]; faults: CellFault[] } | { ok: false; problem: 'notXlsx' | 'tooManyRows' };

const COLUMNS_MAX = 60;

/** Rows that hold something, at most so many. */
export function readSheet(parts: SheetParts, rowsMax: number): SheetReading {
  const sheet = readXml(parts.sheet);
  const workbook = readXml(parts.workbook);
  if (!sheet.ok || !workbook.ok) return { ok: false, problem: 'notXlsx' };
  const strings = readStrings(parts.sharedStrings);
  const isDate = readDateStyles(parts.styles);
  const since1904 = find(workbook.root, 'workbookPr')?.attributes['date1904'];
  const epoch = since1904 === '1' || since1904 === 'true' ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const rows: SheetRow[] = [];
  const faults: CellFault[] = [];
  let line = 0;
  for (const row of childrenOf(find(sheet.root, 'sheetData'), 'row')) {
    line = Number(row.attributes['r'] ?? line + 1);
    const cells: string[] = [];
    for (const cell of childrenOf(row, 'c')) {
      const place = cell.attributes['r'];
      const column = place === undefined ? cells.length : columnOf(place);
      if (column >= COLUMNS_MAX) continue;
      const text = readCell(cell, { strings, isDate, epoch });
      while (cells.length < column) cells.push('');
      cells[column] = text;
      if (cell.attributes['t'] === 'e') faults.push({ line, cell: place ?? '', text });
    }
    if (cells.every((text) => text === '')) continue;
    if (rows.length >= rowsMax) return { ok: false, problem: 'tooManyRows' };
    rows.push({ line, cells });
  }
  return { ok: true, rows, faults };
}

interface Reading {
  strings: readonly string[];
  isDate: (style: number) => boolean;
  epoch: number;
}

function readCell(cell: XmlElement, { strings, isDate, epoch }: Reading): string {
  const value = childrenOf(cell, 'v')[0]?.text ?? '';
  switch (cell.attributes['t']) {
    case 's':
      return strings[Number(value)] ?? '';
    case 'inlineStr':
      return textOf(childrenOf(cell, 'is')[0]).trim();
    case 'b':
      return value === '1' ? 'TRUE' : 'FALSE';
    case 'str':
    case 'e':
    case 'd':
      return value.trim();
    default:
      return readNumber(value, isDate(Number(cell.attributes['s'] ?? 0)), epoch);
  }
}

/** A student's number may be a long one, so no digit is lost to an exponent. */
function readNumber(value: string, isDate: boolean, epoch: number): string {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return value.trim();
  if (isDate) {
    const at = new Date(epoch + Math.round(number * 86_400) * 1000);
    if (Number.isNaN(at.getTime())) return value;
    return at
      .toISOString()
      .slice(0, Number.isInteger(number) ? 10 : 16)
      .replace('T', ' ');
  }
  return Number.isSafeInteger(number) ? String(number) : String(Number(number.toPrecision(15)));
}

/** `C7` → 2. */
function columnOf(place: string): number {
  const letters = /^[A-Z]{1,3}/.exec(place)?.[0] ?? 'A';
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function readStrings(source: string | null): string[] {
  const read = source === null ? null : readXml(source);
  return read?.ok ? childrenOf(read.root, 'si').map((item) => textOf(item).trim()) : [];
}

/** The text of a string, of its formatted runs, but not how it is pronounced. */
function textOf(item: XmlElement | undefined): string {
  if (!item) return '';
  return item.children
    .map((child) => (child.name === 't' ? child.text : child.name === 'r' ? textOf(child) : ''))
    .join('');
}

/** Formats that show dates (18.8.30), those of East Asian languages included. */
const DATE_FORMATS = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const;

function readDateStyles(source: string | null): (style: number) => boolean {
  const read = source === null ? null : readXml(source);
  if (!read?.ok) return () => false;
  const own = new Set(
    childrenOf(find(read.root, 'numFmts'), 'numFmt')
      .filter(({ attributes }) => showsDate(attributes['formatCode'] ?? ''))
      .map(({ attributes }) => Number(attributes['numFmtId'])),
  );
  const formats = childrenOf(find(read.root, 'cellXfs'), 'xf').map(({ attributes }) =>
    Number(attributes['numFmtId'] ?? 0),
  );
  return (style) => {
    const format = formats[style] ?? 0;
    return own.has(format) || DATE_FORMATS.some(([from, to]) => format >= from && format <= to);
  };
}

/** Beside what stands in quotes or brackets (colours, languages). */
const showsDate = (code: string): boolean => /[yd]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''));

const find = (root: XmlElement, name: string): XmlElement | undefined => childrenOf(root, name)[0];
const childrenOf = (element: XmlElement | undefined, name: string): XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? [];
