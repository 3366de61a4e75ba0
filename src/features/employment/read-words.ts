import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PROJECT_ROOT } from '../../infra/paths.ts';
import { COLUMNS, type DestinationWords } from './destination-file.rules.ts';
import { POST_TALENTS } from './employment.schema.ts';

const Names = z.array(z.string()).min(1);
const Words = z.object({
  columns: z.record(z.enum(COLUMNS), Names),
  talents: z.record(z.enum(POST_TALENTS), Names),
  example: z.object({ 'zh-CN': z.array(z.string()), en: z.array(z.string()) }),
});

let read: Promise<DestinationWords> | undefined;

/** Headings and words of a file of destinations, in both languages, read once. */
export const readWords = (): Promise<DestinationWords> =>
  (read ??= readFile(join(PROJECT_ROOT, 'catalogue', 'destination-words.json'), 'utf8').then((text) =>
    Words.parse(JSON.parse(text)),
  ));
