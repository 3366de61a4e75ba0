import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import type { PackageProblem } from './course-structure.schema.ts';
import { judgeEntryName, readEntryName } from './package-path.rules.ts';

const MEGABYTE = 1024 * 1024;
/** What a zip may become: its small self says nothing of that. */
const MOST_FILES = 10_000;
const MOST_BYTES = 1024 * MEGABYTE;

export interface Archive {
  /** In their order; sizes are as told, and reading fails where more comes. */
  files: ReadonlyMap<string, { sizeBytes: number; open(): Promise<Readable> }>;
}

export type ArchiveReading = { ok: true; archive: Archive } | { ok: false; problem: PackageProblem };

const refuse = (id: string, values: PackageProblem['values'] = {}): ArchiveReading => ({
  ok: false,
  problem: { id, values, line: null },
});

export const isZip = (content: Buffer): boolean => content.subarray(0, 2).toString('latin1') === 'PK';

/** The files of a zip, of 32 or 64 bits (cmi5 14.0); refuses what could harm before anything is unpacked. */
export async function readArchive(content: Buffer): Promise<ArchiveReading> {
  const files = new Map<string, { sizeBytes: number; open(): Promise<Readable> }>();
  let bytes = 0;
  try {
    const zip = await fromBufferPromise(content, { decodeStrings: false });
    if (zip.entryCount > MOST_FILES) return refuse('tooManyFiles', { limit: MOST_FILES });
    for await (const entry of zip.eachEntry()) {
      const name = readEntryName(entry.fileNameRaw);
      const judged = judgeEntryName(name);
      const told = { path: name.slice(0, 200) };
      if (judged.kind === 'unsafe' || isLink(entry)) return refuse('unsafePath', told);
      if (judged.kind === 'skipped') continue;
      if (entry.isEncrypted()) return refuse('encrypted', told);
      if (!entry.canDecodeFileData()) return refuse('compression', told);
      if (files.has(judged.path)) return refuse('duplicatePath', told);
      bytes += entry.uncompressedSize;
      if (bytes > MOST_BYTES) return refuse('tooLarge', { limit: MOST_BYTES / MEGABYTE });
      files.set(judged.path, { sizeBytes: entry.uncompressedSize, open: () => open(zip, entry) });
    }
  } catch {
    return refuse('notZip');
  }
  return { ok: true, archive: { files } };
}

/** Never more than was told: the library ends a stream that goes on, or ends early, with an error. */
const open = (zip: ZipFile, entry: Entry): Promise<Readable> => zip.openReadStreamPromise(entry);

const UNIX = 3;
const FILE_TYPE = 0o170_000;
const LINK = 0o120_000;

const isLink = ({ versionMadeBy, externalFileAttributes }: Entry): boolean =>
  versionMadeBy >> 8 === UNIX && ((externalFileAttributes >>> 16) & FILE_TYPE) === LINK;

/** A small file as a whole; null: there is none, or it is larger than that. */
export async function readSmallFile(
  archive: Archive,
  path: string,
  mostBytes: number,
): Promise<Buffer | null> {
  const file = archive.files.get(path);
  return file && file.sizeBytes <= mostBytes ? await buffer(await file.open()) : null;
}
