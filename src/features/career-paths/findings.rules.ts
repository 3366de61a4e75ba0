import { CLARITY_POINTS, type Clarity, type ClarityPart } from './gauges.rules.ts';
import type { UnmetReason } from './path.schema.ts';
import type { LocalText } from '../programme/index.ts';

/** Fewer learners than this could be recognised: their cells are left out. */
export const SMALLEST_CELL = 5;

export interface UnmetCount {
  skillId: string;
  name: LocalText;
  reason: UnmetReason;
  learners: number;
}

/** What many learners have in common, and what it is measured by. */
export type Finding =
  | { kind: 'unmet'; key: string; name: LocalText; reason: UnmetReason; learners: number; of: number }
  | { kind: 'clarity'; key: string; part: ClarityPart; learners: number; of: number };

/** Findings over a course (R079), the widest first; `hidden`: how many concern too few to be told. */
export function findCommon(
  unmet: readonly UnmetCount[],
  clarities: readonly Clarity[],
): { findings: Finding[]; hidden: number } {
  const of = clarities.length;
  const parts = (Object.keys(CLARITY_POINTS) as ClarityPart[]).map((part): Finding => ({
    kind: 'clarity',
    key: `clarity:${part}`,
    part,
    learners: clarities.filter(({ missing }) => missing.includes(part)).length,
    of,
  }));
  const skills = unmet.map(({ skillId, name, reason, learners }): Finding => ({
    kind: 'unmet',
    key: `unmet:${skillId}:${reason}`,
    name,
    reason,
    learners,
    of,
  }));
  const all = [...parts, ...skills].filter(({ learners }) => learners > 0);
  return {
    findings: all
      .filter(({ learners }) => learners >= SMALLEST_CELL)
      .sort((a, b) => b.learners - a.learners || (a.key < b.key ? -1 : 1)),
    hidden: all.filter(({ learners }) => learners < SMALLEST_CELL).length,
  };
}
