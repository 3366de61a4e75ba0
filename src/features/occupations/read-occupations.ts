import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PROJECT_ROOT } from '../../infra/paths.ts';
import { ClassificationFile, OnetFile, SkillMapFile } from './catalogue.schema.ts';
import { FigureHeadings } from './figure.schema.ts';
import { SKILL_MAP_RULE, prepareOccupations, type PreparedOccupation } from './skill-map.rules.ts';

const FOLDER = join(PROJECT_ROOT, 'catalogue', 'occupations');

export interface OccupationCatalogue {
  occupations: PreparedOccupation[];
  /** Of the files and the rule: schools are brought up to date when it changed. */
  version: string;
  /** As the licence of O*NET's database wants it told. */
  attribution: string;
  /** Codes and names of the Chinese classification, and what of them is ours. */
  classification: { source: string; licence: string };
  figureHeadings: FigureHeadings;
}

let read: Promise<OccupationCatalogue> | undefined;

/** The posts this installation ships, read and checked once; an Error names the file that is wrong. */
export const readOccupations = (): Promise<OccupationCatalogue> => (read ??= readFiles());

async function readFiles(): Promise<OccupationCatalogue> {
  const hash = createHash('sha256').update(SKILL_MAP_RULE);
  const parse = async <S extends z.ZodType>(name: string, shape: S): Promise<z.output<S>> => {
    const text = await readFile(join(FOLDER, name), 'utf8');
    hash.update(`${name}\0${text}\0`);
    const result = shape.safeParse(JSON.parse(text));
    if (!result.success)
      throw new Error(`The occupations can't be used: ${name}\n${z.prettifyError(result.error)}`);
    return result.data;
  };
  const onet = await parse('onet.json', OnetFile);
  const classification = await parse('classification.json', ClassificationFile);
  const map = await parse('skill-map.json', SkillMapFile);
  const figureHeadings = await parse('figure-headings.json', FigureHeadings);
  const { source, licence } = classification;
  return {
    occupations: prepareOccupations({ onet, classification, map }),
    version: hash.digest('hex').slice(0, 16),
    attribution: onet.attribution,
    classification: { source, licence },
    figureHeadings,
  };
}
