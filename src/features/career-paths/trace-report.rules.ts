import type { ReportAsk, ReportContent, Section, Words } from '../reports/index.ts';
import type { LocalText } from '../programme/index.ts';
import type { Gap, Need, SkillStanding } from './path.schema.ts';

export const TRACE_REPORT = 'career-trace-1';

const word = (id: string, values: Record<string, string | number> = {}): Words => ({
  id: `careerPaths.trace.${id}`,
  values,
});

export interface TracedGoal {
  horizon: string;
  state: 'active' | 'reached' | 'dropped';
  title: LocalText | null;
  dueOn: string | null;
  versions: number;
}

export interface TraceFigures {
  name: string;
  goals: readonly TracedGoal[];
  /** The first plan's gaps, and when it was made; null: there never was a plan. */
  first: { on: string; gaps: readonly Gap[] } | null;
  now: ReadonlyMap<string, SkillStanding>;
  /** What the post of the present goal asks for; null: there is no such goal. */
  post: { title: LocalText; needs: readonly (Need & { name: LocalText })[] } | null;
  names: ReadonlyMap<string, LocalText>;
  items: { planned: number; done: number };
}

/** §5.4.5.2: goals and what became of them, ability first and last, and how far it fits the post aimed at. */
export function composeTraceReport(figures: TraceFigures, ask: ReportAsk): ReportContent {
  return {
    rule: TRACE_REPORT,
    title: word('title'),
    subject: figures.name,
    from: ask.from,
    until: ask.until,
    sections: [attainment(figures), goals(figures.goals), growth(figures), fit(figures)],
    method: [word('method.levels'), word('method.fit'), word('method.frozen')],
  };
}

function attainment({ goals: all, items }: TraceFigures): Section {
  const reached = all.filter(({ state }) => state === 'reached').length;
  const count = (id: string, value: number | null, unit: 'number' | 'percent') => ({
    label: word(id),
    value,
    unit,
    note: null,
  });
  return {
    kind: 'figures',
    heading: word('attainment'),
    note: null,
    figures: [
      count('goals', all.length, 'number'),
      count('reached', reached, 'number'),
      count('itemsDone', items.planned === 0 ? null : items.done / items.planned, 'percent'),
    ],
  };
}

const goals = (all: readonly TracedGoal[]): Section => ({
  kind: 'table',
  heading: word('goalList'),
  note: all.length === 0 ? word('noGoals') : null,
  columns: [
    { label: word('horizon'), unit: 'text' },
    { label: word('post'), unit: 'text' },
    { label: word('dueOn'), unit: 'day' },
    { label: word('versions'), unit: 'number' },
    { label: word('state'), unit: 'text' },
  ],
  rows: all.map(({ horizon, title, dueOn, versions, state }) => [
    { id: `careerGoals.horizon.${horizon}`, values: {} },
    title,
    dueOn,
    versions,
    { id: `careerGoals.state.${state}`, values: {} },
  ]),
  chart: null,
});

/** Skills of the first plan: their level then and now. */
function growth({ first, now, names }: TraceFigures): Section {
  const gaps = first?.gaps ?? [];
  return {
    kind: 'table',
    heading: word('growth'),
    note: first === null ? word('noPath') : word('since', { day: first.on }),
    columns: [
      { label: word('skill'), unit: 'text' },
      { label: word('first'), unit: 'number' },
      { label: word('last'), unit: 'number' },
      { label: word('gain'), unit: 'number' },
    ],
    rows: gaps.map(({ skillId, level }) => {
      const last = now.get(skillId)?.level ?? 0;
      return [names.get(skillId) ?? skillId, level, last, last - level];
    }),
    chart: null,
  };
}

/** How much of what the post needs is there, weighed by importance. */
export function fitOf(needs: readonly Need[], now: ReadonlyMap<string, SkillStanding>): number | null {
  const all = needs.reduce((sum, { importance }) => sum + importance, 0);
  const met = needs.reduce(
    (sum, { skillId, level, importance }) =>
      sum + importance * Math.min(1, (now.get(skillId)?.level ?? 0) / level),
    0,
  );
  return all === 0 ? null : met / all;
}

function fit({ post, now }: TraceFigures): Section {
  const needs = post?.needs ?? [];
  const share = fitOf(needs, now);
  return {
    kind: 'table',
    heading: word('fit'),
    note:
      post === null || share === null ? word('noPost') : word('fitOf', { percent: Math.round(share * 100) }),
    columns: [
      { label: word('skill'), unit: 'text' },
      { label: word('needed'), unit: 'number' },
      { label: word('last'), unit: 'number' },
      { label: word('importance'), unit: 'percent' },
    ],
    rows: needs.map(({ skillId, name, level, importance }) => [
      name,
      level,
      now.get(skillId)?.level ?? 0,
      importance,
    ]),
    chart: null,
  };
}
