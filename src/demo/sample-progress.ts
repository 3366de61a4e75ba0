import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** In this order; each stage is repeated when the process ended in it. */
const STAGES = ['entering', 'feeding', 'planning', 'done'] as const;
export type SampleStage = (typeof STAGES)[number];

/** How far the sample class of a school has come, kept between starts. */
const Progress = z.object({
  schoolId: z.string(),
  seed: z.string(),
  /** The moment at which the eight weeks end: the first start of the demo. */
  endsAt: z.coerce.date(),
  stage: z.enum(STAGES),
  /** Statements that the tool has said it stored. */
  sent: z.int().nonnegative(),
  total: z.int().nonnegative(),
  /** What the demo LMS sends its statements with. */
  credential: z.object({ key: z.string(), secret: z.string() }),
});
export type SampleProgress = z.output<typeof Progress>;

const fileIn = (dataDir: string) => join(dataDir, 'demo-progress.json');

/** Null when this school's sample class was never begun here. */
export async function readProgress(dataDir: string, schoolId: string): Promise<SampleProgress | null> {
  const text = await readFile(fileIn(dataDir), 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed = Progress.safeParse(JSON.parse(text));
  return parsed.success && parsed.data.schoolId === schoolId ? parsed.data : null;
}

/** Written beside and renamed: a process that dies here leaves the old file or the new one. */
export async function saveProgress(dataDir: string, progress: SampleProgress): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const file = fileIn(dataDir);
  await writeFile(`${file}.new`, JSON.stringify(progress), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
