import { describe, expect, it } from '@jest/globals';
import { audiencesOf, mayPublish, seesAssignment } from '../../../src/features/instruments/manage.rules.ts';
import type { Role } from '../../../src/features/roster/index.ts';

const who = (role: Role, courseId: string | null) => ({ personId: 'me', courseId, roles: [role] });

describe('who looks after a whole school', () => {
  it.each([
    ['an administrator, wherever they came from', who('administrator', 'c1'), true],
    ['a career teacher who came without a course', who('career_teacher', null), true],
    ['a supervisor who came without a course', who('supervisor', null), true],
    ['no career teacher in a course: any teacher may appoint one there', who('career_teacher', 'c1'), false],
    ['no supervisor in a course', who('supervisor', 'c1'), false],
    ['no teacher', who('instructor', 'c1'), false],
  ])('%s', (_sentence, manager, wide) => {
    expect(audiencesOf(manager).includes('entry_year')).toBe(wide);
    expect(seesAssignment(manager, { assignedBy: 'other', courseId: 'c2' })).toBe(wide);
    expect(seesAssignment(manager, { assignedBy: 'other', courseId: null })).toBe(wide);
    if (!wide) expect(mayPublish(manager)).toBe(false);
  });

  it('whoever gave an instrument to another course reads its results no longer than they are in it', () => {
    const given = { assignedBy: 'me', courseId: 'c2' };
    expect(seesAssignment(who('instructor', 'c1'), given)).toBe(false);
    expect(seesAssignment(who('instructor', 'c2'), given)).toBe(true);
  });
});
