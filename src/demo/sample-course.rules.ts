import { createRandom } from './random.rules.ts';
import type { SampleCourse, SampleTask } from './sample-course.schema.ts';

/** Where and when the sample class learns. */
export interface SampleSite {
  /** Origin of the LMS: home page of its accounts, prefix of its activities. */
  lmsUrl: string;
  courseId: number;
  courseTitle: string;
  /** The class has learned for eight weeks at this moment. */
  endsAt: Date;
}

export interface SampleItem {
  id: string;
  skillId: string;
  /** Within its skill, from 1. */
  number: number;
  /** On the scale of a learner's level. */
  difficulty: number;
}

/** A task where it stands: in its unit, in the LMS, in time. */
export interface PlacedTask extends SampleTask {
  unit: number;
  activityId: string;
  dueAt: Date;
  items: SampleItem[];
}

export interface SampleLesson {
  unit: number;
  /** Within the course, from 1. */
  number: number;
  startsAt: Date;
  endsAt: Date;
}

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
/** The sample school lies in the zone of schools.time_zone's default. */
const ZONE_MS = 8 * 3_600_000;
const WEEKS = 8;
/** The course's own last day is today; the timetable goes on. */
const LESSON_WEEKS = WEEKS + 2;
/** Tuesday morning and Thursday afternoon; minutes of the day. */
const TIMETABLE = [
  { weekday: 2, from: 8 * 60 + 20, minutes: 95 },
  { weekday: 4, from: 14 * 60, minutes: 95 },
];

/** Midnight, where the school is, of the course's day 0; today is its day 55. */
export function courseStart(endsAt: Date): number {
  const today = Math.floor((endsAt.getTime() + ZONE_MS) / DAY_MS) * DAY_MS - ZONE_MS;
  return today - (7 * WEEKS - 1) * DAY_MS;
}

export const courseActivityId = ({ lmsUrl, courseId }: Pick<SampleSite, 'lmsUrl' | 'courseId'>) =>
  `${lmsUrl}/course/view.php?id=${courseId}`;

const PAGES: Record<SampleTask['sender'], string> = {
  page: 'mod/page/view.php',
  quiz: 'mod/quiz/view.php',
  assign: 'mod/assign/view.php',
  h5p: 'mod/h5pactivity/view.php',
  cmi5: 'mod/cmi5launch/view.php',
};

export function placeTasks(course: SampleCourse, site: SampleSite): PlacedTask[] {
  const start = courseStart(site.endsAt);
  return course.units.flatMap(({ tasks }, unit) =>
    tasks.map((task) => {
      const activityId = `${site.lmsUrl}/${PAGES[task.sender]}?id=${task.module}`;
      const dueAt = new Date(start + (7 * unit + task.dueDay + 1) * DAY_MS - MINUTE_MS);
      return { ...task, unit, activityId, dueAt, items: listItems(task, activityId, site.lmsUrl) };
    }),
  );
}

const QUIZ_ITEMS = 12;
const H5P_ITEMS = 6;
/** What this class finds hard: enough of them, and their teacher is asked to teach it again. */
const HARDER: Record<string, number> = { S079: 1.1, S102: 0.3 };

/** The same questions with the same difficulty for every seed: they belong to the course, not to chance. */
function listItems(task: SampleTask, activityId: string, lmsUrl: string): SampleItem[] {
  const count = task.sender === 'quiz' ? QUIZ_ITEMS : task.sender === 'h5p' ? H5P_ITEMS : 0;
  const random = createRandom(`item/${task.key}`);
  return Array.from({ length: count }, (_, index) => {
    const skillId = task.skills[index % task.skills.length] ?? '';
    const id =
      task.sender === 'quiz'
        ? `${lmsUrl}/question/question.php?cmid=${task.module}&id=${task.module * 100 + index + 1}`
        : `${activityId}?subContentId=${random.uuid(4)}`;
    const difficulty = random.between(-0.9, 0.9) + (HARDER[skillId] ?? 0);
    return { id, skillId, number: Math.floor(index / task.skills.length) + 1, difficulty };
  });
}

export function listLessons(endsAt: Date): SampleLesson[] {
  const start = courseStart(endsAt);
  const lessons: SampleLesson[] = [];
  for (let day = 0; day < 7 * LESSON_WEEKS; day += 1) {
    const weekday = new Date(start + day * DAY_MS + ZONE_MS).getUTCDay();
    for (const slot of TIMETABLE.filter((entry) => entry.weekday === weekday)) {
      const startsAt = start + day * DAY_MS + slot.from * MINUTE_MS;
      lessons.push({
        unit: Math.min(Math.floor(day / 7), WEEKS - 1),
        number: lessons.length + 1,
        startsAt: new Date(startsAt),
        endsAt: new Date(startsAt + slot.minutes * MINUTE_MS),
      });
    }
  }
  return lessons;
}

/** Fills `{{name}}` in the sample's own words. */
export const fill = (pattern: string, values: Record<string, string | number>): string =>
  pattern.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
