import type { Candidate, RowProblem } from './imports.schema.ts';

const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

export type Found = { candidate: Candidate } | { problem: RowProblem };

/** Finds whom rows mean: the number decides, a name only where nobody else has it, and nobody twice. */
export function createFinder(candidates: readonly Candidate[]) {
  const byNumber = group(candidates, ({ identifiers }) => identifiers);
  const byName = group(candidates, ({ name }) => [name]);
  const seen = new Set<string>();
  return ({ number, name }: { number: string; name: string }): Found => {
    if (number === '' && name === '') return { problem: 'noOneNamed' };
    const found = byNumber.get(fold(number)) ?? byName.get(fold(name)) ?? [];
    const [candidate, another] = found;
    if (!candidate) return { problem: 'nobody' };
    if (another) return { problem: 'several' };
    if (seen.has(candidate.personId)) return { problem: 'twice' };
    seen.add(candidate.personId);
    return { candidate };
  };
}

function group(candidates: readonly Candidate[], keys: (candidate: Candidate) => readonly string[]) {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates)
    for (const key of new Set(keys(candidate).map(fold)))
      if (key !== '') groups.set(key, [...(groups.get(key) ?? []), candidate]);
  return groups;
}
