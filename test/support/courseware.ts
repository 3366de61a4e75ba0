import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeZip } from './zip.ts';

const FOLDER = 'test/support/courseware';

export const sampleStructure = (): string => readFileSync(join(FOLDER, 'cmi5.xml'), 'utf8');

/** The small package that tests import: a page to read, and a block with a quiz. */
export const sampleFiles = () =>
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(FOLDER, name)).isFile())
    .map((name) => ({ name: name.replaceAll('\\', '/'), content: readFileSync(join(FOLDER, name)) }));

export const samplePackage = (): Buffer => makeZip(sampleFiles());
