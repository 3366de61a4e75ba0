import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  DESTINATION_CODES,
  PAY_BANDS,
  POST_TALENTS,
} from '../../../src/features/employment/employment.schema.ts';
import { quartilesOf } from '../../../src/features/employment/quality-parts.rules.ts';
import { composeQualityReport } from '../../../src/features/employment/quality.rules.ts';
import type { QualityFigures, QualityRecord } from '../../../src/features/employment/quality.schema.ts';
import type { Cell, ReportContent } from '../../../src/features/reports/index.ts';

const PERIOD = { from: '2026-01-01', until: '2026-12-31' };
const record = (given: Partial<QualityRecord> = {}): QualityRecord => ({
  personId: 'p',
  graduatedOn: '2026-06-30',
  majorTalent: 'development',
  code: 11,
  employerName: null,
  unitNature: 39,
  industry: 34,
  region: 'Zhejiang',
  postTalent: 'development',
  enteredOn: '2026-07-01',
  evidence: null,
  payFrom: 5000,
  latest: null,
  ...given,
});
const many = (count: number, given: Partial<QualityRecord> = {}) =>
  Array.from({ length: count }, () => record(given));
const compose = (records: QualityRecord[], given: Partial<QualityFigures> = {}) =>
  composeQualityReport(
    { schoolName: 'School', records, waves: [], findings: [], ...given },
    PERIOD,
    '2026-12-01',
  );

const idOf = (words: Cell) =>
  words !== null && typeof words === 'object' && 'id' in words ? words.id : words;
const figuresOf = (content: ReportContent): Record<string, Cell> =>
  Object.fromEntries(
    content.sections.flatMap((section) =>
      section.kind === 'figures'
        ? section.figures.map(({ label, value }) => [JSON.stringify(idOf(label)).slice(1, -1), idOf(value)])
        : [],
    ),
  );
const tableOf = (content: ReportContent, heading: string) => {
  const section = content.sections.find((each) => idOf(each.heading) === `employment.report.${heading}`);
  return section?.kind === 'table' ? section.rows.map((row) => row.map(idOf)) : [];
};
const HIDDEN = 'employment.report.hidden';

describe('the quality report', () => {
  it('gives the placement rate by both named formulae over all graduates', () => {
    const figures = figuresOf(
      compose([...many(20), ...many(5, { code: 80 }), ...many(10, { code: 70 }), ...many(5, { code: null })]),
    );
    expect(figures['employment.report.graduates']).toBe(40);
    expect(figures['employment.report.known']).toBe(35 / 40);
    expect(figures['employment.report.placed2021']).toBe(25 / 40);
    expect(figures['employment.report.placed2024']).toBe(25 / 40);
    expect(figures['employment.report.outcomes']).toBe(25 / 35);
  });

  it('groups another form of employment by each formula', () => {
    const content = compose([...many(20), ...many(6, { code: 12 })]);
    expect(
      tableOf(content, 'groups2021')
        .slice(0, 3)
        .map(([, people]) => people),
    ).toEqual([20, 0, 6]);
    expect(
      tableOf(content, 'groups2024')
        .slice(0, 3)
        .map(([, people]) => people),
    ).toEqual([26, 0, 0]);
  });

  it('keeps both definitions of matching apart', () => {
    const latest = {
      still: null,
      match: 2,
      payFrom: null,
      growth: null,
      satisfaction: 5,
      problems: [],
      words: null,
      wantsHelp: false,
    };
    const figures = figuresOf(
      compose([
        ...many(15, { latest }),
        ...many(5, { postTalent: 'other', latest: { ...latest, match: 5 } }),
      ]),
    );
    expect(figures['employment.report.matchA']).toBe(15 / 20);
    expect(figures['employment.report.matchB']).toBe(5 / 20);
    expect(figures['employment.report.satisfied']).toBe(1);
  });

  it('tells pay by the bands of quartiles, from five people on', () => {
    expect(quartilesOf([3000, 3000, 5000, 6000])).toBeNull();
    expect(quartilesOf([8000, 3000, 5000, 6000, 3000])).toEqual([3000, 5000, 6000]);
    const few = figuresOf(compose([...many(20, { payFrom: null }), ...many(4)]));
    expect([few['employment.report.payKnown'], few['employment.report.median']]).toEqual([HIDDEN, HIDDEN]);
  });

  it('hides a region of few with another, and says so', () => {
    const rows = tableOf(
      compose([...many(20), ...many(3, { region: 'Hainan' }), ...many(9, { region: 'Jiangsu' })]),
      'flow.region',
    );
    expect(rows).toEqual([
      ['Zhejiang', 20, 20 / 32],
      ['Hainan', HIDDEN, null],
      ['Jiangsu', HIDDEN, null],
    ]);
  });

  it('counts follow-ups that were due, reached and answered', () => {
    const answers = {
      still: null,
      match: 4,
      payFrom: null,
      growth: null,
      satisfaction: 4,
      problems: [],
      words: null,
      wantsHelp: false,
    };
    const wave = (reached: boolean, answered: boolean) => ({
      personId: 'p',
      months: 1 as const,
      reached,
      answers: answered ? answers : null,
    });
    const waves = [
      ...Array.from({ length: 10 }, () => wave(false, true)),
      ...Array.from({ length: 5 }, () => wave(true, false)),
      ...Array.from({ length: 5 }, () => wave(false, false)),
    ];
    expect(tableOf(compose(many(20), { waves }), 'waves')[0]).toEqual([
      'employment.report.months',
      20,
      0.75,
      0.5,
    ]);
  });

  it('of nobody has no numbers to be wrong about', () => {
    const content = compose([]);
    expect(figuresOf(content)['employment.report.graduates']).toBe(0);
    expect(JSON.stringify(content)).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('never counts one to four people, whatever the cohort', () => {
    const someRecord = fc.record({
      code: fc.option(fc.constantFrom(...DESTINATION_CODES)),
      region: fc.option(fc.constantFrom('Zhejiang', 'Jiangsu', 'Hainan')),
      industry: fc.option(fc.constantFrom(22, 34)),
      postTalent: fc.option(fc.constantFrom(...POST_TALENTS)),
      payFrom: fc.option(fc.constantFrom(...PAY_BANDS)),
    });
    fc.assert(
      fc.property(fc.array(someRecord, { maxLength: 60 }), (given) => {
        const content = compose(given.map((each) => record(each)));
        for (const section of content.sections) {
          const counts =
            section.kind === 'figures'
              ? section.figures.filter(({ unit }) => unit === 'number').map(({ value }) => value)
              : section.rows.flatMap((row) =>
                  row.filter((_, index) => section.columns[index]?.unit === 'number'),
                );
          for (const value of counts)
            expect(typeof value !== 'number' || value === 0 || value >= 5).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});
