import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { orderSkills, type SkillNode } from '../../../src/features/programme/skill-graph.rules.ts';

const node = (id: string, ...requires: string[]): SkillNode => ({ id, requires });

describe('orderSkills', () => {
  test.each<[string, SkillNode[], string[]]>([
    ['nothing is in order', [], []],
    ['what is required comes first', [node('b', 'a'), node('a')], ['a', 'b']],
    [
      'a diamond has its foot first and its top last',
      [node('d', 'b', 'c'), node('b', 'a'), node('c', 'a'), node('a')],
      ['a', 'b', 'c', 'd'],
    ],
    ['a prerequisite from elsewhere is passed over', [node('b', 'elsewhere')], ['b']],
  ])('%s', (_sentence, skills, ids) => {
    expect(orderSkills(skills)).toMatchObject({ kind: 'ordered', ids });
  });

  test.each<[string, SkillNode[], string[]]>([
    ['a skill that requires itself', [node('a', 'a')], ['a', 'a']],
    ['two that require each other', [node('a', 'b'), node('b', 'a')], ['a', 'b', 'a']],
    [
      'a circle behind a skill that isn’t in it',
      [node('x', 'a'), node('a', 'b'), node('b', 'c'), node('c', 'a')],
      ['a', 'b', 'c', 'a'],
    ],
  ])('names the circle: %s', (_sentence, skills, ids) => {
    expect(orderSkills(skills)).toEqual({ kind: 'cycle', ids });
  });

  test('levels count the longest way up', () => {
    const order = orderSkills([node('a'), node('b', 'a'), node('c', 'a', 'b')]);
    expect(order.kind === 'ordered' && [...order.levels]).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]);
  });

  test('edges that only point backwards are always in order, each skill after what it requires', () => {
    const graphs = fc
      .integer({ min: 1, max: 12 })
      .chain((size) =>
        fc.tuple(
          ...Array.from({ length: size }, (_, index) =>
            fc
              .uniqueArray(fc.nat({ max: Math.max(0, index - 1) }), { maxLength: index })
              .map((requires) => node(String(index), ...(index === 0 ? [] : requires.map(String)))),
          ),
        ),
      );
    fc.assert(
      fc.property(graphs, fc.nat(), (nodes, turn) => {
        const shuffled = [...nodes.slice(turn % nodes.length), ...nodes.slice(0, turn % nodes.length)];
        const order = orderSkills(shuffled);
        return (
          order.kind === 'ordered' &&
          order.ids.length === nodes.length &&
          nodes.every(({ id, requires }) =>
            requires.every((required) => order.ids.indexOf(required) < order.ids.indexOf(id)),
          )
        );
      }),
    );
  });
});
