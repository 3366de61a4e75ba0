import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { OccupationFiles } from '../../../src/features/occupations/catalogue.schema.ts';
import { readOccupations } from '../../../src/features/occupations/read-occupations.ts';
import { prepareOccupations } from '../../../src/features/occupations/skill-map.rules.ts';

const both = (text: string) => ({ 'zh-CN': text, en: text });
const interests = { R: 2, I: 4, A: 1, S: 1, E: 1, C: 5 };
const rating = { element: '2.A.1.a', name: both('Reading'), importance: 4, level: 3 };
const anOnet = (code: string, given: object = {}) => ({
  code,
  title: both(code),
  talentType: 'development' as const,
  description: both('Does things.'),
  tasks: [],
  jobZone: 4,
  interests,
  values: null,
  ratings: [rating],
  technologies: [],
  related: [],
  ...given,
});
const files = (given: { onet?: object[]; classified?: object[]; map?: object } = {}): OccupationFiles =>
  ({
    onet: { source: '', licence: '', attribution: '', changes: '', occupations: given.onet ?? [] },
    classification: {
      source: '',
      licence: '',
      note: '',
      levels: { prefix: '2-02-38-', source: both('Standards'), steps: [both('Junior'), both('Senior')] },
      occupations: given.classified ?? [],
    },
    map: {
      about: '',
      skills: [
        { id: 'S1', name: both('SQL') },
        { id: 'S2', name: both('Security') },
      ],
      technologies: [
        { technology: 'SQL', skillId: 'S1', match: 'named' },
        { technology: 'PL/SQL', skillId: 'S1', match: 'related' },
      ],
      tasks: [{ code: '15-1.00', skillId: 'S2', evidence: 'protect data' }],
      ...given.map,
    },
  }) as OccupationFiles;

describe('skills of an occupation', () => {
  it('rest on technologies in demand and on tasks, once each, the strongest reason standing', () => {
    const [one] = prepareOccupations(
      files({ onet: [anOnet('15-1.00', { technologies: ['PL/SQL', 'SQL'] })] }),
    );
    expect(
      one?.skills.map(({ skillId, basis, evidence, level, importance, confidence }) => [
        skillId,
        basis,
        evidence,
        level,
        importance,
        confidence,
      ]),
    ).toEqual([
      ['S1', 'named', 'SQL', 4, 0.8, 0.9],
      ['S2', 'judged', 'protect data', 4, 0.7, 0.6],
    ]);
  });

  it('are none where O*NET names nothing that the taxonomy knows: nothing is made up', () => {
    expect(
      prepareOccupations(files({ onet: [anOnet('15-2.00', { technologies: ['MATLAB'] })] }))[0]?.skills,
    ).toEqual([]);
  });

  it('are taken over by a comparable Chinese occupation, less surely, with its interests and ratings', () => {
    const classified = {
      code: '2-02-38-03',
      formerCode: '2-02-10-11',
      title: both('Big data'),
      talentType: 'development',
      comparable: ['15-1.00', '15-2.00'],
    };
    const other = anOnet('15-2.00', {
      interests: { ...interests, R: 4 },
      ratings: [{ ...rating, level: 5 }],
    });
    const prepared = prepareOccupations(
      files({ onet: [anOnet('15-1.00'), other], classified: [classified] }),
    );
    expect(prepared[2]).toMatchObject({
      id: 'cn-2-02-38-03',
      interests: { R: 3, I: 4 },
      ratings: [{ element: '2.A.1.a', level: 4 }],
      comparableIds: ['onet-15-1.00', 'onet-15-2.00'],
      ladder: [{ title: both('Junior') }, { title: both('Senior') }],
      skills: [{ skillId: 'S2', basis: 'inherited', confidence: 0.42 }],
    });
  });

  it('tell what doesn’t fit together', () => {
    const classified = { ...anOnet('4-1'), formerCode: null, comparable: ['99-9.00'] };
    expect(() => prepareOccupations(files({ classified: [classified] }))).toThrow('99-9.00');
    expect(() => prepareOccupations(files({ onet: [anOnet('15-1.00')], map: { skills: [] } }))).toThrow('S2');
  });
});

describe('the shipped catalogue', () => {
  it('holds 48 occupations of O*NET and 67 of the Chinese classification, each id once', async () => {
    const { occupations, attribution } = await readOccupations();
    const countOf = (source: string) => occupations.filter((one) => one.source === source).length;
    expect([countOf('onet'), countOf('classification')]).toEqual([48, 67]);
    expect(new Set(occupations.map(({ id }) => id)).size).toBe(115);
    expect(attribution).toContain('CC BY 4.0');
    expect(readFileSync('NOTICE', 'utf8')).toContain(attribution);
  });

  it('names the skills of the graph as the graph does', async () => {
    const graph = new Map(
      ['development', 'support', 'operations'].flatMap((type) =>
        (
          JSON.parse(readFileSync(`catalogue/skills/${type}.json`, 'utf8')) as {
            skills: { id: string; name: object }[];
          }
        ).skills.map(({ id, name }) => [id, name] as const),
      ),
    );
    const { occupations } = await readOccupations();
    const mapped = occupations.flatMap(({ skills }) => skills).filter(({ skillId }) => graph.has(skillId));
    expect(new Set(mapped.map(({ skillId }) => skillId)).size).toBeGreaterThan(30);
    for (const { skillId, name } of mapped) expect(name).toEqual(graph.get(skillId));
  });
});
