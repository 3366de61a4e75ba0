import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { buildCanvasConfig } from '../src/features/lti/canvas-config.rules.ts';
import { readToolWords } from '../src/features/lti/tool-words.ts';

/** Stands for a school's own host in the files of lti-config/. */
export const PLACEHOLDER_URL = 'https://waymark.example.edu';

/** lti-config/canvas.json as it has to be: what the tool serves at /lti/config/canvas.json, for the placeholder. */
export const canvasConfigFile = (): Promise<string> =>
  format(JSON.stringify(buildCanvasConfig({ publicUrl: PLACEHOLDER_URL, words: readToolWords() })), {
    parser: 'json',
    printWidth: 110,
  });

if (process.argv[1]?.endsWith('write-lti-config.ts'))
  writeFileSync('lti-config/canvas.json', await canvasConfigFile());
