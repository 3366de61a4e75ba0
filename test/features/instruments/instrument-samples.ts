import { parseDefinition } from '../../../src/features/instruments/definition.rules.ts';
import type { Definition } from '../../../src/features/instruments/definition.schema.ts';

export const both = (text: string) => ({ 'zh-CN': `中 ${text}`, en: text });

export const FIVE = [1, 2, 3, 4, 5].map((value) => ({ value, text: both(`step ${value}`) }));
export const option = (id: string, points?: number) => ({
  id,
  text: both(`option ${id}`),
  ...(points === undefined ? {} : { points }),
});
export const likert = (id: string, more: object = {}) => ({
  kind: 'likert',
  id,
  text: both(`item ${id}`),
  anchors: 'five',
  ...more,
});

/** As a school would write it down. */
export const written = (given: object = {}): Record<string, unknown> => ({
  id: 'sample',
  version: 1,
  kind: 'scale',
  title: both('Sample scale'),
  about: both('About the sample'),
  licence: both('CC0'),
  attribution: both('Its author'),
  limits: both('Exploration only'),
  privacy: { staff: 'scores', readers: ['instructor', 'career_teacher'] },
  open: true,
  anchors: { five: FIVE },
  parts: [{ id: 'p1', title: both('Part one'), items: [likert('q1'), likert('q2')] }],
  scores: [{ id: 's', title: both('Score'), how: 'sum', terms: ['q1', 'q2'] }],
  ...given,
});

export function aDefinition(given: object = {}): Definition {
  const parsed = parseDefinition(written(given));
  if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
  return parsed.definition;
}
