import type { Dimension, PlanTask, PlanUnit, Skill } from '../programme/index.ts';
import type { EthicsItem, KindCount, LinkedResource, LinkedTarget, UnitEthics } from './alignment.schema.ts';
import type { LibraryKind, TalentType } from './resources.schema.ts';

/** 岗课赛证训创 in the order in which it is said. */
export const ELEMENTS = ['post', 'course', 'contest', 'certificate', 'training', 'innovation'] as const;
export type Element = (typeof ELEMENTS)[number];

/** What each type's posts are learned with (§5.5.2a), and the forms that all of them want (§5.5.2b). */
const OWN_KIND: Record<TalentType, LibraryKind> = {
  development: 'tool_document',
  support: 'fault_case',
  operations: 'dashboard_template',
};
const COMMON_KINDS: LibraryKind[] = ['micro_lecture', 'interactive_test', 'simulation', 'digitised_case'];

export interface CourseRows {
  units: readonly PlanUnit[];
  tasks: readonly Pick<PlanTask, 'unitId' | 'kind' | 'skillIds'>[];
  skills: readonly Pick<Skill, 'id' | 'talentType' | 'dimension'>[];
  targets: readonly LinkedTarget[];
  resources: readonly LinkedResource[];
  ethics: readonly UnitEthics[];
}

export interface ModuleCoverage {
  id: string;
  title: string;
  /** Skills of each dimension of table 1 that its tasks exercise. */
  dimensions: { dimension: Dimension; skills: number }[];
  /** What it has of 岗课赛证训创, with names where something is named. */
  elements: { element: Element; there: boolean; names: string[] }[];
  published: number;
  waiting: number;
  lawCases: number;
  ethics: readonly UnitEthics[];
  /** It leads to no ability of table 1. */
  isLoose: boolean;
}

export interface Coverage {
  modules: ModuleCoverage[];
  /** Dimensions (of the course's type, else all) that no module leads to. */
  dimensionsMissing: Dimension[];
  elementsMissing: Element[];
}

/** Module by module, and what no module covers: gaps in both directions (R024). */
export function judgeCoverage(
  rows: CourseRows,
  { talentType, dimensions }: { talentType: TalentType | null; dimensions: readonly Dimension[] },
): Coverage {
  const skills = new Map(rows.skills.map((skill) => [skill.id, skill]));
  const modules = rows.units.map((unit) => coverModule(unit, rows, skills, dimensions));
  const typeOf = new Map(rows.skills.map((skill) => [skill.dimension, skill.talentType]));
  const covers = (dimension: Dimension) =>
    modules.some((module) => module.dimensions.some((one) => one.dimension === dimension && one.skills > 0));
  const has = (element: Element) =>
    modules.some((module) => module.elements.some((one) => one.element === element && one.there));
  return {
    modules,
    dimensionsMissing: dimensions.filter(
      (dimension) => (talentType === null || typeOf.get(dimension) === talentType) && !covers(dimension),
    ),
    elementsMissing: ELEMENTS.filter((element) => !has(element)),
  };
}

function coverModule(
  { id, title }: PlanUnit,
  rows: CourseRows,
  skills: ReadonlyMap<string, CourseRows['skills'][number]>,
  dimensions: readonly Dimension[],
): ModuleCoverage {
  const tasks = rows.tasks.filter(({ unitId }) => unitId === id);
  const own = [...new Set(tasks.flatMap(({ skillIds }) => skillIds))].flatMap(
    (skillId) => skills.get(skillId) ?? [],
  );
  const ofUnit = <T extends { unitId: string }>(list: readonly T[]) =>
    list.filter(({ unitId }) => unitId === id);
  const targets = ofUnit(rows.targets);
  const resources = ofUnit(rows.resources);
  const there: Record<Element, boolean> = {
    post: false,
    course: own.length > 0,
    contest: false,
    certificate: false,
    // Projects and work in the room are training, whether or not one is named.
    training: tasks.some(({ kind }) => kind === 'project' || kind === 'offline'),
    innovation: false,
  };
  return {
    id,
    title,
    dimensions: dimensions.map((dimension) => ({
      dimension,
      skills: own.filter((skill) => skill.dimension === dimension).length,
    })),
    elements: ELEMENTS.map((element) => {
      const names = targets.filter(({ kind }) => kind === element).map(({ name }) => name);
      return { element, there: there[element] || names.length > 0, names };
    }),
    published: resources.filter(({ published }) => published).length,
    waiting: resources.filter(({ published }) => !published).length,
    lawCases: resources.filter(({ kind, published }) => kind === 'law_case' && published).length,
    ethics: ofUnit(rows.ethics),
    isLoose: own.length === 0,
  };
}

export interface KindCoverage {
  talentType: TalentType;
  kinds: { kind: LibraryKind; own: boolean; published: number; waiting: number }[];
  /** Kinds of which nothing is published. */
  missing: LibraryKind[];
}

/** Which kinds of resources each talent type has (R052); what is for all types counts for each. */
export function judgeKinds(counts: readonly KindCount[], types: readonly TalentType[]): KindCoverage[] {
  return types.map((talentType) => {
    const kinds = [OWN_KIND[talentType], ...COMMON_KINDS].map((kind) => {
      const rows = counts.filter(
        (row) => row.kind === kind && (row.talentType === talentType || row.talentType === null),
      );
      const published = rows.reduce((sum, row) => sum + row.published, 0);
      const all = rows.reduce((sum, row) => sum + row.all, 0);
      return { kind, own: kind === OWN_KIND[talentType], published, waiting: all - published };
    });
    return {
      talentType,
      kinds,
      missing: kinds.filter(({ published }) => published === 0).map(({ kind }) => kind),
    };
  });
}

export interface EthicsCoverage {
  item: EthicsItem;
  modules: { id: string; title: string; scene: string }[];
}

/** Ethics item by item: where it is treated (R110). */
export const judgeEthics = (
  items: readonly EthicsItem[],
  modules: readonly ModuleCoverage[],
): EthicsCoverage[] =>
  items.map((item) => ({
    item,
    modules: modules.flatMap(({ id, title, ethics }) =>
      ethics.filter(({ itemId }) => itemId === item.id).map(({ scene }) => ({ id, title, scene })),
    ),
  }));

export interface CrossJudgement {
  /** The talent types that its modules' courses and skills belong to. */
  types: TalentType[];
  lacking: ('modules' | 'types' | 'schoolMentor' | 'enterpriseMentor' | 'cycle')[];
}

/** What a compound post lacks of §5.2.1.3: modules of two groups at least, two mentors, a cycle of its own (R030). */
export function judgeCompound(post: {
  modules: readonly { talentType: TalentType | null; skillTypes: readonly TalentType[] }[];
  schoolMentorId: string | null;
  enterpriseMentorId: string | null;
  cycleWeeks: number | null;
}): CrossJudgement {
  const types = [
    ...new Set(
      post.modules.flatMap(({ talentType, skillTypes }) => [
        ...(talentType === null ? [] : [talentType]),
        ...skillTypes,
      ]),
    ),
  ];
  const missing = post.modules.length === 0 ? 'modules' : 'types';
  return {
    types,
    lacking: [
      ...(types.length >= 2 ? [] : ([missing] as const)),
      ...(post.schoolMentorId === null ? (['schoolMentor'] as const) : []),
      ...(post.enterpriseMentorId === null ? (['enterpriseMentor'] as const) : []),
      ...(post.cycleWeeks === null ? (['cycle'] as const) : []),
    ],
  };
}
