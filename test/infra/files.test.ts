import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openFilesFolder } from '../../src/infra/files.ts';

const root = mkdtempSync(join(tmpdir(), 'waymark-files-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const files = openFilesFolder(root);
const shelf = { schoolId: 's1', room: 'test', id: 'a' };
const of = (content: string) => () => Promise.resolve(Readable.from([Buffer.from(content)]));
const everything = () =>
  readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());

describe('the folder of files', () => {
  it.each([
    ['index.html'],
    ['第一课/页.html'],
    ['../../../etc/passwd'],
    ['x'.repeat(3000)],
    ['CON'],
    ['a\0b'],
  ])('keeps what is called %j, below its shelf', async (name) => {
    await files.write(shelf, name, of(`content of ${name}`));
    const kept = await files.find(shelf, name);
    expect(kept?.sizeBytes).toBe(Buffer.byteLength(`content of ${name}`));
    expect(kept && (await text(kept.read()))).toBe(`content of ${name}`);
    expect(everything().every((one) => one.parentPath === join(root, 's1', 'test', 'a'))).toBe(true);
  });

  it('gives a part, and nothing of what isn’t there', async () => {
    await files.write(shelf, 'letters', of('abcdef'));
    const kept = await files.find(shelf, 'letters');
    expect(kept && (await text(kept.read({ start: 1, end: 3 })))).toBe('bcd');
    expect(await files.find(shelf, 'others')).toBeNull();
    expect(await files.find({ ...shelf, schoolId: 's2' }, 'letters')).toBeNull();
  });

  it('keeps nothing of a file that breaks off, and what was there before', async () => {
    const before = everything().length;
    const broken = () =>
      Promise.resolve(
        Readable.from(
          (function* () {
            yield Buffer.from('half');
            throw new Error('gone');
          })(),
        ),
      );
    await expect(files.write(shelf, 'letters', broken)).rejects.toThrow('gone');
    await expect(files.write(shelf, 'new', broken)).rejects.toThrow('gone');
    expect(everything()).toHaveLength(before);
    const kept = await files.find(shelf, 'letters');
    expect(kept && (await text(kept.read()))).toBe('abcdef');
  });

  it('removes a shelf with all that is on it, and no other', async () => {
    await files.write({ ...shelf, id: 'b' }, 'letters', of('b'));
    await files.removeShelf(shelf);
    await files.removeShelf(shelf);
    expect(await files.find(shelf, 'letters')).toBeNull();
    expect(await files.find({ ...shelf, id: 'b' }, 'letters')).not.toBeNull();
  });

  it('takes no id that could lead out of it', async () => {
    await expect(files.write({ ...shelf, id: '..' }, 'x', of('x'))).rejects.toThrow();
    expect(() => files.removeShelf({ ...shelf, schoolId: '' })).toThrow();
  });
});
