import type { Cell, Section } from '../reports/index.ts';
import { checkRecords } from './check-records.rules.ts';
import { WAVE_MONTHS } from './employment.schema.ts';
import { PROBLEMS } from './follow-up.rules.ts';
import { isSatisfied, protectParts } from './quality-parts.rules.ts';
import { codeWords, figure, rateOf, shown, word } from './quality-words.rules.ts';
import type { QualityFigures, QualityRecord } from './quality.schema.ts';
import { protectCells, shownShare } from './suppress.rules.ts';

export function satisfaction(records: readonly QualityRecord[]): Section {
  const answered = records.filter(({ latest }) => latest !== null);
  const satisfied = rateOf(protectParts(answered.map(isSatisfied)));
  return {
    kind: 'figures',
    heading: word('satisfaction'),
    note: answered.length === 0 ? word('nobodyAnswered') : null,
    figures: [
      figure('satisfied', satisfied.value, 'percent', satisfied.note),
      ...PROBLEMS.map((problem) => {
        const { value } = rateOf(
          protectParts(answered.map(({ latest }) => (latest?.problems.includes(problem) ? 'yes' : 'no'))),
        );
        return { label: codeWords('problem', problem), value, unit: 'percent' as const, note: null };
      }),
    ],
  };
}

export function waves({ waves: due }: QualityFigures): Section {
  const rows = WAVE_MONTHS.map((months): Cell[] => {
    const counts = { answered: 0, reached: 0, silent: 0 };
    for (const wave of due.filter((each) => each.months === months))
      counts[wave.answers ? 'answered' : wave.reached ? 'reached' : 'silent'] += 1;
    const cells = protectCells(counts, [
      { key: 'due', atoms: ['answered', 'reached', 'silent'] },
      { key: 'reached', atoms: ['answered', 'reached'] },
      { key: 'answered', atoms: ['answered'] },
    ]);
    const share = (key: string) => shownShare(cells.get(key), cells.get('due'));
    return [word('months', { months }), shown(cells, 'due'), share('reached'), share('answered')];
  });
  return {
    kind: 'table',
    heading: word('waves'),
    note: null,
    columns: [
      { label: word('wave'), unit: 'text' },
      { label: word('due'), unit: 'number' },
      { label: word('reachRate'), unit: 'percent' },
      { label: word('responseRate'), unit: 'percent' },
    ],
    rows,
    chart: null,
  };
}

/** What is doubtful, without numbers: the office's own page has them. */
export function checks(records: readonly QualityRecord[], today: string): Section {
  const found = checkRecords(records, today);
  return {
    kind: 'table',
    heading: word('checks'),
    note: found.length === 0 ? word('checksClear') : null,
    columns: [{ label: word('check'), unit: 'text' }],
    rows: found.map(({ id }) => [{ id: `employment.check.${id}`, values: {} }]),
    chart: null,
  };
}

export function findings({ findings: all }: QualityFigures): Section {
  return {
    kind: 'table',
    heading: word('findings'),
    note: all.length === 0 ? word('noFindings') : null,
    columns: [
      { label: word('finding'), unit: 'text' },
      { label: word('dueOn'), unit: 'day' },
      { label: word('state'), unit: 'text' },
    ],
    rows: all.map(({ words, dueOn, closed }) => [words, dueOn, word(closed ? 'done' : 'open')]),
    chart: null,
  };
}
