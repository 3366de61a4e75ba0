import { describe, expect, test } from '@jest/globals';
import { decideCourseRole } from '../../../src/features/lti/roles.rules.ts';

const V = 'http://purl.imsglobal.org/vocab/lis/v2/';

describe('What an LMS’s roles make of somebody', () => {
  test.each([
    ['a learner', [`${V}membership#Learner`], 'learner'],
    ['an instructor', [`${V}membership#Instructor`], 'instructor'],
    ['both: the instructor counts', [`${V}membership#Learner`, `${V}membership#Instructor`], 'instructor'],
    ['a teaching assistant', [`${V}membership/Instructor#TeachingAssistant`], 'instructor'],
    ['a designer in Canvas', [`${V}membership#ContentDeveloper`], 'instructor'],
    ['an administrator of the course only', [`${V}membership#Administrator`], 'instructor'],
    ['an administrator of the institution', [`${V}institution/person#Administrator`], 'administrator'],
    ['an administrator of the system', [`${V}system/person#SysAdmin`], 'administrator'],
    [
      'Moodle’s site administrator',
      [`${V}membership#Instructor`, `${V}system/person#Administrator`],
      'administrator',
    ],
    ['short names', ['Instructor'], 'instructor'],
    ['LTI 1.1 names', ['urn:lti:role:ims/lis/Instructor'], 'instructor'],
    ['LTI 1.1 names above the course', ['urn:lti:instrole:ims/lis/Administrator'], 'administrator'],
    [
      'somebody’s institution role alone: no teacher of this course',
      [`${V}institution/person#Instructor`],
      'learner',
    ],
    ['an unknown role', ['https://lms.example.edu/roles#Wizard'], 'learner'],
    ['no role', [], 'learner'],
    ['a mentor who also learns here', [`${V}membership#Mentor`, `${V}membership#Learner`], 'learner'],
  ])('%s', (_name, roles, role) => {
    expect(decideCourseRole(roles)).toEqual({ kind: 'role', role });
  });

  test.each([
    ['a mentor', [`${V}membership#Mentor`]],
    ['an observer, as Canvas says it', [`${V}membership#Mentor`, `${V}institution/person#Observer`]],
    ['an observer by institution role alone', [`${V}institution/person#Observer`]],
    ['a short name', ['Mentor']],
  ])('%s is let in by nobody’s roles', (_name, roles) => {
    expect(decideCourseRole(roles)).toMatchObject({ kind: 'refused', reason: 'role_observer' });
  });
});
