import type { ChartOption } from '../../infra/charts.ts';
import { TIERS, type CourseSkill, type LocalText, type Tier } from '../programme/index.ts';
import { TALENT_TYPES, type TalentType } from '../roster/index.ts';
import { compareNeed, isSilent } from './class-need.rules.ts';
import type { ClassMember, ClassSkillFact, ClassWarnings } from './class.schema.ts';
import {
  ENOUGH_ATTEMPTS,
  assessMastery,
  assessOwnLevel,
  stepOfMastery,
  type MasteryStep,
} from './mastery.rules.ts';
import type { PhaseBreakdown } from '../trajectory/index.ts';
import { inLearningOrder } from './skill-order.rules.ts';

export interface ClassRows {
  members: ClassMember[];
  skills: CourseSkill[];
  facts: ClassSkillFact[];
  warnings: ClassWarnings;
}

export interface ClassPage {
  /** Changes whenever something on the page does. */
  version: string;
  learners: number;
  /** False: the course plan names no skills yet. */
  planned: boolean;
  canPlan: boolean;
  warnings: ClassWarnings & { open: number };
  reviews: PersonLink[];
  silentCount: number;
  grid: GridRow[];
  heat: { skills: { id: string; name: LocalText }[]; rows: HeatRow[] };
  averages: SkillAverage[];
  averagesChart: string;
  phases: PhaseBreakdown;
}

export interface PersonLink {
  personId: string;
  name: string;
}

/** R049: 2 tiers × 3 types; `none` rows and columns hold whom nothing places yet. */
export interface GridRow {
  tier: Tier | 'none';
  cells: { type: TalentType | 'unassigned'; count: number; shown: PersonLink[]; more: PersonLink[] }[];
}

export interface HeatRow extends PersonLink {
  warning: 'yellow' | 'red' | null;
  weakSpots: number;
  silent: boolean;
  cells: HeatCell[];
}

/** `step` is none below four answers: too few for a colour. */
export interface HeatCell {
  mastery: number;
  attempts: number;
  correct: number;
  step: MasteryStep | 'none';
  weak: boolean;
}

export interface SkillAverage {
  skillId: string;
  name: LocalText;
  /** Mean mastery of those who answered, 0..1. */
  mean: number;
  learners: number;
  weak: number;
  step: MasteryStep;
}

export function presentClass(
  rows: ClassRows,
  shown: {
    version: string;
    now: Date;
    canPlan: boolean;
    averagesChart: string;
    phases: PhaseBreakdown;
  },
): ClassPage {
  const { members, warnings } = rows;
  const skills = inLearningOrder(rows.skills);
  const link = ({ personId, name }: ClassMember): PersonLink => ({ personId, name });
  return {
    version: shown.version,
    learners: members.length,
    planned: skills.length > 0,
    canPlan: shown.canPlan,
    warnings: { ...warnings, open: warnings.yellow + warnings.red },
    reviews: members.filter((member) => member.reviewAsked).map(link),
    silentCount: members.filter((member) => isSilent(member.lastActivityAt, shown.now)).length,
    grid: presentGrid(members),
    heat: {
      skills: skills.map(({ id, name }) => ({ id, name })),
      rows: presentHeat(rows, skills, shown.now),
    },
    averages: presentAverages(rows),
    averagesChart: shown.averagesChart,
    phases: shown.phases,
  };
}

/** Names a cell shows before it folds the rest away. */
const NAMES_SHOWN = 12;

function presentGrid(members: readonly ClassMember[]): GridRow[] {
  return [...TIERS, 'none' as const]
    .map((tier) => ({
      tier,
      cells: [...TALENT_TYPES, 'unassigned' as const].map((type) => {
        const people = members
          .filter((one) => (one.tier ?? 'none') === tier && (one.talentType ?? 'unassigned') === type)
          .map(({ personId, name }) => ({ personId, name }));
        return {
          type,
          count: people.length,
          shown: people.slice(0, NAMES_SHOWN),
          more: people.slice(NAMES_SHOWN),
        };
      }),
    }))
    .filter((row) => row.tier !== 'none' || row.cells.some((cell) => cell.count > 0));
}

function presentHeat(rows: ClassRows, skills: readonly CourseSkill[], now: Date): HeatRow[] {
  const byPerson = groupByPerson(rows.facts);
  return rows.members
    .map((member) => {
      const facts = byPerson.get(member.personId) ?? [];
      const level = assessOwnLevel(facts);
      const cells = skills.map(({ id }) =>
        presentCell(
          facts.find((fact) => fact.skillId === id),
          level,
        ),
      );
      return { need: { ...member, level }, member, cells };
    })
    .sort((a, b) => compareNeed(a.need, b.need))
    .map(({ member, cells }) => ({
      personId: member.personId,
      name: member.name,
      warning: member.warning,
      weakSpots: member.weakSpots,
      silent: isSilent(member.lastActivityAt, now),
      cells,
    }));
}

function groupByPerson(facts: readonly ClassSkillFact[]): Map<string, ClassSkillFact[]> {
  const groups = new Map<string, ClassSkillFact[]>();
  for (const fact of facts) groups.set(fact.personId, [...(groups.get(fact.personId) ?? []), fact]);
  return groups;
}

function presentCell(fact: ClassSkillFact | undefined, level: number): HeatCell {
  if (!fact || fact.attempts === 0) return { mastery: 0, attempts: 0, correct: 0, step: 'none', weak: false };
  const { mastery, attempts, correct } = assessMastery(fact, level);
  const step = attempts < ENOUGH_ATTEMPTS ? 'none' : stepOfMastery(mastery);
  return { mastery, attempts, correct, step, weak: fact.weak };
}

/** The course's skills somebody answered, lowest mean first. */
export function presentAverages({ skills, facts }: Pick<ClassRows, 'skills' | 'facts'>): SkillAverage[] {
  const levels = new Map([...groupByPerson(facts)].map(([id, own]) => [id, assessOwnLevel(own)]));
  return skills
    .flatMap(({ id, name }): SkillAverage[] => {
      const tried = facts.filter((fact) => fact.skillId === id && fact.attempts > 0);
      if (tried.length === 0) return [];
      const sum = tried.reduce(
        (total, fact) => total + assessMastery(fact, levels.get(fact.personId) ?? 0).mastery,
        0,
      );
      const mean = sum / tried.length;
      const weak = tried.filter((fact) => fact.weak).length;
      return [{ skillId: id, name, mean, learners: tried.length, weak, step: stepOfMastery(mean) }];
    })
    .sort((a, b) => a.mean - b.mean || (a.skillId < b.skillId ? -1 : 1));
}

const BARS_SHOWN = 12;
const STEP_COLOURS: Record<MasteryStep, string> = {
  m0: '#c8473b',
  m1: '#d98a3a',
  m2: '#c9a227',
  m3: '#5f9e5a',
  m4: '#2f7d4b',
};

export const averagesChartSize = (averages: readonly SkillAverage[]) => ({
  width: 380,
  height: 34 + Math.min(BARS_SHOWN, averages.length) * 28,
});

/** The weakest skills of the class as bars, weakest on top. */
export function buildAveragesChart(averages: readonly SkillAverage[], locale: keyof LocalText): ChartOption {
  const bars = averages.slice(0, BARS_SHOWN);
  return {
    grid: { left: 138, right: 40, top: 4, bottom: 22 },
    xAxis: {
      type: 'value',
      min: 0,
      max: 100,
      interval: 20,
      axisLabel: { color: '#55616e', fontSize: 11 },
      splitLine: { lineStyle: { color: '#e8ecf0' } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: bars.map((bar) => bar.name[locale]),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: '#d8dee5' } },
      axisLabel: { color: '#1d2733', fontSize: 12, lineHeight: 13, width: 128, overflow: 'break' },
    },
    series: [
      {
        type: 'bar',
        barCategoryGap: '35%',
        data: bars.map((bar) => ({
          value: Math.round(bar.mean * 100),
          itemStyle: { color: STEP_COLOURS[bar.step] },
        })),
        label: { show: true, position: 'right', color: '#1d2733', fontSize: 12, formatter: '{c}%' },
      },
    ],
  };
}
