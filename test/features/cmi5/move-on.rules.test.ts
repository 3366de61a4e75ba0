import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import {
  MOVE_ON,
  type AssignableUnit,
  type CourseNode,
  type CourseStructure,
  type MoveOn,
} from '../../../src/features/cmi5/course-structure.schema.ts';
import { listBlocks, listUnits } from '../../../src/features/cmi5/course-walk.rules.ts';
import {
  NO_OUTCOME,
  WHOLE_COURSE,
  listNewlySatisfied,
  listSatisfied,
  meetsMoveOn,
  type UnitOutcome,
} from '../../../src/features/cmi5/move-on.rules.ts';

const named = (id: string) => ({
  id,
  publisherId: `urn:${id}`,
  title: [],
  description: [],
  objectiveIds: [],
});
const unit = (id: string, moveOn: MoveOn): AssignableUnit => ({
  ...{ kind: 'au', ...named(id), url: 'a.html', launchMethod: 'AnyWindow', moveOn, masteryScore: null },
  ...{ activityType: null, launchParameters: null, entitlementKey: null },
});
const courseOf = (children: CourseNode[]): CourseStructure => ({
  ...{ publisherId: 'urn:course', title: [], description: [], objectives: [], children },
});

describe('moveOn (13.1.4)', () => {
  test.each<[MoveOn, boolean, boolean, boolean, boolean]>([
    // nothing, completed, passed, both
    ['NotApplicable', true, true, true, true],
    ['Passed', false, false, true, true],
    ['Completed', false, true, false, true],
    ['CompletedAndPassed', false, false, false, true],
    ['CompletedOrPassed', false, true, true, true],
  ])('%s', (moveOn, ...expected) => {
    const outcomes = [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ].map(([completed = false, passed = false]) => ({ completed, passed, waived: false }));
    expect(outcomes.map((outcome) => meetsMoveOn(moveOn, outcome))).toEqual(expected);
    expect(meetsMoveOn(moveOn, { ...NO_OUTCOME, waived: true })).toBe(true);
  });
});

/** Courses of every shape, blocks in blocks included; ids are given in the order in which nodes come. */
const arbitraryCourse = fc.letrec<{ node: MoveOn | Shape }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    fc.constantFrom(...MOVE_ON),
    fc.record({ children: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
  ),
})).node;
interface Shape {
  children: (MoveOn | Shape)[];
}
const build = (shapes: (MoveOn | Shape)[]): CourseStructure => {
  let count = 0;
  const make = (shape: MoveOn | Shape): CourseNode => {
    const id = `n${(count += 1)}`;
    return typeof shape === 'string'
      ? unit(id, shape)
      : { kind: 'block', ...named(id), children: shape.children.map(make) };
  };
  return courseOf(shapes.map(make));
};
const courses = fc.array(arbitraryCourse, { minLength: 1, maxLength: 4 }).map(build);

type Event = { unit: number; what: keyof UnitOutcome };
const events = fc.array(
  fc.record({ unit: fc.nat(), what: fc.constantFrom('completed', 'passed', 'waived') }),
  { maxLength: 40 },
) as fc.Arbitrary<Event[]>;

describe('satisfaction of blocks and the course (9.3.9)', () => {
  it('is that of all units in them, told once each, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(courses, events, (course, happening) => {
        const units = listUnits(course);
        const outcomes = new Map(units.map(({ id }) => [id, NO_OUTCOME]));
        const outcomeOf = (id: string) => outcomes.get(id) ?? NO_OUTCOME;
        let told = listNewlySatisfied(course, outcomeOf, []);
        for (const event of happening) {
          const { id } = units[event.unit % units.length] ?? { id: '' };
          outcomes.set(id, { ...outcomeOf(id), [event.what]: true });
          const before = listSatisfied(course, outcomeOf);
          told = [...told, ...listNewlySatisfied(course, outcomeOf, told)];
          // Nothing that was satisfied stops being so.
          expect([...told].sort()).toEqual([...before].sort());
        }
        expect(new Set(told).size).toBe(told.length);
        const isMet = (one: AssignableUnit) => meetsMoveOn(one.moveOn, outcomeOf(one.id));
        const expected = [
          ...listBlocks(course)
            .filter((block) => listUnits(block).every(isMet))
            .map(({ id }) => id),
          ...(units.every(isMet) ? [WHOLE_COURSE] : []),
        ];
        expect([...told].sort()).toEqual(expected.sort());
      }),
    );
  });

  it('is told of inner blocks before outer ones, and of the course last', () => {
    const inner: CourseNode = { kind: 'block', ...named('inner'), children: [unit('a', 'Passed')] };
    const course = courseOf([{ kind: 'block', ...named('outer'), children: [inner] }]);
    const passed = () => ({ ...NO_OUTCOME, passed: true });
    expect(listSatisfied(course, passed)).toEqual(['inner', 'outer', WHOLE_COURSE]);
  });
});
