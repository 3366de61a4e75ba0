import { makeZip, type ZipFile } from './zip.ts';

/** A cell as spreadsheets write it: shared or inline text, a number, a date (serial), an error, a formula's last value. */
export type XlsxCell =
  | string
  | number
  | null
  | { inline: string }
  | { serial: number }
  | { error: string }
  | { formula: string; shows: number };

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const letters = (index: number) => String.fromCharCode(65 + index);

/** An XLSX file of one sheet, the parts that are read only. `sheetPath`: schools' programs don't all call it sheet1. */
export function makeXlsx(
  rows: readonly (readonly XlsxCell[])[],
  given: { sheetPath?: string; more?: ZipFile[] } = {},
): Buffer {
  const sheetPath = given.sheetPath ?? 'worksheets/sheet1.xml';
  const strings: string[] = [];
  const cell = (value: XlsxCell, place: string): string => {
    if (value === null) return '';
    if (typeof value === 'string') {
      strings.push(value);
      return `<c r="${place}" t="s"><v>${strings.length - 1}</v></c>`;
    }
    if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
    if ('inline' in value) return `<c r="${place}" t="inlineStr"><is><t>${escape(value.inline)}</t></is></c>`;
    if ('serial' in value) return `<c r="${place}" s="1"><v>${value.serial}</v></c>`;
    if ('error' in value) return `<c r="${place}" t="e"><f>1/0</f><v>${value.error}</v></c>`;
    return `<c r="${place}"><f>${value.formula}</f><v>${value.shows}</v></c>`;
  };
  const sheetRows = rows
    .map((row, line) => {
      const cells = row.map((value, index) => cell(value, `${letters(index)}${line + 1}`)).join('');
      return `<row r="${line + 1}">${cells}</row>`;
    })
    .join('');
  return makeZip([
    {
      name: 'xl/workbook.xml',
      content: `<workbook ${MAIN} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId7"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId7" Type="sheet" Target="${sheetPath}"/></Relationships>`,
    },
    {
      name: `xl/${sheetPath}`,
      content: `<worksheet ${MAIN}><sheetData>${sheetRows}</sheetData></worksheet>`,
    },
    {
      name: 'xl/sharedStrings.xml',
      content: `<sst ${MAIN}>${strings.map((text) => `<si><r><t>${escape(text)}</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>`).join('')}</sst>`,
    },
    {
      name: 'xl/styles.xml',
      content: `<styleSheet ${MAIN}><numFmts><numFmt numFmtId="170" formatCode="yyyy/m/d"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>`,
    },
    ...(given.more ?? []),
  ]);
}
