import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { openAsBlob } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { openPglite, type OpenDatabase } from './db.ts';

/** Someone else is using the folder. Two processes on one PGlite folder would silently destroy it. */
export class FolderInUseError extends Error {
  constructor(folder: string, pid: number | undefined) {
    super(
      `${folder} is in use by ${pid ? `process ${pid}` : 'another process'}; the embedded database allows one at a time.`,
    );
    this.name = 'FolderInUseError';
  }
}

/**
 * Opens the embedded database in a folder of its own, as its only owner.
 * A new folder starts from the prepared dump when there is one (seconds instead of initdb in WebAssembly).
 */
export async function openPgliteFolder(dataDir: string, template: string): Promise<OpenDatabase> {
  mkdirSync(dataDir, { recursive: true });
  const release = await claimFolder(dataDir);
  try {
    const folder = join(dataDir, 'pglite');
    // PG_VERSION is written last: without it the folder is unfinished.
    const fresh = !existsSync(join(folder, 'PG_VERSION'));
    if (fresh) rmSync(folder, { recursive: true, force: true });
    const client = await PGlite.create({
      dataDir: folder,
      ...(fresh && existsSync(template) ? { loadDataDir: await openAsBlob(template) } : {}),
    });
    return openPglite(client, release);
  } catch (error) {
    await release();
    throw error;
  }
}

interface Owner {
  pid: number;
  startedAt: string;
}

/**
 * Takes the folder by an owner file (kept from the dead, refused to the living) and, on Linux, also by an abstract
 * socket that the kernel frees when the process dies: together they decide between simultaneous starters.
 */
async function claimFolder(dataDir: string): Promise<() => Promise<void>> {
  const file = join(dataDir, 'owner.json');
  const socket = process.platform === 'linux' ? await bindAbstractSocket(dataDir, file) : undefined;
  try {
    claimOwnerFile(dataDir, file);
  } catch (error) {
    socket?.close();
    throw error;
  }
  return async () => {
    if (readOwner(file)?.pid === process.pid) unlinkSync(file);
    await new Promise<void>((resolve) => (socket ? socket.close(() => resolve()) : resolve()));
  };
}

function bindAbstractSocket(dataDir: string, file: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.destroy());
    server.once('error', () => {
      void waitForOwner(file).then((owner) => reject(new FolderInUseError(dataDir, owner?.pid)));
    });
    server.listen(`\0waymark-${dataDir}`.slice(0, 107), () => resolve(server.unref()));
  });
}

function claimOwnerFile(dataDir: string, file: string): void {
  const me = JSON.stringify({ pid: process.pid, startedAt: processStartedAt(process.pid) } satisfies Owner);
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, me, { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = readOwner(file);
    if (owner && isAlive(owner)) throw new FolderInUseError(dataDir, owner.pid);
    try {
      // Rename, not unlink: of two that see a dead owner only one moves its file away.
      renameSync(file, `${file}.${process.pid}.stale`);
      unlinkSync(`${file}.${process.pid}.stale`);
    } catch {
      // Another starter was quicker; look again.
    }
  }
  throw new FolderInUseError(dataDir, readOwner(file)?.pid);
}

/** Whoever was quicker holds the socket and signs the file a moment later. */
async function waitForOwner(file: string): Promise<Owner | undefined> {
  for (let looks = 0; looks < 50; looks += 1) {
    const owner = readOwner(file);
    if (owner) return owner;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return undefined;
}

function readOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  // The same number may belong to a younger process.
  return owner.startedAt === '' || processStartedAt(owner.pid) === owner.startedAt;
}

/** Kernel start time of a process where /proc tells it, else ''. */
function processStartedAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
