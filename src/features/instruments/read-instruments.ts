import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../infra/paths.ts';
import { parseDefinition } from './definition.rules.ts';
import type { Definition } from './definition.schema.ts';

const SHIPPED = join(PROJECT_ROOT, 'catalogue', 'instruments');

export interface Shipped {
  definition: Definition;
  hash: string;
}

let read: Promise<Shipped[]> | undefined;

/** The instruments this installation ships, read and checked once; an Error names what is wrong where. */
export const readInstruments = (): Promise<Shipped[]> => (read ??= readFrom(SHIPPED));

async function readFrom(folder: string): Promise<Shipped[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => {
      const parsed = parseDefinition(JSON.parse(await readFile(join(folder, name), 'utf8')));
      if (parsed.kind === 'definition')
        return { definition: parsed.definition, hash: hashOf(parsed.definition) };
      const lines = parsed.problems.map(({ path, id, value }) => `${path}: ${id} ${value}`);
      throw new Error(`The instrument ${name} can't be used.\n${lines.join('\n')}`);
    }),
  );
}

/** Of what a definition says, however its file is laid out. */
export const hashOf = (definition: Definition): string =>
  createHash('sha256').update(JSON.stringify(definition)).digest('hex').slice(0, 16);
