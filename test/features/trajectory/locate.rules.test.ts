import { describe, expect, it } from '@jest/globals';
import {
  isLearnerLike,
  listWanted,
  locateEvent,
  type MappedTask,
  type Mapping,
  type ReadStatement,
} from '../../../src/features/trajectory/locate.rules.ts';
import type { LearningEvent } from '../../../src/features/xapi/index.ts';

const task = (id: string, courseId: string, activityId: string, skillIds: string[] = []): MappedTask => ({
  id,
  courseId,
  kind: 'quiz',
  activityId,
  skillIds,
});
const MAPPING: Mapping = {
  courses: new Map([
    ['lms/course/1', 'C1'],
    ['lms/course/2', 'C2'],
  ]),
  tasks: new Map([
    ['lms/quiz', [task('T1', 'C1', 'lms/quiz', ['S1']), task('T2', 'C2', 'lms/quiz', ['S2'])]],
    ['lms/section', [task('T3', 'C1', 'lms/section')]],
  ]),
  itemSkills: new Map([['C1|lms/question', ['S7', 'S8']]]),
  skills: new Set(['S9']),
};
const read = (event: Partial<LearningEvent>, skillId: string | null = null): ReadStatement => ({
  statementId: 's1',
  actorName: null,
  skillId,
  event: {
    kind: 'answered',
    actorKey: 'account|lms|1',
    activityId: 'lms/question',
    courseActivityIds: [],
    parentIds: [],
    timestampAt: new Date(0),
    dedupeKey: 'id:1',
    ...event,
  },
});

describe('where an event belongs', () => {
  it.each<[string, ReadStatement, string]>([
    [
      'to the course it names, its task and the item’s own skills',
      read({ itemId: 'lms/question', parentIds: ['lms/quiz'], courseActivityIds: ['lms/course/1'] }),
      'C1 T1 S7,S8',
    ],
    [
      'to the same activity’s task in the other course',
      read({ parentIds: ['lms/quiz'], courseActivityIds: ['lms/course/2'] }),
      'C2 T2 S2',
    ],
    [
      'to the nearest task when tasks are nested',
      read({ activityId: 'x', parentIds: ['lms/quiz', 'lms/section'], courseActivityIds: ['lms/course/1'] }),
      'C1 T1 S1',
    ],
    ['to a task’s course when none is named', read({ activityId: 'lms/section' }), 'C1 T3 '],
    [
      'to a course that stands among the parents',
      read({ activityId: 'x', parentIds: ['lms/course/2'] }),
      'C2 - ',
    ],
    [
      'to the course alone when it is no task',
      read({ activityId: 'x', courseActivityIds: ['lms/course/1'] }),
      'C1 - ',
    ],
    [
      'to the skill our own practice names',
      read({ activityId: 'x', courseActivityIds: ['lms/course/1'] }, 'S9'),
      'C1 - S9',
    ],
    [
      'not to a skill the school hasn’t',
      read({ activityId: 'x', courseActivityIds: ['lms/course/1'] }, 'S0'),
      'C1 - ',
    ],
    [
      'nowhere when nothing of it is known',
      read({ activityId: 'x', courseActivityIds: ['lms/course/9'] }),
      'nowhere',
    ],
    [
      'not to a task of a course other than the named',
      read({ activityId: 'lms/section', courseActivityIds: ['lms/course/2'] }),
      'C2 - ',
    ],
  ])('%s', (_sentence, statement, expected) => {
    const place = locateEvent(statement, MAPPING);
    expect(place ? `${place.courseId} ${place.task?.id ?? '-'} ${place.skillIds.join(',')}` : 'nowhere').toBe(
      expected,
    );
  });
});

describe('what an event without a place waits for', () => {
  it.each([
    ['the course it names', read({ courseActivityIds: ['c'], parentIds: ['p'] }), ['c']],
    ['else what holds it', read({ parentIds: ['p', 'q'] }), ['p', 'q']],
    ['else its activity', read({ activityId: 'a' }), ['a']],
  ])('%s', (_sentence, statement, expected) => {
    expect(listWanted(statement)).toEqual(expected);
  });
});

describe('acting like a learner', () => {
  it.each([
    ['answered', true],
    ['submitted', true],
    ['started', true],
    ['completed', true],
    ['viewed', false],
    ['scored', false],
    ['other', false],
  ] as const)('%s: %s', (kind, expected) => {
    expect(isLearnerLike(read({ kind }))).toBe(expected);
  });
});
