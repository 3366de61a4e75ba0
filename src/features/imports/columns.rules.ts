import {
  FIELDS_OF,
  type ColumnUse,
  type Field,
  type ImportKind,
  type ImportWords,
  type Mapping,
} from './imports.schema.ts';

/** As people compare headings: without case, spaces, full-width forms and what stands in brackets. */
export const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\(.*?\)|[\s_*:]/g, '');

/** What a heading seems to mean; a task by its title, exactly or as part of it. */
export function guessColumns(
  heading: readonly string[],
  kind: ImportKind,
  words: ImportWords,
  tasks: readonly { id: string; title: string }[],
): ColumnUse[] {
  const taken = new Set<string>();
  const take = (use: ColumnUse): ColumnUse => {
    if (use === '' || taken.has(use)) return '';
    taken.add(use);
    return use;
  };
  return heading.map((cell) => {
    const folded = fold(cell);
    if (folded === '') return '';
    const field = FIELDS_OF[kind].find((one) => words[one].some((word) => fold(word) === folded));
    if (field) return take(field);
    return kind === 'marks' ? take(guessTask(folded, tasks)) : '';
  });
}

function guessTask(folded: string, tasks: readonly { id: string; title: string }[]): ColumnUse {
  const exact = tasks.find(({ title }) => fold(title) === folded);
  if (exact) return `task:${exact.id}`;
  const alike = tasks.filter(({ title }) => fold(title).includes(folded) || folded.includes(fold(title)));
  const [only, another] = alike;
  return only && !another && folded.length > 1 ? `task:${only.id}` : '';
}

export type MappingFault = 'doubled' | 'whoMissing' | 'nothingToTake';

/** What keeps a mapping from being used; null: nothing. */
export function findMappingFault(
  { columns }: Pick<Mapping, 'columns'>,
  kind: ImportKind,
): MappingFault | null {
  const used = columns.filter((use) => use !== '');
  if (new Set(used).size < used.length) return 'doubled';
  if (!used.includes('number') && !used.includes('name')) return 'whoMissing';
  const gives = (use: ColumnUse) =>
    kind === 'marks'
      ? use.startsWith('task:')
      : (['number', 'name', 'class', 'email'] as string[]).includes(use);
  return used.some(gives) ? null : 'nothingToTake';
}

/** The cell of a field in a row; '' where there is none. */
export const cellOf = (cells: readonly string[], columns: readonly ColumnUse[], field: Field): string => {
  const index = columns.indexOf(field);
  return index < 0 ? '' : (cells[index] ?? '');
};
