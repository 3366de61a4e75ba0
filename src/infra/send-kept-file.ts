import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { KeptFile } from './files.ts';

/** Answers with a kept file, or the one part that is asked for, as players of videos do. Other headers are the caller's. */
export async function sendKeptFile(file: KeptFile, req: Request, res: Response): Promise<void> {
  const range = readRange(req, file.sizeBytes);
  res.setHeader('accept-ranges', 'bytes');
  if (range === 'outside') {
    res.status(416).setHeader('content-range', `bytes */${file.sizeBytes}`);
    return void res.end();
  }
  const { start, end } = range ?? { start: 0, end: file.sizeBytes - 1 };
  if (range) res.status(206).setHeader('content-range', `bytes ${start}-${end}/${file.sizeBytes}`);
  res.setHeader('content-length', end - start + 1);
  if (req.method === 'HEAD' || file.sizeBytes === 0) return void res.end();
  await pipeline(file.read(range ?? undefined), res).catch((error: NodeJS.ErrnoException) => {
    // The reader went away: nobody is left to tell.
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

/** Several parts are answered with the whole. */
function readRange(req: Request, sizeBytes: number): { start: number; end: number } | 'outside' | null {
  const ranges = req.range(sizeBytes);
  if (ranges === -1) return 'outside';
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return null;
  return ranges[0] ?? null;
}
