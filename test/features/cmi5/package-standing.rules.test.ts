import { describe, expect, it, test } from '@jest/globals';
import type { AssignableUnit, MoveOn } from '../../../src/features/cmi5/course-structure.schema.ts';
import {
  addressUnit,
  buildLaunchUrl,
  decideLaunchMode,
  needsOwnWindow,
} from '../../../src/features/cmi5/launch.rules.ts';
import { findNext, standInPackage } from '../../../src/features/cmi5/package-standing.rules.ts';
import { newUnitState, type UnitState } from '../../../src/features/cmi5/session.schema.ts';

const AT = new Date('2026-09-07T01:00:00Z');
const named = (id: string) => ({
  id,
  publisherId: `urn:${id}`,
  title: [],
  description: [],
  objectiveIds: [],
});
const unit = (id: string, moveOn: MoveOn, given: Partial<AssignableUnit> = {}): AssignableUnit => ({
  ...{ kind: 'au', ...named(id), url: 'a.html', launchMethod: 'AnyWindow', moveOn, masteryScore: null },
  ...{ activityType: null, launchParameters: null, entitlementKey: null },
  ...given,
});
const courseOf = (...moveOns: MoveOn[]) => ({
  ...{ publisherId: 'urn:course', title: [], description: [], objectives: [] },
  children: moveOns.map((moveOn, index) => unit(`u${index}`, moveOn)),
});
const begun = { launchedAt: AT };
const completed = { ...begun, completedAt: AT };
const passed = (scoreScaled: number | null) => ({ ...begun, passedAt: AT, scoreScaled });
const statesOf = (...given: (Partial<UnitState> | null)[]) => {
  const states = new Map(
    given.flatMap((state, index) =>
      state ? [[`u${index}`, { ...newUnitState(`u${index}`), ...state }]] : [],
    ),
  );
  return (id: string) => states.get(id);
};

describe('Where a learner stands in a package', () => {
  test.each([
    ['not begun', courseOf('Completed', 'Passed'), statesOf(), [false, null, false]],
    ['begun', courseOf('Completed', 'Passed'), statesOf(begun), [true, null, false]],
    ['half through', courseOf('Completed', 'Passed'), statesOf(completed), [true, 0.5, false]],
    [
      'through, with a score',
      courseOf('Completed', 'Passed'),
      statesOf(completed, passed(0.8)),
      [true, 0.9, true],
    ],
    [
      'failed, with a score',
      courseOf('Passed'),
      statesOf({ ...begun, failedAt: AT, scoreScaled: 0.4 }),
      [true, 0.4, false],
    ],
    ['failed, without one', courseOf('Passed'), statesOf({ ...begun, failedAt: AT }), [true, null, false]],
    ['let off', courseOf('Passed', 'Passed'), statesOf({ waivedAt: AT }), [false, 0.5, false]],
    ['optional units don’t count', courseOf('Passed', 'NotApplicable'), statesOf(passed(1)), [true, 1, true]],
    [
      'unless they report a score',
      courseOf('Passed', 'NotApplicable'),
      statesOf(passed(1), passed(0.5)),
      [true, 0.75, true],
    ],
    [
      'or there are no others',
      courseOf('NotApplicable', 'NotApplicable'),
      statesOf(completed),
      [true, 0.5, false],
    ],
  ])('%s', (_sentence, course, stateOf, [isBegun, share, complete]) => {
    expect(standInPackage(course, stateOf)).toEqual({ begun: isBegun, share, complete });
  });

  it('the next is the first in sequence that isn’t done', () => {
    const course = courseOf('Completed', 'Passed', 'NotApplicable');
    expect(findNext(course, statesOf(null, passed(1)))?.id).toBe('u0');
    expect(findNext(course, statesOf(completed, passed(1)))?.id).toBe('u2');
    expect(findNext(course, statesOf(completed, passed(1), completed))).toBeUndefined();
  });
});

describe('A launch', () => {
  test.each<[string, MoveOn, Partial<UnitState> | undefined, boolean, string]>([
    ['lets staff look around', 'Passed', undefined, false, 'Browse'],
    ['lets a learner learn', 'Passed', undefined, true, 'Normal'],
    ['also who completed what has to be passed', 'Passed', completed, true, 'Normal'],
    ['also who failed', 'Passed', { ...begun, failedAt: AT }, true, 'Normal'],
    ['also who was let off', 'Passed', { waivedAt: AT }, true, 'Normal'],
    ['lets who passed review', 'Passed', passed(1), true, 'Review'],
    ['also in what asks for nothing, once done', 'NotApplicable', completed, true, 'Review'],
    ['but not before', 'NotApplicable', begun, true, 'Normal'],
  ])('%s', (_sentence, moveOn, state, isLearner, mode) => {
    const known = state && { ...newUnitState('u0'), ...state };
    expect(decideLaunchMode(unit('u0', moveOn), known, isLearner)).toBe(mode);
  });

  test.each([
    ['a.html', 'https://tool.edu', false],
    ['https://units.edu/a', 'https://tool.edu', false],
    ['http://units.edu/a', 'https://tool.edu', true],
    ['http://units.edu/a', 'http://localhost:3300', false],
    ['player://units.edu/a', 'http://localhost:3300', true],
  ])('of %s from %s: in a window of its own %s', (url, publicUrl, expected) => {
    expect(needsOwnWindow(unit('u', 'Passed', { url }), publicUrl)).toBe(expected);
    expect(needsOwnWindow(unit('u', 'Passed', { url, launchMethod: 'OwnWindow' }), publicUrl)).toBe(true);
  });

  test.each([
    ['a/b.html', 'https://c.edu/g/a/b.html'],
    ['/a/b.html?x=1#top', 'https://c.edu/g/a/b.html?x=1#top'],
    ['../a.html', 'https://c.edu/g/a.html'],
    ['第一课.html', 'https://c.edu/g/%E7%AC%AC%E4%B8%80%E8%AF%BE.html'],
    ['https://units.edu/a', 'https://units.edu/a'],
  ])('leads from %s to %s', (url, address) => {
    expect(addressUnit(unit('u', 'Passed', { url }), 'https://c.edu/g/')).toBe(address);
  });

  it('adds what it tells to the query that is there, readable by every decoder', () => {
    const told = {
      publicUrl: 'https://tool.edu',
      fetchUrl: 'https://tool.edu/f?k=1',
      personId: 'p',
      registrationId: 'r',
      unitId: 'u',
    };
    const url = buildLaunchUrl('https://units.edu/a?mode=a%20b#part', told);
    expect(url).toMatch(
      /^https:\/\/units\.edu\/a\?mode=a%20b&endpoint=https%3A%2F%2Ftool\.edu%2Fxapi%2F&.*#part$/,
    );
    expect(url).not.toContain('+');
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({
      fetch: 'https://tool.edu/f?k=1',
      registration: 'r',
      activityId: 'https://tool.edu/cmi5/units/u',
    });
  });
});
