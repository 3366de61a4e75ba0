/** 职业道德, 协作能力, 创新思维 (§5.4.4). */
export const LITERACIES = ['ethics', 'teamwork', 'innovation'] as const;
export type Literacy = (typeof LITERACIES)[number];

/** The rubric's levels; what each looks like is said below `careerPaths.rubric`. */
export const RUBRIC_LEVELS = [1, 2, 3, 4] as const;

export interface MarkPoint {
  dimension: Literacy;
  level: number;
  markedOn: string;
}

export interface SemesterMarks {
  startsOn: string;
  name: string | null;
  /** Mean level per dimension; null: nobody marked it. */
  means: Record<Literacy, number | null>;
  marks: number;
}

/** How a learner was marked from semester to semester (R075). */
export function trendOf(
  marks: readonly MarkPoint[],
  semesters: readonly { name: string | null; startsOn: string; until: string }[],
): SemesterMarks[] {
  return semesters
    .map(({ name, startsOn, until }) => {
      const own = marks.filter(({ markedOn }) => startsOn <= markedOn && markedOn <= until);
      const mean = (dimension: Literacy): number | null => {
        const levels = own.filter((mark) => mark.dimension === dimension).map(({ level }) => level);
        return levels.length === 0 ? null : levels.reduce((sum, level) => sum + level, 0) / levels.length;
      };
      return {
        startsOn,
        name,
        means: { ethics: mean('ethics'), teamwork: mean('teamwork'), innovation: mean('innovation') },
        marks: own.length,
      };
    })
    .filter(({ marks: count }) => count > 0);
}
