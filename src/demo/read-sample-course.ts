import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PROJECT_ROOT } from '../infra/paths.ts';
import { SampleCourse } from './sample-course.schema.ts';

/** The plan and the words of the sample class; an Error names what is wrong in the file. */
export async function readSampleCourse(): Promise<SampleCourse> {
  const file = join(PROJECT_ROOT, 'catalogue', 'sample-class.json');
  const parsed = SampleCourse.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} can't be used.\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
