import type { CatalogueContent, CatalogueQuestion } from './catalogue.schema.ts';
import { fillLocalText, judgeQuestion } from './question.rules.ts';
import { orderSkills } from './skill-graph.rules.ts';

/** What no file's shape can show: references, doubles, circles, keys. Empty: the catalogue can be loaded. */
export function checkCatalogue({ skills, questions, resources }: CatalogueContent): string[] {
  const skillIds = new Set(skills.map((skill) => skill.id));
  const order = orderSkills(skills);
  return [
    ...doubled('skill', skills),
    ...doubled('question', questions),
    ...doubled('resource', resources),
    ...skills.flatMap((skill) =>
      skill.requires
        .filter((required) => !skillIds.has(required))
        .map((required) => `skill ${skill.id} requires ${required}, which is not there`),
    ),
    ...(order.kind === 'cycle' ? [`skills require each other in a circle: ${order.ids.join(' → ')}`] : []),
    ...[...questions, ...resources]
      .filter((row) => !skillIds.has(row.skillId))
      .map((row) => `${row.id} belongs to skill ${row.skillId}, which is not there`),
    ...questions.flatMap((question) =>
      checkQuestion(question).map((problem) => `question ${question.id}: ${problem}`),
    ),
  ];
}

function doubled(what: string, rows: { id: string }[]): string[] {
  const seen = new Set<string>();
  return rows
    .filter(({ id }) => seen.size === seen.add(id).size)
    .map(({ id }) => `${what} ${id} is there twice`);
}

/** The same rule as for a teacher's question, plus: choice ids are unique and the key names them. */
function checkQuestion(question: CatalogueQuestion): string[] {
  const ids = question.choices.map((choice) => choice.id);
  const withChoices = question.kind === 'single' || question.kind === 'multiple';
  const judged = judgeQuestion({
    ...question,
    choices: question.choices.map(({ id, text }) => ({
      text: fillLocalText(text['zh-CN'], text.en),
      right: question.key.includes(id),
    })),
    trueFalse: question.key.length === 1 ? (question.key[0] ?? '') : '',
    fill: question.key.join('\n'),
  });
  return [
    ...(judged.kind === 'problems' ? judged.problems : []),
    ...(new Set(ids).size < ids.length ? ['two choices share an id'] : []),
    ...(withChoices && question.key.some((key) => !ids.includes(key)) ? ['the key names no choice'] : []),
    ...(!withChoices && ids.length > 0 ? ['this kind has no choices'] : []),
  ];
}
