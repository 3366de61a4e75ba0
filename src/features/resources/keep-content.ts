import { Readable } from 'node:stream';
import type { Deps } from '../../infra/deps.ts';
import { badRequest } from '../../infra/errors.ts';
import type { FileShelf } from '../../infra/files.ts';
import type { UploadedFile } from '../../infra/read-body.ts';
import { detectFileType, mediumOf, readImageSize } from './media.rules.ts';
import type { resourceVersions } from './library.tables.ts';
import type { Medium } from './resources.schema.ts';
import { readVideoSeconds } from './video-length.rules.ts';

export interface GivenContent {
  file: UploadedFile | null;
  url: string | null;
  /** What the sender calls it; the bytes of a film or a picture say it themselves. */
  medium: Medium;
}

type Content = Pick<
  typeof resourceVersions.$inferInsert,
  'medium' | 'url' | 'fileName' | 'fileType' | 'sizeBytes' | 'durationSeconds' | 'width' | 'height'
>;

const NAME_MAX = 200;
export const CONTENT = 'content';

export const shelfOfVersion = (schoolId: string, resourceId: string, version: number): FileShelf => ({
  schoolId,
  room: 'resources',
  id: `${resourceId}-${version}`,
});

/** What a version holds: a file, measured by what its header says, or an address. Exactly one of them. */
export function readContent({ file, url, medium }: GivenContent): Content {
  if ((file === null) === (url === null)) throw badRequest('resources.fileOrLink');
  const nothing = { durationSeconds: null, width: null, height: null };
  if (file === null) return { ...nothing, medium, url, fileName: null, fileType: null, sizeBytes: null };
  if (file.content.length === 0) throw badRequest('resources.emptyFile');
  const fileType = detectFileType(file.content);
  const size = readImageSize(file.content, fileType);
  return {
    medium: mediumOf(fileType, medium),
    url: null,
    fileName: file.name.replaceAll(/[\p{Cc}/\\]/gu, '_').slice(-NAME_MAX),
    fileType,
    sizeBytes: file.content.length,
    durationSeconds: readVideoSeconds(file.content, fileType),
    width: size?.width ?? null,
    height: size?.height ?? null,
  };
}

/** Keeps the file before `save` makes it known, and lets it go when that fails. */
export async function withFileKept<T>(
  deps: Deps,
  shelf: FileShelf,
  file: UploadedFile | null,
  save: () => Promise<T>,
): Promise<T> {
  if (file === null) return save();
  try {
    await deps.files.write(shelf, CONTENT, () => Promise.resolve(Readable.from([file.content])));
    return await save();
  } catch (error) {
    await deps.files.removeShelf(shelf);
    throw error;
  }
}
