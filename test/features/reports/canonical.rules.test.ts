import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hashOf, toCanonical } from '../../../src/features/reports/canonical.rules.ts';
import {
  buildReportChart,
  listCsvLines,
  presentSection,
  sayCell,
  type Speech,
} from '../../../src/features/reports/report.pages.ts';
import { ReportContent, type Section } from '../../../src/features/reports/report.schema.ts';

const speech: Speech = { locale: 'en', t: (key, values) => `${key} ${JSON.stringify(values)}` };
const table = (chart: 'bars' | 'radar' | null, rows: (string | number | null)[][]): Section => ({
  kind: 'table',
  heading: 'Weeks',
  note: null,
  columns: [
    { label: 'Week', unit: 'text' },
    { label: 'Share', unit: 'percent' },
  ],
  rows,
  chart,
});
const content: ReportContent = {
  rule: 'r-1',
  title: { id: 'a.b', values: { n: 1 } },
  subject: 'Somebody',
  from: '2026-11-01',
  until: '2026-11-30',
  sections: [table('bars', [['9/7', 0.5]])],
  method: [{ 'zh-CN': '法', en: 'How' }],
};

test('the same content has one text, in whatever order it was put together', () => {
  const turned = Object.fromEntries(Object.entries(content).reverse()) as unknown as ReportContent;
  expect(toCanonical(turned)).toBe(toCanonical(content));
  expect(ReportContent.parse(JSON.parse(toCanonical(content)))).toEqual(content);
});

test('another content has another hash', () => {
  fc.assert(
    fc.property(fc.string(), (subject) => {
      fc.pre(subject !== content.subject);
      expect(hashOf(toCanonical({ ...content, subject }))).not.toBe(hashOf(toCanonical(content)));
    }),
  );
});

test.each([
  ['a share', 0.256, 'percent', '25.6%'],
  ['minutes', 1234.4, 'minutes', 'reports.unit.minutes {"value":"1,234"}'],
  ['what isn’t known, not as nothing', null, 'number', '–'],
  ['nothing, as nothing', 0, 'number', '0'],
  ['a day as it is', '2026-11-01', 'day', '2026-11-01'],
] as const)('says %s', (_what, cell, unit, said) => {
  expect(sayCell(cell, unit, speech)).toBe(said);
});

test('a table is said row by row, numbers to the right', () => {
  expect(presentSection(table(null, [['9/7', 0.5]]), speech)).toMatchObject({
    columns: [{ numeric: false }, { numeric: true }],
    rows: [[{ said: '9/7' }, { said: '50%', numeric: true }]],
  });
});

test('there is a chart only of what there is to draw', () => {
  expect(buildReportChart(table('bars', []), speech)).toBeNull();
  expect(buildReportChart(table(null, [['9/7', 0.5]]), speech)).toBeNull();
  expect(buildReportChart(table('bars', [['9/7', 0.5]]), speech)).toMatchObject({ yAxis: { max: 1 } });
  expect(
    buildReportChart(
      table('radar', [
        ['a', 0.5],
        ['b', null],
        ['c', 1],
      ]),
      speech,
    ),
  ).toMatchObject({
    series: [{ data: [{ value: [0.5, 0, 1] }] }],
  });
});

test('a CSV keeps numbers as numbers', () => {
  expect(listCsvLines(content, speech)).toContainEqual(['9/7', 0.5]);
});
