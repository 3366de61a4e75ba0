import type { LocalText, Question, Resource, Skill, TalentType } from './programme.schema.ts';
import { QUESTION_KINDS, type QuestionKind } from './programme.schema.ts';
import type { QuestionDraft, QuestionProblem } from './question.rules.ts';
import { MAX_CHOICES, choiceId } from './question.rules.ts';
import { orderSkills } from './skill-graph.rules.ts';

interface SkillLine {
  id: string;
  name: LocalText;
  dimension: string;
  /** 1: requires nothing. */
  level: number;
  requires: { id: string; name: LocalText }[];
  questions: number;
  resources: number;
  inCourse: boolean;
}

export interface SkillsPage {
  types: { value: TalentType; current: boolean; count: number }[];
  skills: SkillLine[];
  courseSkills: number;
}

/** Skills of one talent type in an order in which they can be learned. */
export function presentSkills(
  skills: Skill[],
  given: {
    type: TalentType;
    types: readonly TalentType[];
    counts: { skillId: string; questions: number; resources: number }[];
    courseSkillIds: string[];
  },
): SkillsPage {
  const shown = skills.filter(({ talentType }) => talentType === given.type);
  const order = orderSkills(shown);
  const levels = order.kind === 'ordered' ? order.levels : new Map<string, number>();
  const counts = new Map(given.counts.map((row) => [row.skillId, row]));
  const lines = shown.map((skill) => ({
    id: skill.id,
    name: skill.name,
    dimension: skill.dimension,
    level: levels.get(skill.id) ?? 1,
    requires: named(skills, skill.requires),
    questions: counts.get(skill.id)?.questions ?? 0,
    resources: counts.get(skill.id)?.resources ?? 0,
    inCourse: given.courseSkillIds.includes(skill.id),
  }));
  return {
    types: given.types.map((value) => ({
      value,
      current: value === given.type,
      count: skills.filter(({ talentType }) => talentType === value).length,
    })),
    skills: lines.sort((a, b) => a.level - b.level),
    courseSkills: lines.filter(({ inCourse }) => inCourse).length,
  };
}

const named = (skills: Skill[], ids: string[]): { id: string; name: LocalText }[] =>
  skills.filter(({ id }) => ids.includes(id)).map(({ id, name }) => ({ id, name }));

interface QuestionView {
  id: string;
  kind: QuestionKind;
  difficulty: number;
  stem: LocalText;
  choices: { letter: string; text: LocalText; right: boolean }[];
  /** For true_false and fill. */
  key: string[];
  explanation: LocalText;
  origin: 'catalogue' | 'edited' | 'own';
}

export interface SkillPage {
  skill: Pick<Skill, 'id' | 'name' | 'description' | 'talentType' | 'dimension'>;
  requires: { id: string; name: LocalText }[];
  opens: { id: string; name: LocalText }[];
  resources: Resource[];
  questions: QuestionView[];
  retired: QuestionView[];
  kinds: readonly QuestionKind[];
  mayEdit: boolean;
  saved: boolean;
}

export function presentSkill(
  skill: Skill,
  given: {
    skills: Skill[];
    resources: Resource[];
    questions: Question[];
    retired: Question[];
    mayEdit: boolean;
    saved: boolean;
  },
): SkillPage {
  const { id, name, description, talentType, dimension } = skill;
  return {
    skill: { id, name, description, talentType, dimension },
    requires: named(given.skills, skill.requires),
    opens: given.skills
      .filter(({ requires }) => requires.includes(id))
      .map((other) => ({ id: other.id, name: other.name })),
    resources: given.resources,
    questions: given.questions.map(presentQuestion),
    retired: given.retired.map(presentQuestion),
    kinds: QUESTION_KINDS,
    mayEdit: given.mayEdit,
    saved: given.saved,
  };
}

function presentQuestion(question: Question): QuestionView {
  const { id, kind, difficulty, stem, key, explanation } = question;
  return {
    id,
    kind,
    difficulty,
    stem,
    choices: question.choices.map((choice) => ({
      letter: choice.id.toUpperCase(),
      text: choice.text,
      right: key.includes(choice.id),
    })),
    key,
    explanation,
    origin: question.courseId === null ? 'catalogue' : question.replacesQuestionId ? 'edited' : 'own',
  };
}

export interface QuestionPage {
  skillId: string;
  skillName: LocalText;
  questionId: string | null;
  kind: QuestionKind;
  withChoices: boolean;
  several: boolean;
  difficulties: { value: number; selected: boolean }[];
  stem: LocalText;
  choices: { id: string; letter: string; text: LocalText; right: boolean }[];
  trueFalse: { value: string; selected: boolean }[];
  fill: string;
  explanation: LocalText;
  problems: QuestionProblem[];
}

export function presentQuestionForm(
  draft: QuestionDraft,
  given: { skill: Skill; questionId: string | null; problems: QuestionProblem[] },
): QuestionPage {
  const { kind } = draft;
  return {
    skillId: given.skill.id,
    skillName: given.skill.name,
    questionId: given.questionId,
    kind,
    withChoices: kind === 'single' || kind === 'multiple',
    several: kind === 'multiple',
    difficulties: [1, 2, 3].map((value) => ({ value, selected: value === draft.difficulty })),
    stem: onceOnly(draft.stem),
    choices: Array.from({ length: MAX_CHOICES }, (_, index) => {
      const choice = draft.choices[index];
      const id = choiceId(index);
      return {
        id,
        letter: id.toUpperCase(),
        text: onceOnly(choice?.text ?? { 'zh-CN': '', en: '' }),
        right: choice?.right ?? false,
      };
    }),
    trueFalse: ['true', 'false'].map((value) => ({ value, selected: value === draft.trueFalse })),
    fill: draft.fill,
    explanation: onceOnly(draft.explanation),
    problems: given.problems,
  };
}

/** A text that was written in one language stands for both; its form shows it once. */
const onceOnly = (text: LocalText): LocalText =>
  text['zh-CN'] === text.en ? { 'zh-CN': text['zh-CN'], en: '' } : text;

/** A question as its form has it. */
export function toDraft(question: Question): QuestionDraft {
  return {
    kind: question.kind,
    difficulty: question.difficulty,
    stem: question.stem,
    choices: question.choices.map(({ id, text }) => ({ text, right: question.key.includes(id) })),
    trueFalse: question.kind === 'true_false' ? (question.key[0] ?? '') : '',
    fill: question.kind === 'fill' ? question.key.join('\n') : '',
    explanation: question.explanation,
  };
}

export const emptyDraft = (kind: QuestionKind): QuestionDraft => ({
  kind,
  difficulty: 1,
  stem: { 'zh-CN': '', en: '' },
  choices: [],
  trueFalse: '',
  fill: '',
  explanation: { 'zh-CN': '', en: '' },
});
