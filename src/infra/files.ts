import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Files that belong together and are removed together. */
export interface FileShelf {
  schoolId: string;
  /** Whose files: a feature's name. */
  room: string;
  id: string;
}

export interface KeptFile {
  sizeBytes: number;
  /** The whole, or from one byte to another, both included. */
  read(range?: { start: number; end: number }): Readable;
}

/** Uploaded and generated files, too large for the database. Names are any text: they never become paths. */
export interface FileStore {
  /** Keeps the file whole or not at all; replaces one of the same name. `open` is called when its place is ready. */
  write(shelf: FileShelf, name: string, open: () => Promise<Readable>): Promise<void>;
  /** null: there is none. */
  find(shelf: FileShelf, name: string): Promise<KeptFile | null>;
  removeShelf(shelf: FileShelf): Promise<void>;
}

/** In a folder; several processes may share it. Below it: school, room, shelf, then each file under its name's digest. */
export function openFilesFolder(root: string): FileStore {
  const folderOf = ({ schoolId, room, id }: FileShelf) =>
    join(root, ...[schoolId, room, id].map(requireName));
  const pathOf = (shelf: FileShelf, name: string) =>
    join(folderOf(shelf), createHash('sha256').update(name).digest('hex'));
  return {
    async write(shelf, name, open) {
      const path = pathOf(shelf, name);
      await mkdir(dirname(path), { recursive: true });
      const half = `${path}.${randomUUID()}.part`;
      try {
        await pipeline(await open(), createWriteStream(half));
        await rename(half, path);
      } catch (error) {
        await rm(half, { force: true });
        throw error;
      }
    },
    async find(shelf, name) {
      const path = pathOf(shelf, name);
      const found = await stat(path).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      });
      return found && { sizeBytes: found.size, read: (range) => createReadStream(path, range) };
    },
    removeShelf: (shelf) => rm(folderOf(shelf), { recursive: true, force: true }),
  };
}

/** Ids of ours and names of features; anything else would be a fault that could lead out of the folder. */
function requireName(part: string): string {
  if (!/^[\w-]+$/.test(part)) throw new Error('This is no name of a shelf.');
  return part;
}
