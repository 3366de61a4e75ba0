import type { Locale } from '../../infra/views.ts';
import { listUnits } from './course-walk.rules.ts';
import type { CourseStructure, PackageProblem } from './course-structure.schema.ts';
import { inLanguage } from './lang-string.rules.ts';
import { isUnitDone, type StateOf } from './package-standing.rules.ts';

export interface PackageRow {
  id: string;
  structure: CourseStructure;
  importedAt: Date;
  /** Of the course itself, not shown here by a link only. */
  isOwn: boolean;
}

/** What a course offers; its teacher also brings packages in here. */
export function presentPackages(
  rows: readonly { row: PackageRow; stateOf: StateOf }[],
  given: {
    locale: Locale;
    isTeacher: boolean;
    isLearner: boolean;
    saved: boolean;
    closed: boolean;
    problems: readonly PackageProblem[];
  },
) {
  const { locale, problems, ...rest } = given;
  return {
    ...rest,
    packages: rows.map(({ row: { id, structure, importedAt, isOwn }, stateOf }) => {
      const units = listUnits(structure);
      return {
        id,
        title: inLanguage(structure.title, locale),
        description: inLanguage(structure.description, locale),
        importedAt,
        units: units.length,
        done: units.filter((unit) => isUnitDone(unit, stateOf(unit.id))).length,
        removable: given.isTeacher && isOwn,
      };
    }),
    problems: problems.map(({ id, values, line }) => ({
      sentence: { id: `cmi5.problem.${id}`, values },
      line,
    })),
  };
}
