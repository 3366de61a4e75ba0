import { fitOfSkills, prepareStudent, scoreMatch, type SkillWeights } from './match.rules.ts';
import { isRuledOut } from './constraint.rules.ts';
import type { OpenPosting, Seeker, Student } from './matching.schema.ts';

/** Of one employer in each ten: no firm takes the whole page. */
export const MOST_OF_ONE_EMPLOYER = 2;
const BLOCK = 10;

export interface Scored {
  posting: OpenPosting;
  /** 0 … 1; null: unknown. */
  score: number | null;
  /** As it is shown: what differs by less is equal, and cooperation may decide. Unknown comes last. */
  percent: number;
}

const scored = (posting: OpenPosting, score: number | null): Scored => ({
  posting,
  score,
  percent: score === null ? -1 : Math.round(score * 100),
});

const isBefore = (a: Scored, b: Scored): number =>
  b.percent - a.percent ||
  Number(b.posting.cooperating) - Number(a.posting.cooperating) ||
  b.posting.createdAt - a.posting.createdAt ||
  (a.posting.id < b.posting.id ? -1 : 1);

/** The openings that suit a student best, and the best of those that a constraint rules out. */
export function rankPostings(
  postings: readonly OpenPosting[],
  student: Student,
  weigh: SkillWeights,
  limit: number,
): { best: Scored[]; unmet: Scored[] } {
  const prepared = prepareStudent(student);
  const fitting: Scored[] = [];
  const unmet: Scored[] = [];
  for (const posting of postings)
    (isRuledOut(posting, student) ? unmet : fitting).push(
      scored(posting, scoreMatch(posting, prepared, weigh)),
    );
  return {
    best: spreadEmployers(fitting.sort(isBefore), limit),
    unmet: unmet.sort(isBefore).slice(0, limit),
  };
}

/** The first of a ranking, with at most two of one employer in each ten while there are others. */
export function spreadEmployers(ranking: readonly Scored[], limit: number): Scored[] {
  const left = new Set(ranking);
  const spread: Scored[] = [];
  while (spread.length < limit && left.size > 0) {
    const block = spread.slice(Math.floor(spread.length / BLOCK) * BLOCK);
    const [first] = left;
    let chosen = first;
    for (const next of left) {
      const same = block.filter(({ posting }) => posting.employerId === next.posting.employerId);
      if (same.length >= MOST_OF_ONE_EMPLOYER) continue;
      chosen = next;
      break;
    }
    if (!chosen) break;
    left.delete(chosen);
    spread.push(chosen);
  }
  return spread;
}

export interface RankedCandidate<S extends Seeker> {
  seeker: S;
  score: number;
}

/** The students whose skills suit an opening best, among those whom nothing rules out. An opening without skills suits nobody. */
export function rankCandidates<S extends Seeker & { personId: string }>(
  posting: OpenPosting,
  seekers: readonly S[],
  weigh: SkillWeights,
  limit: number,
): RankedCandidate<S>[] {
  const ranked: RankedCandidate<S>[] = [];
  for (const seeker of seekers) {
    if (isRuledOut(posting, seeker)) continue;
    const score = fitOfSkills(posting, seeker.skills, weigh);
    if (score !== null) ranked.push({ seeker, score });
  }
  return ranked
    .sort((a, b) => b.score - a.score || (a.seeker.personId < b.seeker.personId ? -1 : 1))
    .slice(0, limit);
}
