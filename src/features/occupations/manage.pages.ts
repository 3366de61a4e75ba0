import type { LocalText } from '../programme/index.ts';
import { TALENT_TYPES, type TalentType } from '../roster/index.ts';
import type { FigureImport, FigureProblem, ImportedFigure } from './figure.schema.ts';
import type { Occupation, OccupationSkill } from './occupations.schema.ts';

const PROBLEMS_SHOWN = 50;
const FIGURES_SHOWN = 50;
/** Empty rows for skills to be added at a time. */
const BLANK_SKILLS = 3;

export interface ManagePage {
  own: { id: string; title: LocalText; talentType: TalentType; retired: boolean }[];
  shipped: number;
  imports: (FigureImport & { undone: boolean })[];
  saved: boolean;
}

export const presentManage = (
  rows: { own: readonly Occupation[]; shipped: number; imports: readonly FigureImport[] },
  saved: boolean,
): ManagePage => ({
  own: rows.own.map(({ id, title, talentType, retiredAt }) => ({
    id,
    title,
    talentType,
    retired: retiredAt !== null,
  })),
  shipped: rows.shipped,
  imports: rows.imports.map((one) => ({ ...one, undone: one.undoneAt !== null })),
  saved,
});

export interface OccupationFormPage {
  id: string | null;
  own: boolean;
  title: LocalText;
  titleZh: string;
  titleEn: string;
  aboutZh: string;
  aboutEn: string;
  talentTypes: { value: TalentType; selected: boolean }[];
  ladder: string;
  certificates: string;
  skills: { skillId: string; name: LocalText | null; level: number; importance: number }[];
  choices: { id: string; name: LocalText }[];
  retired: boolean;
}

export function presentOccupationForm(
  occupation: Occupation | null,
  skills: readonly OccupationSkill[],
  graph: readonly { id: string; name: LocalText }[],
): OccupationFormPage {
  const named = new Set(skills.map(({ skillId }) => skillId));
  const blank = { skillId: '', name: null, level: 3, importance: 0.7 };
  return {
    id: occupation?.id ?? null,
    own: occupation === null || occupation.source === 'school',
    title: occupation?.title ?? { 'zh-CN': '', en: '' },
    titleZh: occupation?.title['zh-CN'] ?? '',
    titleEn: occupation?.title.en ?? '',
    aboutZh: occupation?.description?.['zh-CN'] ?? '',
    aboutEn: occupation?.description?.en ?? '',
    talentTypes: TALENT_TYPES.map((value) => ({ value, selected: value === occupation?.talentType })),
    ladder: (occupation?.ladder ?? [])
      .map(({ title, about }) => joined([title['zh-CN'], about['zh-CN']]))
      .join('\n'),
    certificates: (occupation?.certificates ?? [])
      .map(({ name, issuer, url }) => joined([name['zh-CN'], issuer, url ?? '']))
      .join('\n'),
    skills: [
      ...skills.map(({ skillId, name, level, importance }) => ({
        skillId,
        name,
        level,
        importance: Math.round(importance * 10) / 10,
      })),
      ...Array.from({ length: BLANK_SKILLS }, () => blank),
    ],
    choices: graph.filter(({ id }) => !named.has(id)).map(({ id, name }) => ({ id, name })),
    retired: (occupation?.retiredAt ?? null) !== null,
  };
}

/** As the form's lines are read again, without empty parts at their end. */
const joined = (parts: readonly string[]): string => parts.join(' | ').replace(/( \| )+$/, '');

export interface FiguresPage {
  source: string;
  name: string;
  problems: FigureProblem[];
  moreProblems: number;
  ignored: string | null;
  preview: {
    figures: (Omit<ImportedFigure, 'occupationId'> & { title: LocalText | null })[];
    all: number;
  } | null;
}

export function presentFigures(
  given: { source: string; name: string },
  read: {
    figures: readonly ImportedFigure[];
    problems: readonly FigureProblem[];
    ignored: readonly string[];
    titles: ReadonlyMap<string, LocalText>;
  } | null,
): FiguresPage {
  const problems = read?.problems ?? [];
  return {
    ...given,
    problems: problems.slice(0, PROBLEMS_SHOWN),
    moreProblems: Math.max(0, problems.length - PROBLEMS_SHOWN),
    ignored: read && read.ignored.length > 0 ? read.ignored.join(', ') : null,
    preview:
      read && problems.length === 0
        ? {
            figures: read.figures.slice(0, FIGURES_SHOWN).map(({ occupationId, ...figure }) => ({
              ...figure,
              title: read.titles.get(occupationId) ?? null,
            })),
            all: read.figures.length,
          }
        : null,
  };
}
