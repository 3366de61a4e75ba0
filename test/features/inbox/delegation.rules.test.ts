import { describe, expect, it } from '@jest/globals';
import {
  refuseDelegation,
  type DelegationRefusal,
  type WantedDelegation,
} from '../../../src/features/inbox/delegation.rules.ts';

const day = (number: number) => new Date(Date.UTC(2026, 8, number));
const NOW = day(7);
const WANTED: WantedDelegation = {
  personId: 'x',
  deputyPersonId: 'd',
  role: 'instructor',
  courseId: 'c',
  startsAt: day(8),
  endsAt: day(12),
};
const GIVEN = { own: [], deputies: ['d', 'e'], takenOver: [] };

describe('handing duties over', () => {
  it.each<
    [
      string,
      Partial<WantedDelegation>,
      Partial<Parameters<typeof refuseDelegation>[1]>,
      DelegationRefusal | null,
    ]
  >([
    ['is open to whoever has a colleague of the same role', {}, {}, null],
    ['can begin in the past when one fell ill', { startsAt: day(1) }, {}, null],
    ['needs somebody else', { deputyPersonId: 'x' }, {}, 'self'],
    ['ends after it begins', { endsAt: day(8) }, {}, 'endsEarly'],
    ['is of no use when it is over', { startsAt: day(1), endsAt: day(7) }, {}, 'past'],
    ['isn’t for ever', { endsAt: day(300) }, {}, 'tooLong'],
    ['needs a deputy who holds the role here', { deputyPersonId: 'f' }, {}, 'notEntitled'],
    [
      'happens once at a time in a course',
      {},
      { own: [{ courseId: 'c', startsAt: day(11), endsAt: day(20) }] },
      'overlaps',
    ],
    [
      'happens in another course too',
      {},
      { own: [{ courseId: 'o', startsAt: day(8), endsAt: day(12) }] },
      null,
    ],
    ['may follow on at once', {}, { own: [{ courseId: 'c', startsAt: day(12), endsAt: day(20) }] }, null],
    [
      'never goes back to whom one stands in for',
      {},
      { takenOver: [{ personId: 'd', startsAt: day(10), endsAt: day(11) }] },
      'wouldCircle',
    ],
    [
      'may go to them at another time',
      {},
      { takenOver: [{ personId: 'd', startsAt: day(12), endsAt: day(14) }] },
      null,
    ],
  ])('%s', (_sentence, wanted, given, expected) => {
    expect(refuseDelegation({ ...WANTED, ...wanted }, { ...GIVEN, ...given }, NOW)).toBe(expected);
  });
});
