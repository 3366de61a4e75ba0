import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PROJECT_ROOT } from '../../infra/paths.ts';
import type { Skill } from '../programme/index.ts';
import { makeDictionary, type Cues, type Dictionary, type Term } from './find-terms.rules.ts';

const FOLDER = join(PROJECT_ROOT, 'catalogue', 'employment');
const Words = z.array(z.string().min(1));
const SkillTerms = z.strictObject({ about: z.string(), terms: z.record(z.string(), Words) });
const PostingWords = z.strictObject({
  about: z.string(),
  negations: Words,
  trailing: Words,
  contrasts: Words,
  holds: z.record(z.string(), Words),
});

export interface PostingWords {
  cues: Cues;
  holds: Dictionary;
  skillTerms: Term[];
}

let read: Promise<PostingWords> | undefined;

/** The words by which postings are read, as this installation ships them. */
export const readPostingWords = (): Promise<PostingWords> => (read ??= readFrom(FOLDER));

async function readFrom(folder: string): Promise<PostingWords> {
  const parse = async <S extends z.ZodType>(name: string, shape: S) =>
    shape.parse(JSON.parse(await readFile(join(folder, name), 'utf8')));
  const { terms } = await parse('skill-terms.json', SkillTerms);
  const { holds, about: _about, ...cues } = await parse('posting-words.json', PostingWords);
  return { cues, holds: makeDictionary(termsOf(holds)), skillTerms: termsOf(terms) };
}

const termsOf = (words: Record<string, string[]>): Term[] =>
  Object.entries(words).flatMap(([id, of]) => of.map((word) => ({ id, word })));

/** By which skills are found in a text: the shipped words, and the names of the school's own skills. */
export const makeSkillDictionary = (shipped: readonly Term[], skills: readonly Skill[]): Dictionary =>
  makeDictionary([
    ...shipped,
    ...skills.flatMap(({ id, name }) => [...new Set(Object.values(name))].map((word) => ({ id, word }))),
  ]);
