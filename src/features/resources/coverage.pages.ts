import type { Dimension } from '../programme/index.ts';
import { TALENT_TYPES } from '../roster/index.ts';
import type { EthicsItem, KindCount } from './alignment.schema.ts';
import {
  ELEMENTS,
  judgeCoverage,
  judgeEthics,
  judgeKinds,
  type CourseRows,
  type Coverage,
  type Element,
  type EthicsCoverage,
  type KindCoverage,
  type ModuleCoverage,
} from './coverage.rules.ts';
import { TARGET_KINDS, type TalentType, type Target, type TargetKind } from './resources.schema.ts';
import type { TabView } from './tabs.pages.ts';

interface ModuleView extends ModuleCoverage {
  targets: (Target & { checked: boolean })[];
  items: (EthicsItem & { scene: string; checked: boolean })[];
}

export interface CoveragePage {
  tabs: TabView[];
  saved: boolean;
  /** null: no course, no modules. */
  course:
    | (Omit<Coverage, 'modules'> & {
        modules: ModuleView[];
        dimensions: readonly Dimension[];
        elements: readonly Element[];
        ethics: EthicsCoverage[];
        gaps: number;
      })
    | null;
  kinds: KindCoverage[];
  targets: Target[];
  targetKinds: readonly TargetKind[];
  mayEdit: boolean;
  /** In a course: its plan is a click away. */
  hasPlan: boolean;
}

export function presentCoverage(
  rows: {
    course: CourseRows | null;
    kinds: readonly KindCount[];
    targets: readonly Target[];
    items: readonly EthicsItem[];
  },
  given: {
    tabs: TabView[];
    saved: boolean;
    mayEdit: boolean;
    hasPlan: boolean;
    talentType: TalentType | null;
    dimensions: readonly Dimension[];
  },
): CoveragePage {
  const { course } = rows;
  const coverage = course && judgeCoverage(course, given);
  return {
    tabs: given.tabs,
    saved: given.saved,
    mayEdit: given.mayEdit,
    hasPlan: given.hasPlan,
    kinds: judgeKinds(rows.kinds, TALENT_TYPES),
    targets: [...rows.targets],
    targetKinds: TARGET_KINDS,
    course: course &&
      coverage && {
        ...coverage,
        modules: coverage.modules.map((module) => ({
          ...module,
          targets: rows.targets.map((target) => ({
            ...target,
            checked: course.targets.some(({ unitId, id }) => unitId === module.id && id === target.id),
          })),
          items: rows.items.map((item) => {
            const treated = module.ethics.find(({ itemId }) => itemId === item.id);
            return { ...item, scene: treated?.scene ?? '', checked: treated !== undefined };
          }),
        })),
        dimensions: given.dimensions,
        elements: ELEMENTS,
        ethics: judgeEthics(rows.items, coverage.modules),
        gaps:
          coverage.dimensionsMissing.length +
          coverage.elementsMissing.length +
          coverage.modules.filter(({ isLoose, published }) => isLoose || published === 0).length,
      },
  };
}
