import type { TabView } from '../career/index.ts';
import type { Learner } from '../career-goals/index.ts';
import {
  CLARITY_POINTS,
  bandOf,
  summariseGauges,
  type Band,
  type ClarityPart,
  type GaugeValues,
  type GroupGauge,
} from './gauges.rules.ts';
import { groupBy } from './group-by.rules.ts';
import type { LearnerGauges } from './gauges.schema.ts';

export interface GaugesView extends GaugeValues {
  band: Band | null;
  parts: { part: ClarityPart; points: number; holds: boolean }[];
}

/** One person's gauges with the parts of the first. */
export const presentGauges = (gauges: LearnerGauges): GaugesView => ({
  clarity: gauges.clarity,
  match: gauges.match,
  deviation: gauges.deviation,
  band: gauges.deviation === null ? null : bandOf(gauges.deviation),
  parts: (Object.keys(CLARITY_POINTS) as ClarityPart[]).map((part) => ({
    part,
    points: CLARITY_POINTS[part],
    holds: !gauges.parts.missing.includes(part),
  })),
});

export interface GroupRow {
  /** What the page is narrowed by; '' is everybody. */
  group: string;
  /** null: learners without a class, or a class without a year of entry. */
  name: string | null;
  learners: number;
  clarity: GroupGauge;
  match: GroupGauge;
  deviation: GroupGauge & { band: Band | null };
}

export interface GaugesPage {
  tabs: TabView[];
  all: GroupRow;
  classes: GroupRow[];
  cohorts: GroupRow[];
  /** null: everybody. */
  chosen: string | null;
  rows: ({ personId: string; name: string; className: string | null } & GaugesView)[];
  /** Whether the learners' own pages open: they do in the course only. */
  inCourse: boolean;
}

export const groupOf = {
  class: ({ classId }: Learner) => `class:${classId ?? ''}`,
  cohort: ({ entryYear }: Learner) => `cohort:${entryYear ?? ''}`,
};

export function presentGaugesPage(
  gauges: readonly LearnerGauges[],
  given: Pick<GaugesPage, 'tabs' | 'inCourse'> & { group: string | null },
): GaugesPage {
  const chosen = gauges.filter(
    ({ learner }) =>
      given.group === null ||
      groupOf.class(learner) === given.group ||
      groupOf.cohort(learner) === given.group,
  );
  return {
    tabs: given.tabs,
    inCourse: given.inCourse,
    all: summarise('', null, gauges),
    classes: groupsOf(gauges, groupOf.class, ({ className }) => className),
    cohorts: groupsOf(gauges, groupOf.cohort, ({ entryYear }) => entryYear && String(entryYear)),
    chosen: given.group,
    rows: chosen
      .map((one) => ({
        personId: one.learner.personId,
        name: one.learner.name,
        className: one.learner.className,
        ...presentGauges(one),
      }))
      .sort((a, b) => a.clarity - b.clarity),
  };
}

function groupsOf(
  gauges: readonly LearnerGauges[],
  groupOfLearner: (learner: Learner) => string,
  nameOf: (learner: Learner) => string | null | 0,
): GroupRow[] {
  const groups = groupBy(gauges, ({ learner }) => groupOfLearner(learner));
  return [...groups]
    .map(([group, own]) => summarise(group, (own[0] && nameOf(own[0].learner)) || null, own))
    .sort((a, b) => (a.name ?? '').localeCompare(b.name ?? ''));
}

function summarise(group: string, name: string | null, gauges: readonly LearnerGauges[]): GroupRow {
  const { clarity, match, deviation } = summariseGauges(gauges);
  const band = deviation.mean === null ? null : bandOf(deviation.mean);
  return { group, name, learners: gauges.length, clarity, match, deviation: { ...deviation, band } };
}
