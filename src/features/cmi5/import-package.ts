import { inTransaction } from '../../infra/db.ts';
import { recordAudit } from '../../infra/audit.ts';
import type { Deps } from '../../infra/deps.ts';
import type { FileShelf } from '../../infra/files.ts';
import type { InCourse } from '../roster/index.ts';
import type { CourseStructure, PackageProblem } from './course-structure.schema.ts';
import { readCourseStructure } from './course-structure.rules.ts';
import { isZip, readArchive, readSmallFile, type Archive } from './package-archive.ts';
import { judgeUrls } from './package-path.rules.ts';
import { insertPackage } from './packages.queries.ts';

const STRUCTURE_FILE = 'cmi5.xml';
const MEGABYTE = 1024 * 1024;
const LARGEST_STRUCTURE = 10 * MEGABYTE;

export type ImportOutcome = { ok: true; packageId: string } | { ok: false; problems: PackageProblem[] };

export const shelfOfPackage = (schoolId: string, packageId: string): FileShelf => ({
  schoolId,
  room: 'cmi5',
  id: packageId,
});

/** Brings a course package into the course: a zip, or a course structure alone (cmi5 14). All of it, or nothing. */
export async function importPackage(deps: Deps, who: InCourse, content: Buffer): Promise<ImportOutcome> {
  const read = await readPackage(deps, content);
  if (!read.ok) return read;
  const { structure, archive } = read;
  const packageId = deps.newId();
  const { schoolId, courseId, personId } = who;
  const shelf = shelfOfPackage(schoolId, packageId);
  try {
    const damaged = archive && (await keepFiles(deps, shelf, archive));
    if (damaged) {
      await deps.files.removeShelf(shelf);
      return { ok: false, problems: [damaged] };
    }
    await inTransaction(deps.db, async (tx) => {
      await insertPackage(tx, {
        schoolId,
        id: packageId,
        courseId,
        structure,
        fileCount: archive?.files.size ?? 0,
        importedBy: personId,
        importedAt: deps.now(),
      });
      await recordAudit(tx, deps, {
        schoolId,
        actorPersonId: personId,
        action: 'cmi5.import',
        subjectType: 'cmi5_package',
        subjectId: packageId,
      });
    });
  } catch (error) {
    await deps.files.removeShelf(shelf);
    throw error;
  }
  return { ok: true, packageId };
}

type PackageReading =
  | { ok: true; structure: CourseStructure; archive: Archive | null }
  | { ok: false; problems: PackageProblem[] };

const refuse = (id: string, values: PackageProblem['values'] = {}): PackageReading => ({
  ok: false,
  problems: [{ id, values, line: null }],
});

async function readPackage(deps: Pick<Deps, 'newId'>, content: Buffer): Promise<PackageReading> {
  if (!isZip(content)) return readStructure(deps, content, null);
  const reading = await readArchive(content);
  if (!reading.ok) return { ok: false, problems: [reading.problem] };
  const { archive } = reading;
  if (!archive.files.has(STRUCTURE_FILE)) {
    // The commonest mistake: the folder was packed, not what is in it.
    const elsewhere = [...archive.files.keys()].find((path) => path.endsWith(`/${STRUCTURE_FILE}`));
    return elsewhere === undefined
      ? refuse('noStructure')
      : refuse('structureElsewhere', { path: elsewhere });
  }
  const xml = await readSmallFile(archive, STRUCTURE_FILE, LARGEST_STRUCTURE).catch(() => null);
  return xml ? readStructure(deps, xml, archive) : refuse('damaged', { path: STRUCTURE_FILE });
}

function readStructure(deps: Pick<Deps, 'newId'>, xml: Buffer, archive: Archive | null): PackageReading {
  if (xml.length > LARGEST_STRUCTURE)
    return refuse('structureTooLarge', { limit: LARGEST_STRUCTURE / MEGABYTE });
  const text = decode(xml);
  if (text === null) return refuse('notUtf8');
  const reading = readCourseStructure(text, deps.newId);
  if (!reading.ok) return reading;
  const problems = judgeUrls(reading.structure, archive && ((path) => archive.files.has(path)));
  return problems.length > 0
    ? { ok: false, problems: problems.slice(0, 20) }
    : { ok: true, structure: reading.structure, archive };
}

function decode(xml: Buffer): string | null {
  const isUtf16 = xml.subarray(0, 2).equals(Buffer.from([0xff, 0xfe]));
  try {
    return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(xml);
  } catch {
    return null;
  }
}

/** The problem of the first file that isn't what the zip says of it; null: all are kept. */
async function keepFiles(deps: Deps, shelf: FileShelf, archive: Archive): Promise<PackageProblem | null> {
  for (const [path, file] of archive.files) {
    try {
      await deps.files.write(shelf, path, () => file.open());
    } catch (error) {
      // What the disk says has a code; the zip's own faults have none of the system's.
      if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error;
      return { id: 'damaged', values: { path: path.slice(0, 200) }, line: null };
    }
  }
  return null;
}
