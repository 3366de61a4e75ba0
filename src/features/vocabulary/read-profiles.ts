import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../infra/paths.ts';
import { parseProfile } from './profile.rules.ts';
import type { Profile } from './profile.schema.ts';

const FOLDER = join(PROJECT_ROOT, 'xapi-profiles');
let own: Promise<Profile[]> | undefined;

/** The profiles that Waymark ships, read once. */
export const readOwnProfiles = (): Promise<Profile[]> => (own ??= readAll());

async function readAll(): Promise<Profile[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.jsonld')).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const parsed = parseProfile(JSON.parse(await readFile(join(FOLDER, name), 'utf8')), new Set());
      if (!parsed.ok) throw new Error(`${name} is no profile: ${JSON.stringify(parsed.problem)}`);
      return parsed.profile;
    }),
  );
}
