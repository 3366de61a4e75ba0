/** Who can open the tool from the demo's course. Ids are Moodle's: small numbers, administrators first. */
export interface DemoUser {
  userId: number;
  username: string;
  kind: 'learner' | 'teacher' | 'administrator';
  /** As the LMS's own pages and launches say it; names aren't translated in a course. */
  name: string;
  /** Of a learner, from '01'; else empty. */
  number: string;
}

export const COURSE_ID = 2;
/** The course module that the tool is. */
export const TOOL_MODULE = 90;
export const DEPLOYMENT_ID = '1';
export const CLIENT_ID = 'waymark-demo';

/** What the demo's Canvas calls the tool; its ids are long numbers. */
export const CANVAS_CLIENT_ID = '10000000000101';
export const CANVAS_DEPLOYMENT_ID = '101:5d1c2f7e9ab4';

const ADMINISTRATOR_ID = 2;
const TEACHER_ID = 3;
const FIRST_LEARNER_ID = 101;
const LEARNERS = 40;

/** `name` gives a person's name by key, e.g. from views/locales. */
export function listDemoUsers(
  name: (key: 'learner' | 'teacher' | 'administrator', number: string) => string,
): DemoUser[] {
  const learners = Array.from({ length: LEARNERS }, (_, index): DemoUser => {
    const number = String(index + 1).padStart(2, '0');
    return {
      userId: FIRST_LEARNER_ID + index,
      username: `learner${number}`,
      kind: 'learner',
      name: name('learner', number),
      number,
    };
  });
  return [
    {
      userId: ADMINISTRATOR_ID,
      username: 'admin',
      kind: 'administrator',
      name: name('administrator', ''),
      number: '',
    },
    { userId: TEACHER_ID, username: 'teacher', kind: 'teacher', name: name('teacher', ''), number: '' },
    ...learners,
  ];
}
