import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PROJECT_ROOT } from '../../infra/paths.ts';
import { checkCatalogue } from './catalogue.rules.ts';
import {
  PlanWords,
  QuestionsFile,
  ResourcesFile,
  SkillsFile,
  type CatalogueContent,
} from './catalogue.schema.ts';

export const CATALOGUE = join(PROJECT_ROOT, 'catalogue');

export interface Catalogue extends CatalogueContent {
  /** Hash of the files: schools are brought up to date when it changed. */
  version: string;
  planWords: PlanWords;
}

let read: Promise<Catalogue> | undefined;

/** The catalogue this installation ships, read and checked once; an Error names the file or the row that is wrong. */
export function readCatalogue(): Promise<Catalogue> {
  return (read ??= readCatalogueFrom(CATALOGUE));
}

export async function readCatalogueFrom(folder: string): Promise<Catalogue> {
  const hash = createHash('sha256');
  const [skillFiles, questionFiles, resourceFiles] = [
    await readFolder(join(folder, 'skills'), SkillsFile, hash),
    await readFolder(join(folder, 'questions'), QuestionsFile, hash),
    await readFolder(join(folder, 'resources'), ResourcesFile, hash),
  ];
  const content: CatalogueContent = {
    skills: skillFiles.flatMap(({ talentType, skills }) => skills.map((skill) => ({ ...skill, talentType }))),
    questions: questionFiles.flatMap(({ skillId, questions }) =>
      questions.map((question) => ({ ...question, skillId })),
    ),
    resources: resourceFiles.flatMap(({ resources }) => resources),
  };
  const problems = checkCatalogue(content);
  if (problems.length > 0) throw new Error(`The catalogue can't be used.\n${problems.join('\n')}`);
  const planWords = parseFile(
    PlanWords,
    'plan-words.json',
    await readFile(join(folder, 'plan-words.json'), 'utf8'),
  );
  return { ...content, version: hash.digest('hex').slice(0, 16), planWords };
}

async function readFolder<S extends z.ZodType>(
  folder: string,
  shape: S,
  hash: { update(text: string): unknown },
): Promise<z.output<S>[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return names.map((name, index) => {
    const text = texts[index] ?? '';
    hash.update(`${name}\0${text}\0`);
    return parseFile(shape, name, text);
  });
}

function parseFile<S extends z.ZodType>(shape: S, name: string, text: string): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`The catalogue can't be used: ${name} isn't JSON.`);
  }
  const result = shape.safeParse(value);
  if (!result.success) {
    throw new Error(`The catalogue can't be used: ${name}\n${z.prettifyError(result.error)}`);
  }
  return result.data;
}
