import type { BankChoices } from './bank.schema.ts';
import type { BankPreview } from './bank-merge.rules.ts';
import type { LineProblem } from './plan-file.schema.ts';
import type { LocalText, QuestionKind, Skill } from './programme.schema.ts';

const SHOWN = 200;

interface PreviewedQuestion {
  change: 'new' | 'changed';
  line: number;
  skillName: LocalText;
  kind: QuestionKind;
  stem: LocalText;
}

export interface BankPage {
  /** The file's text, sent back to be confirmed. */
  source: string;
  explain: boolean;
  skillId: string;
  skills: { id: string; name: LocalText; selected: boolean }[];
  problems: LineProblem[];
  moreProblems: number;
  leftOut: LineProblem[];
  moreLeftOut: number;
  ignored: string | null;
  preview: {
    questions: PreviewedQuestion[];
    more: number;
    added: number;
    changed: number;
    same: number;
    /** Whether there is anything to save. */
    any: boolean;
  } | null;
}

export function presentBank(
  skills: Skill[],
  given: BankChoices & { source: string; imported: BankPreview | null },
): BankPage {
  const { imported, source, explain, skillId } = given;
  const problems = imported?.file.problems ?? [];
  const leftOut = imported?.file.leftOut ?? [];
  const merged = imported?.merged ?? null;
  const names = new Map(skills.map(({ id, name }) => [id, name]));
  const changes = merged && [
    ...merged.changed.map(({ question }) => ({ ...question, change: 'changed' as const })),
    ...merged.added.map((question) => ({ ...question, change: 'new' as const })),
  ];
  return {
    source,
    explain,
    skillId: skillId ?? '',
    skills: skills.map(({ id, name }) => ({ id, name, selected: id === skillId })),
    problems: problems.slice(0, SHOWN),
    moreProblems: Math.max(0, problems.length - SHOWN),
    leftOut: leftOut.slice(0, SHOWN),
    moreLeftOut: Math.max(0, leftOut.length - SHOWN),
    ignored: imported?.file.ignored.join(' / ') || null,
    preview: merged &&
      changes && {
        questions: changes.slice(0, SHOWN).map(({ change, line, skillId: skill, content }) => ({
          change,
          line,
          skillName: names.get(skill) ?? { 'zh-CN': skill, en: skill },
          kind: content.kind,
          stem: content.stem,
        })),
        more: Math.max(0, changes.length - SHOWN),
        added: merged.added.length,
        changed: merged.changed.length,
        same: merged.same,
        any: changes.length > 0,
      },
  };
}
