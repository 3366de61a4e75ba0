import type { Figure, Sentence } from './generated-item.schema.ts';

/** A figure as it is drawn, and in words for whoever doesn't see it. */
export interface FigureView {
  svg: string;
  words: Sentence;
}

const STEP = 28;
const INK = '#1d2733';

export const presentFigure = (figure: Figure): FigureView => ({
  svg: drawFigure(figure),
  words: {
    id: 'instruments.generated.figure',
    values: {
      many: figure.many,
      fill: `instruments.generated.fill.${figure.fill}`,
      shape: `instruments.generated.shape.${figure.shape}`,
    },
  },
});

/** Stripes are lines of their own rather than a pattern, whose id would have to be unique on the page. */
function drawFigure({ shape, fill, many }: Figure): string {
  const left = (3 * STEP - many * STEP) / 2 + STEP / 2;
  const parts = Array.from({ length: many }, (_, index) => {
    const x = left + index * STEP;
    const inside = fill === 'solid' ? INK : '#ffffff';
    return `<g transform="translate(${x} ${STEP / 2 + 4})"><path d="${OUTLINES[shape]}" fill="${inside}" stroke="${INK}" stroke-width="2"/>${
      fill === 'striped' ? `<path d="${STRIPES[shape]}" stroke="${INK}" stroke-width="1.5"/>` : ''
    }</g>`;
  });
  return `<svg viewBox="0 0 ${3 * STEP} ${STEP + 8}" width="${3 * STEP}" height="${STEP + 8}" aria-hidden="true" focusable="false">${parts.join('')}</svg>`;
}

const OUTLINES: Record<Figure['shape'], string> = {
  circle: 'M-10 0A10 10 0 1 0 10 0A10 10 0 1 0 -10 0Z',
  square: 'M-10 -10H10V10H-10Z',
  triangle: 'M0 -11L11 10H-11Z',
  diamond: 'M0 -12L10 0L0 12L-10 0Z',
};
const STRIPES: Record<Figure['shape'], string> = {
  circle: 'M-8 -5H8M-10 0H10M-8 5H8',
  square: 'M-10 -5H10M-10 0H10M-10 5H10',
  triangle: 'M-3 -4H3M-6 1H6M-9 6H9',
  diamond: 'M-5 -5H5M-10 0H10M-5 5H5',
};
