/** Somebody who can be put into a class: by one of their identifiers in the LMS, or by a name nobody else has. */
export interface ClassCandidate {
  personId: string;
  name: string;
  identifiers: string[];
}

export interface ClassListProblem {
  line: number;
  /** Sentence in views/locales: roster.class.problems.<id>. */
  id: 'nobody' | 'several' | 'twice';
  text: string;
}

/**
 * Reads a pasted list, one learner per line: a name, an identifier, or both separated by commas or tabs. An
 * identifier decides before a name. Problems are told per line; with any, nothing should be saved.
 */
export function readClassList(
  text: string,
  candidates: ClassCandidate[],
): { personIds: string[]; problems: ClassListProblem[] } {
  const byIdentifier = groupBy(candidates, ({ identifiers }) => identifiers);
  const byName = groupBy(candidates, ({ name }) => [name]);
  const personIds: string[] = [];
  const problems: ClassListProblem[] = [];
  text.split(/\r\n|\r|\n/).forEach((content, index) => {
    const cells = content.split(/[,;\t\uff0c\uff1b]/).map(fold);
    if (cells.every((cell) => cell === '')) return;
    const found = firstMatch(cells, byIdentifier) ?? firstMatch(cells, byName) ?? [];
    const refuse = (id: ClassListProblem['id']) =>
      problems.push({ line: index + 1, id, text: content.trim().slice(0, 80) });
    const [only, another] = found;
    if (!only) refuse('nobody');
    else if (another) refuse('several');
    else if (personIds.includes(only)) refuse('twice');
    else personIds.push(only);
  });
  return { personIds, problems };
}

const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim()
    .toLowerCase();

function groupBy(candidates: ClassCandidate[], keys: (candidate: ClassCandidate) => string[]) {
  const groups = new Map<string, string[]>();
  for (const candidate of candidates) {
    for (const key of new Set(keys(candidate).map(fold))) {
      groups.set(key, [...(groups.get(key) ?? []), candidate.personId]);
    }
  }
  return groups;
}

function firstMatch(cells: string[], groups: Map<string, string[]>): string[] | null {
  for (const cell of cells) {
    const found = cell === '' ? undefined : groups.get(cell);
    if (found) return found;
  }
  return null;
}
