import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { readXml } from '../../infra/xml-element.rules.ts';
import { readArchive, readSmallFile, type Archive } from '../cmi5/index.ts';
import { bundleItems, type BundledItem } from './qti-import.rules.ts';
import { QTI_RESOURCE, type PackageFile } from './qti.rules.ts';

const MOST_BYTES = 1024 * 1024;
const MOST_ITEMS = 2001;

/** A zip of these files. */
export async function zipFiles(files: readonly PackageFile[]): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const { path, text } of files) zip.addBuffer(Buffer.from(text), path);
  zip.end();
  return buffer(zip.outputStream);
}

export type QtiPackage = { ok: true; source: string } | { ok: false; reason: 'notZip' | 'noManifest' };

/** The items of a QTI package as one text; what is wrong with a single item is told with it. */
export async function readQtiPackage(content: Buffer): Promise<QtiPackage> {
  const reading = await readArchive(content);
  if (!reading.ok) return { ok: false, reason: 'notZip' };
  const { archive } = reading;
  const text = await readText(archive, 'imsmanifest.xml');
  const manifest = text === null ? null : readXml(text);
  if (!manifest?.ok || manifest.root.name !== 'manifest') return { ok: false, reason: 'noManifest' };
  const resources = manifest.root.children.find(({ name }) => name === 'resources')?.children ?? [];
  const paths = resources
    .filter(({ attributes }) => attributes['type'] === QTI_RESOURCE)
    .map(({ attributes }) => attributes['href'] ?? '')
    .slice(0, MOST_ITEMS);
  const items: BundledItem[] = [];
  for (const path of paths) {
    const item = await readText(archive, path);
    if (item !== null) items.push({ path, text: item });
    else items.push({ path, problem: archive.files.has(path) ? 'tooLarge' : 'missing' });
  }
  return { ok: true, source: bundleItems(items) };
}

/** null: there is no such file, or it is too large or broken. */
async function readText(archive: Archive, path: string): Promise<string | null> {
  try {
    return (await readSmallFile(archive, path, MOST_BYTES))?.toString('utf8') ?? null;
  } catch {
    return null;
  }
}
