import type { ChartOption } from '../../infra/charts.ts';

const COLUMN = 190;
const ROW = 54;
const NODE = { width: 150, height: 36 };
const INK = { brand: '#0b5c7a', line: '#8793a0', paper: '#ffffff', text: '#1d2733' };

interface ChartSkill {
  id: string;
  label: string;
  level: number;
  requires: { id: string }[];
  inCourse: boolean;
}

/** The prerequisites as a picture: what is learned first on the left, the course's skills filled. */
export function drawSkillGraph(skills: ChartSkill[]): {
  option: ChartOption;
  size: { width: number; height: number };
} {
  const levels = Math.max(1, ...skills.map(({ level }) => level));
  const columns = Array.from({ length: levels }, (_, index) =>
    skills.filter(({ level }) => level === index + 1),
  );
  const rows = Math.max(1, ...columns.map((column) => column.length));
  const size = { width: levels * COLUMN, height: rows * ROW };
  const y = new Map<string, number>();
  for (const column of columns) {
    // Near what it requires, so that few lines cross.
    const wish = ({ requires }: ChartSkill) => {
      const heights = requires.flatMap(({ id }) => y.get(id) ?? []);
      return heights.length === 0 ? 0 : heights.reduce((sum, height) => sum + height, 0) / heights.length;
    };
    const sorted = [...column].sort((a, b) => wish(a) - wish(b));
    const gap = size.height / Math.max(1, sorted.length);
    sorted.forEach(({ id }, index) => y.set(id, (index + 0.5) * gap));
  }
  const option: ChartOption = {
    series: [
      {
        type: 'graph',
        layout: 'none',
        left: NODE.width / 2,
        right: NODE.width / 2,
        top: NODE.height / 2,
        bottom: NODE.height / 2,
        symbol: 'roundRect',
        symbolSize: [NODE.width, NODE.height],
        label: { show: true, width: NODE.width - 12, overflow: 'truncate', fontSize: 13 },
        edgeSymbol: ['none', 'arrow'],
        edgeSymbolSize: 8,
        lineStyle: { color: INK.line, width: 1.2, curveness: 0.08 },
        data: skills.map(({ id, label, level, inCourse }) => ({
          id,
          name: label,
          x: (level - 0.5) * COLUMN,
          y: y.get(id) ?? 0,
          itemStyle: inCourse
            ? { color: INK.brand, borderColor: INK.brand }
            : { color: INK.paper, borderColor: INK.line, borderWidth: 1 },
          label: { color: inCourse ? INK.paper : INK.text },
        })),
        links: skills.flatMap(({ id, requires }) =>
          requires
            .filter((required) => y.has(required.id))
            .map((required) => ({ source: required.id, target: id })),
        ),
      },
    ],
  };
  return { option, size };
}
