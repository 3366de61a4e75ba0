const COLUMN = 190;
const ROW = 48;
const BOX = { width: 150, height: 36 };
const MARGIN = 4;
/** Widths of a letter in the picture's units: Chinese characters are about twice as wide as Latin ones. */
const WIDE = 14;
const NARROW = 7.6;

export interface GraphSkill {
  id: string;
  label: string;
  level: number;
  requires: { id: string }[];
  inCourse: boolean;
}

export interface SkillGraph {
  width: number;
  height: number;
  boxes: {
    id: string;
    label: string;
    name: string;
    x: number;
    y: number;
    width: number;
    height: number;
    middleX: number;
    middleY: number;
    inCourse: boolean;
  }[];
  /** Paths from a prerequisite to what it opens. */
  arrows: string[];
}

/** The prerequisites as a picture: one column per level, what is learned first on the left. */
export function drawSkillGraph(skills: GraphSkill[]): SkillGraph {
  const levels = Math.max(1, ...skills.map(({ level }) => level));
  const columns = Array.from({ length: levels }, (_, index) =>
    skills.filter(({ level }) => level === index + 1),
  );
  const rows = Math.max(1, ...columns.map((column) => column.length));
  const height = rows * ROW;
  const middles = new Map<string, number>();
  for (const column of columns) {
    // Near what it requires, so that few arrows cross.
    const wish = ({ requires }: GraphSkill) => {
      const heights = requires.flatMap(({ id }) => middles.get(id) ?? []);
      return heights.length === 0 ? 0 : heights.reduce((sum, each) => sum + each, 0) / heights.length;
    };
    const gap = height / Math.max(1, column.length);
    [...column]
      .sort((a, b) => wish(a) - wish(b))
      .forEach(({ id }, index) => middles.set(id, Math.round((index + 0.5) * gap) + MARGIN));
  }
  const left = ({ level }: GraphSkill) => (level - 1) * COLUMN + MARGIN;
  const byId = new Map(skills.map((skill) => [skill.id, skill]));
  return {
    width: (levels - 1) * COLUMN + BOX.width + 2 * MARGIN,
    height: height + 2 * MARGIN,
    boxes: skills.map((skill) => {
      const middleY = middles.get(skill.id) ?? 0;
      const x = left(skill);
      return {
        id: skill.id,
        name: skill.label,
        label: shorten(skill.label),
        x,
        y: middleY - BOX.height / 2,
        ...BOX,
        middleX: x + BOX.width / 2,
        middleY,
        inCourse: skill.inCourse,
      };
    }),
    arrows: skills.flatMap((skill) =>
      skill.requires.flatMap(({ id }) => {
        const from = byId.get(id);
        if (!from) return [];
        const [x1, y1] = [left(from) + BOX.width, middles.get(id) ?? 0];
        const [x2, y2] = [left(skill) - 2, middles.get(skill.id) ?? 0];
        const bend = (COLUMN - BOX.width) * 0.8;
        return [`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`];
      }),
    ),
  };
}

/** What fits into a box, with an ellipsis for the rest. */
function shorten(label: string): string {
  let width = 0;
  const letters = [...label];
  const end = letters.findIndex((letter) => {
    width += (letter.codePointAt(0) ?? 0) > 0x2e7f ? WIDE : NARROW;
    return width > BOX.width - 12;
  });
  return end < 0 ? label : `${letters.slice(0, end - 1).join('')}…`;
}
