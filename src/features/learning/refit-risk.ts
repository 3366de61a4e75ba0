import type { Deps } from '../../infra/deps.ts';
import { getSchoolClock } from '../cases/index.ts';
import { refitSchool, type Refit } from '../risk/index.ts';
import { dayIn } from '../../infra/day.rules.ts';
import { keyOf } from '../trajectory/index.ts';
import { replayFinished, type FinishedCourse } from './finished-course.rules.ts';
import {
  selectFinishedDays,
  selectFinishedLearners,
  selectFinishedTasks,
  selectFinishedWork,
} from './finished-courses.queries.ts';

const DAY_MS = 86_400_000;
const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

/** Learns from the school's courses whose term is over, if they are enough. */
export async function refitRisk(deps: Deps, schoolId: string): Promise<Refit> {
  const rows = (await loadFinishedCourses(deps, schoolId)).flatMap(replayFinished);
  return refitSchool(deps, schoolId, rows);
}

async function loadFinishedCourses({ db, now }: Deps, schoolId: string): Promise<FinishedCourse[]> {
  const { timeZone } = await getSchoolClock(db, schoolId);
  const today = dayIn(timeZone, now());
  const dayOf = (at: Date) => dayNumber(dayIn(timeZone, at));
  const learners = await selectFinishedLearners(db, schoolId, today);
  const tasks = await selectFinishedTasks(db, schoolId, today);
  const work = new Map<string, Map<string, { doneDay: number; mark: number | null }>>();
  for (const { personId, taskId, completedAt, bestScaled } of await selectFinishedWork(db, schoolId, today)) {
    const own = work.get(personId) ?? new Map<string, { doneDay: number; mark: number | null }>();
    work.set(personId, own.set(taskId, { doneDay: dayOf(completedAt), mark: bestScaled }));
  }
  const days = new Map<string, { day: number; events: number }[]>();
  for (const { courseId, personId, day, events } of await selectFinishedDays(db, schoolId, today)) {
    const key = keyOf(courseId, personId);
    const own = days.get(key) ?? [];
    own.push({ day: dayNumber(day), events });
    days.set(key, own);
  }
  const courses = new Map(learners.map((one) => [one.courseId, one]));
  return [...courses.values()].map(({ courseId, startsOn, endsOn }) => ({
    courseId,
    startDay: dayNumber(startsOn),
    endDay: dayNumber(endsOn),
    tasks: tasks
      .filter((task) => task.courseId === courseId)
      .map(({ taskId, tier, dueAt }) => ({ taskId, tier, dueDay: dayOf(dueAt) })),
    learners: learners
      .filter((one) => one.courseId === courseId)
      .map(({ personId, joinedAt, tier }) => ({
        personId,
        joinedDay: dayOf(joinedAt),
        tier,
        work: work.get(personId) ?? new Map(),
        days: days.get(keyOf(courseId, personId)) ?? [],
      })),
  }));
}
