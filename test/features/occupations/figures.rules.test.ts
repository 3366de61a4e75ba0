import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { readFigureFile } from '../../../src/features/occupations/figure-file.rules.ts';
import type { Figure, FigureHeadings } from '../../../src/features/occupations/figure.schema.ts';
import { summariseFigures } from '../../../src/features/occupations/figures.rules.ts';

const occupations = [
  { id: 'onet-1', code: '15-1254.00', title: { 'zh-CN': 'Web 开发人员', en: 'Web Developers' } },
  { id: 'own-1', code: null, title: { 'zh-CN': '电商运营', en: 'Store operator' } },
  { id: 'own-2', code: null, title: { 'zh-CN': '电商运营', en: 'Another' } },
];
const headings = JSON.parse(
  readFileSync('catalogue/occupations/figure-headings.json', 'utf8'),
) as FigureHeadings;
const HEADING = '岗位,来源,日期,地区,招聘数量,薪酬低,薪酬中位,薪酬高,网址';
const read = (...lines: string[]) =>
  readFigureFile([HEADING, ...lines].join('\n'), { occupations, headings, today: '2026-11-23' });

describe('a file of figures', () => {
  it('is read by code or name, with dates as people write them', () => {
    const { figures, problems } = read(
      '15-1254.00,校招统计,2026-09-01,青岛,120,5000,7000,"9,000",https://example.edu/a',
      'web developers,School,2026/10,济南,80,,,,',
      'Another,School,2026年10月3日,济南,,6000,,,',
    );
    expect(problems).toEqual([]);
    expect(figures).toMatchObject([
      { occupationId: 'onet-1', day: '2026-09-01', openings: 120, payLow: 5000, payHigh: 9000, line: 2 },
      { occupationId: 'onet-1', day: '2026-10-01', openings: 80, payMedian: null, url: null },
      { occupationId: 'own-2', day: '2026-10-03', openings: null, payLow: 6000 },
    ]);
  });

  test.each([
    ['nobody’s post', 'Pilot,S,2026-09-01,青岛,1,,,,', 'unknownOccupation'],
    ['a name of two posts', '电商运营,S,2026-09-01,青岛,1,,,,', 'ambiguousOccupation'],
    ['no source', '15-1254.00,,2026-09-01,青岛,1,,,,', 'noSource'],
    ['no region', '15-1254.00,S,2026-09-01,,1,,,,', 'noRegion'],
    ['no date', '15-1254.00,S,,青岛,1,,,,', 'noDate'],
    ['a day that isn’t', '15-1254.00,S,2026-02-30,青岛,1,,,,', 'noDate'],
    ['a day to come', '15-1254.00,S,2026-11-24,青岛,1,,,,', 'dateToCome'],
    ['no figure', '15-1254.00,S,2026-09-01,青岛,,,,,', 'noFigure'],
    ['a figure that is none', '15-1254.00,S,2026-09-01,青岛,many,,,,', 'notFigure'],
    ['fewer openings than none', '15-1254.00,S,2026-09-01,青岛,-1,,,,', 'notFigure'],
    ['yearly pay', '15-1254.00,S,2026-09-01,青岛,,,12000000,,', 'notFigure'],
    ['the low above the high', '15-1254.00,S,2026-09-01,青岛,,9000,,5000,', 'payOrder'],
    ['an address that isn’t', '15-1254.00,S,2026-09-01,青岛,1,,,,javascript:alert(1)', 'badUrl'],
  ])('is refused for %s, with the line', (_name, line, id) => {
    const { figures, problems } = read(line);
    expect(figures).toEqual([]);
    expect(problems).toMatchObject([{ line: 2, sentence: { id: `occupations.figures.problem.${id}` } }]);
  });

  it('tells a line that says the same thing twice, naming the first', () => {
    const line = '15-1254.00,S,2026-09-01,青岛,1,,,,';
    expect(read(line, line).problems).toMatchObject([{ line: 3, sentence: { values: { before: 2 } } }]);
  });

  it('is refused without a column it needs, or without lines', () => {
    const given = { occupations, headings, today: '2026-11-23' };
    expect(readFigureFile('岗位,来源,日期\nx,y,z', given).problems[0]?.sentence).toEqual({
      id: 'occupations.figures.problem.columnMissing',
      values: { column: '地区' },
    });
    expect(readFigureFile('', given).problems[0]?.sentence.id).toContain('empty');
  });

  it('never throws, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { figures } = readFigureFile(`${HEADING}\n${text}`, {
          occupations,
          headings,
          today: '2026-11-23',
        });
        for (const figure of figures) expect(figure.day <= '2026-11-23').toBe(true);
      }),
    );
  });
});

const aFigure = (given: Partial<Figure>): Figure => ({
  source: 'A',
  url: null,
  day: '2026-09-01',
  region: '青岛',
  openings: null,
  payLow: null,
  payMedian: null,
  payHigh: null,
  ...given,
});

describe('what figures say', () => {
  it('adds regions within a source and a month, and never across sources', () => {
    const { series } = summariseFigures([
      aFigure({ day: '2026-09-01', openings: 100 }),
      aFigure({ day: '2026-09-20', region: '济南', openings: 50 }),
      aFigure({ day: '2026-10-01', openings: 120 }),
      aFigure({ source: 'B', openings: 7 }),
    ]);
    expect(series).toEqual([
      {
        source: 'A',
        months: [
          { month: '2026-09', openings: 150 },
          { month: '2026-10', openings: 120 },
        ],
        change: expect.closeTo(-0.2),
      },
      { source: 'B', months: [{ month: '2026-09', openings: 7 }], change: null },
    ]);
  });

  it('tells the newest pay of each source and region', () => {
    const { pay } = summariseFigures([
      aFigure({ day: '2026-08-01', payMedian: 6000 }),
      aFigure({ day: '2026-10-01', payMedian: 6500 }),
      aFigure({ day: '2026-09-01', region: '济南', payLow: 4000, payHigh: 8000 }),
      aFigure({ day: '2026-11-01', openings: 3 }),
    ]);
    expect(pay.map(({ region, day, median }) => [region, day, median])).toEqual([
      ['青岛', '2026-10-01', 6500],
      ['济南', '2026-09-01', null],
    ]);
  });
});
