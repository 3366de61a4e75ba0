import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { readCourseStructure } from '../../../src/features/cmi5/course-structure.rules.ts';
import { listUnits } from '../../../src/features/cmi5/course-walk.rules.ts';
import { judgeEntryName, readEntryName } from '../../../src/features/cmi5/package-path.rules.ts';
import { sampleFiles, sampleStructure } from '../../support/courseware.ts';
import { makeZip, type ZipFile } from '../../support/zip.ts';
import { createScene, type Scene } from './cmi5-scene.ts';

const XMLNS = 'xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"';
const texts = (name: string, text = 'Text') =>
  `<${name}><langstring lang="en">${text}</langstring></${name}>`;
const about = texts('title') + texts('description');
const au = (attributes = 'id="urn:a"', inside = '<url>https://example.edu/a</url>') =>
  `<au ${attributes}>${about}${inside}</au>`;
const course = (inside: string, attributes = XMLNS) =>
  `<?xml version="1.0"?><courseStructure ${attributes}><course id="urn:c">${about}</course>${inside}</courseStructure>`;

let counter = 0;
const newId = () => `id-${(counter += 1)}`;
const read = (source: string) => readCourseStructure(source, newId);
const problemsOf = (source: string) => {
  const reading = read(source);
  return reading.ok ? [] : reading.problems;
};

describe('a course structure', () => {
  it('is read with its blocks, units, objectives and languages, in their order', () => {
    const reading = read(sampleStructure());
    expect(reading).toMatchObject({
      ok: true,
      structure: {
        publisherId: 'https://example.edu/courseware/queries',
        title: [
          { lang: 'zh-CN', text: '查询入门' },
          { lang: 'en', text: 'First queries' },
        ],
        objectives: [{ publisherId: 'https://example.edu/objectives/select' }],
        children: [
          { kind: 'au', moveOn: 'Completed', masteryScore: null, launchMethod: 'AnyWindow' },
          {
            kind: 'block',
            objectiveIds: ['https://example.edu/objectives/select'],
            children: [{ masteryScore: 0.8, launchParameters: 'level=1', entitlementKey: 'key-1' }],
          },
        ],
      },
    });
  });

  it('may be prefixed, extended by others, and hold CDATA and references', () => {
    const reading = read(
      `<c:courseStructure xmlns:c="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd" xmlns:v="urn:vendor">
        <c:course id="urn:c"><c:title><c:langstring lang="zh_CN"><![CDATA[A &amp; <B>]]></c:langstring></c:title>
          <c:description><c:langstring>&#20013;&#x6587; &lt;&bogus;</c:langstring></c:description><v:price>3</v:price></c:course>
        <c:au id="urn:a" v:colour="red" moveOn="Passed"><c:title><c:langstring>T</c:langstring></c:title>
          <c:description><c:langstring>D</c:langstring></c:description><c:url> https://example.edu/a?x=1&amp;y=2 </c:url></c:au>
      </c:courseStructure>`,
    );
    expect(reading).toMatchObject({
      ok: true,
      structure: {
        title: [{ lang: 'zh-CN', text: 'A &amp; <B>' }],
        description: [{ lang: '', text: '中文 <&bogus;' }],
        children: [{ moveOn: 'Passed', url: 'https://example.edu/a?x=1&y=2' }],
      },
    });
  });

  it('may have more than a thousand units (6.1)', () => {
    const many = Array.from({ length: 1500 }, (_, n) => au(`id="urn:a${n}"`)).join('');
    const reading = read(course(`<block id="urn:b">${about}${many}</block>`));
    expect(reading.ok && listUnits(reading.structure)).toHaveLength(1500);
  });

  const ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>';
  test.each([
    ['that isn’t XML', '<courseStructure><course></courseStructure>', 'notXml', 1],
    ['with entities of its own', ENTITIES + course(au()), 'doctype', null],
    ['of another kind', '<manifest/>', 'notCmi5', 1],
    ['without its namespace', course(au(), ''), 'notCmi5', 1],
    ['without units', course(''), 'missing', 1],
    ['with an empty block', course(`<block id="urn:b">${about}</block>`), 'missing', 1],
    ['with a unit without an address', course(au('id="urn:a"', '')), 'missing', 1],
    [
      'with a unit without a title',
      course('\n<au id="urn:a"><url>https://example.edu</url></au>'),
      'missing',
      2,
    ],
    ['with an id that is no IRI', course(au('id="intro"')), 'notIri', 1],
    ['with one id twice', course(`${au()}\n${au()}`), 'duplicateId', 2],
    ['with a moveOn of its own', course(au('id="urn:a" moveOn="passed"')), 'notOneOf', 1],
    ['with a mastery score in percent', course(au('id="urn:a" masteryScore="80"')), 'notOneOf', 1],
    ['with a mastery score that is none', course(au('id="urn:a" masteryScore="1e-1"')), 'notOneOf', 1],
    [
      'with a misspelt element',
      course(au('id="urn:a"', '<URL>https://example.edu/a</URL>')),
      'unknownElement',
      1,
    ],
  ])('%s is refused, and where', (_sentence, source, id, line) => {
    expect(problemsOf(source)).toContainEqual(expect.objectContaining({ id, line }));
  });

  it('nested without end is refused, not followed', () => {
    const deep = `${'<block id="urn:b">'.repeat(5000)}${'</block>'.repeat(5000)}`;
    expect(problemsOf(course(deep))).toMatchObject([{ id: 'tooDeep' }]);
  });
});

describe('names in a zip', () => {
  test.each([
    ['index.html', 'index.html'],
    ['a\\b\\c.js', 'a/b/c.js'],
    ['./a//b.js', 'a/b.js'],
  ])('%s is the file %s', (name, path) => expect(judgeEntryName(name)).toEqual({ kind: 'file', path }));

  test.each([['a/'], ['__MACOSX/._a'], ['a/.DS_Store']])('%s is passed over', (name) =>
    expect(judgeEntryName(name)).toEqual({ kind: 'skipped' }),
  );

  test.each([['../a'], ['a/../../b'], ['/etc/passwd'], ['..\\a'], ['C:\\a'], ['a\0.html'], ['']])(
    '%j leads out and is unsafe',
    (name) => expect(judgeEntryName(name)).toEqual({ kind: 'unsafe' }),
  );

  it('are read as UTF-8, else as Chinese programs write them', () => {
    expect(readEntryName(Buffer.from('第一课.html'))).toBe('第一课.html');
    expect(readEntryName(Buffer.from([0xb5, 0xda, 0xd2, 0xbb, 0xbf, 0xce]))).toBe('第一课');
  });
});

describe('a package that is sent in', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await createScene();
  });
  afterAll(() => scene.close());

  const zip = (...files: ZipFile[]) => makeZip([{ name: 'cmi5.xml', content: course(au()) }, ...files]);
  const bomb = (): ZipFile => ({ name: 'big', content: 'x', toldSize: 2_000_000_000 });
  const sample = (change: (files: { name: string; content: Buffer }[]) => ZipFile[]) =>
    makeZip(change(sampleFiles()));
  test.each([
    ['is nothing at all', Buffer.from('hello'), 'not well-formed'],
    ['is half a zip', makeZip(sampleFiles()).subarray(0, 2000), 'not a whole zip'],
    ['has no structure', makeZip([{ name: 'a.txt', content: 'a' }]), 'no cmi5.xml'],
    [
      'was packed with its folder',
      sample((f) => f.map((one) => ({ ...one, name: `first/${one.name}` }))),
      'first/cmi5.xml',
    ],
    ['leads out of its folder', zip({ name: '../../evil.sh', content: 'x' }), 'unsafe path'],
    [
      'leads out of its folder by a link',
      zip({ name: 'link', content: '/etc', unixMode: 0o120777 }),
      'unsafe path',
    ],
    ['has a file twice', zip({ name: 'a', content: '1' }, { name: './a', content: '2' }), 'twice'],
    ['has a secret', zip({ name: 'a', content: '1', encrypted: true }), 'encrypted'],
    ['becomes gigabytes', zip(bomb()), 'larger than 1024 MB'],
    [
      'becomes more than it says',
      zip({ name: 'big', content: Buffer.alloc(5_000_000), toldSize: 10 }),
      'damaged: big',
    ],
    [
      'has files without number',
      zip(...Array.from({ length: 10_001 }, (_, n) => ({ name: `f${n}`, content: '' }))),
      'more than 10000',
    ],
    ['lacks a unit’s file', sample((f) => f.filter(({ name }) => name !== 'read.html')), 'no such file'],
    [
      'has a unit that would run in our page',
      Buffer.from(course(au('id="urn:a"', '<url>javascript://%0aalert(1)</url>'))),
      'can’t open a unit',
    ],
    [
      'is a structure alone with relative addresses',
      Buffer.from(course(au('id="urn:a"', '<url>a.html</url>'))),
      'is relative',
    ],
    ['has a structure in an unknown encoding', Buffer.from([0x3c, 0xff, 0x00, 0x80]), 'encoding'],
  ])('and %s is refused in words, and leaves nothing behind', async (_sentence, content, words) => {
    const { status, text } = await scene.upload(scene.teacher, content);
    expect(status).toBe(422);
    expect(text.replaceAll('&#x27;', '’')).toContain(words);
    expect((await scene.get(scene.teacher, '/cmi5')).text).toContain('There is none yet');
    const { filesDir } = scene.t.deps.config;
    const kept = readdirSync(filesDir, { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    expect(kept).toEqual([]);
  });

  it('without a file is a bad request', async () => {
    const { status } = await scene.upload(scene.teacher, Buffer.alloc(0), '');
    expect(status).toBe(400);
    expect((await scene.post(scene.teacher, '/cmi5')).status).toBe(400);
  });

  it('that is good after all is kept whole', async () => {
    await scene.importSample();
    expect((await scene.get(scene.teacher, '/cmi5')).text).toContain('First queries');
  });
});
