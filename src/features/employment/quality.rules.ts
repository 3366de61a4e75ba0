import type { Cell, ReportAsk, ReportContent, Section, Words } from '../reports/index.ts';
import { FORMULA_VERSIONS, GROUPS, isEmployed } from './destination.rules.ts';
import { DESTINATION_CODES } from './employment.schema.ts';
import {
  matchesByPost,
  matchesBySelf,
  protectDestinations,
  protectParts,
  quartilesOf,
  type Protected,
} from './quality-parts.rules.ts';
import type { QualityFigures, QualityRecord } from './quality.schema.ts';
import { checks, findings, satisfaction, waves } from './quality-follow-up.rules.ts';
import { HIDDEN, codeWords, figure, rateOf, shown, word } from './quality-words.rules.ts';
import { LEAST_SHOWN, shownShare } from './suppress.rules.ts';

export const QUALITY_REPORT = 'employment-quality-1';

/** §5.7.3.4 of one cohort: no number of fewer than five people is in it, and none can be worked out from it. */
export function composeQualityReport(
  figures: QualityFigures,
  ask: Pick<ReportAsk, 'from' | 'until'>,
  today: string,
): ReportContent {
  const destinations = protectDestinations(figures.records);
  const employed = figures.records.filter(({ code }) => code !== null && isEmployed(code));
  // Where the number of the employed itself is hidden, no table may add up to it.
  const parts = destinations.get('employed') === null ? [] : employed;
  return {
    rule: QUALITY_REPORT,
    title: word('title'),
    subject: figures.schoolName,
    from: ask.from,
    until: ask.until,
    sections: [
      scale(destinations),
      byCode(destinations),
      ...FORMULA_VERSIONS.map((version) => byGroup(destinations, version)),
      flow(
        'region',
        parts,
        ({ region }) => region,
        (value) => value,
      ),
      flow(
        'industry',
        parts,
        ({ industry }) => text(industry),
        (value) => codeWords('industry', value),
      ),
      flow(
        'unitNature',
        parts,
        ({ unitNature }) => text(unitNature),
        (value) => codeWords('nature', value),
      ),
      match(parts),
      pay(parts),
      satisfaction(figures.records),
      waves(figures),
      checks(figures.records, today),
      findings(figures),
    ],
    method: ['formula', 'knowledge', 'match', 'pay', 'hidden5', 'limits', 'release'].map((id) =>
      word(`method.${id}`, { least: LEAST_SHOWN }),
    ),
  };
}

const text = (value: number | null): string | null => (value === null ? null : String(value));

function scale(cells: Protected): Section {
  const all = cells.get('all');
  const rate = (version: string) => shownShare(cells.get(`placed ${version}`), all) ?? HIDDEN;
  return {
    kind: 'figures',
    heading: word('scale'),
    note: null,
    figures: [
      figure('graduates', shown(cells, 'all'), 'number'),
      figure('known', shownShare(cells.get('known'), all) ?? HIDDEN, 'percent', word('knownNote')),
      figure('placed2024', rate('2024'), 'percent', word('formula2024')),
      figure('placed2021', rate('2021'), 'percent', word('formula2021')),
      figure('outcomes', shownShare(cells.get('placed 2024'), cells.get('active')) ?? HIDDEN, 'percent'),
      figure('employed', shown(cells, 'employed'), 'number'),
    ],
  };
}

function byCode(cells: Protected): Section {
  const keys = [...DESTINATION_CODES.map(String), 'unknown'].filter((key) => cells.get(`code ${key}`) !== 0);
  return {
    kind: 'table',
    heading: word('byCode'),
    note: null,
    columns: [
      { label: word('code'), unit: 'text' },
      { label: word('people'), unit: 'number' },
      { label: word('share'), unit: 'percent' },
    ],
    rows: keys.map((key) => [
      codeWords('code', key),
      shown(cells, `code ${key}`),
      shownShare(cells.get(`code ${key}`), cells.get('all')),
    ]),
    chart: null,
  };
}

function byGroup(cells: Protected, version: (typeof FORMULA_VERSIONS)[number]): Section {
  return {
    kind: 'table',
    heading: word(`groups${version}`),
    note: word(`formula${version}`),
    columns: [
      { label: word('group'), unit: 'text' },
      { label: word('people'), unit: 'number' },
      { label: word('share'), unit: 'percent' },
    ],
    rows: GROUPS[version].map((group) => [
      codeWords('group', group),
      shown(cells, `${version} ${group}`),
      shownShare(cells.get(`${version} ${group}`), cells.get('all')),
    ]),
    chart: null,
  };
}

function flow(
  name: string,
  employed: readonly QualityRecord[],
  valueOf: (record: QualityRecord) => string | null,
  say: (value: string) => Words,
): Section {
  const cells = protectParts(employed.map(valueOf));
  const keys = [...cells.keys()].filter((key) => key.startsWith('is ') || key === 'unknown');
  const size = (key: string) => cells.get(key) ?? 0;
  const label = (key: string) => (key === 'unknown' ? word('notKnown') : say(key.slice('is '.length)));
  return {
    kind: 'table',
    heading: word(`flow.${name}`),
    note: employed.length === 0 ? word('withheld') : null,
    columns: [
      { label: word(`flow.${name}`), unit: 'text' },
      { label: word('people'), unit: 'number' },
      { label: word('share'), unit: 'percent' },
    ],
    rows: keys
      .toSorted((a, b) => size(b) - size(a) || a.localeCompare(b))
      .map((key) => [label(key), shown(cells, key), shownShare(cells.get(key), cells.get('all'))]),
    chart: null,
  };
}

function match(employed: readonly QualityRecord[]): Section {
  const line = (name: string, judge: (record: QualityRecord) => string | null) => {
    const { value, note } = rateOf(protectParts(employed.map(judge)));
    return figure(name, value, 'percent', note);
  };
  return {
    kind: 'figures',
    heading: word('match'),
    note: word('matchNote'),
    figures: [line('matchA', matchesByPost), line('matchB', matchesBySelf)],
  };
}

function pay(employed: readonly QualityRecord[]): Section {
  const bands = employed.flatMap(({ payFrom }) => payFrom ?? []);
  const cells = protectParts(employed.map(({ payFrom }) => (payFrom === null ? null : 'told')));
  const quartiles = quartilesOf(bands);
  const band = (index: 0 | 1 | 2): Cell => (quartiles ? codeWords('pay', String(quartiles[index])) : HIDDEN);
  return {
    kind: 'figures',
    heading: word('pay'),
    note: word('payNote'),
    figures: [
      figure('payKnown', shown(cells, 'known'), 'number'),
      figure('p25', band(0), 'text'),
      figure('median', band(1), 'text'),
      figure('p75', band(2), 'text'),
    ],
  };
}
