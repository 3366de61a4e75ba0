import type { App } from '../app.ts';
import type { Deps } from '../infra/deps.ts';
import { COURSE_ID, type DemoUser } from './demo-people.rules.ts';
import { nameDemo, startDemoPlatform, type DemoPlatform } from './demo-platform.ts';
import { ensureDemoCanvas, ensureDemoSchool, mayRunDemo } from './demo-school.ts';
import { readSampleCourse } from './read-sample-course.ts';
import { startSampleClass, type RunningSampleClass } from './sample-class.ts';

export type { DemoProgress } from './demo-platform.ts';

export interface RunningDemo {
  /** Where the reader begins: the course page of the demo LMS that is like Moodle. */
  url: string;
  /** The same class in an LMS like Canvas. */
  canvasUrl: string;
  schoolId: string;
  /** One learner takes a quiz now; false while the class is loading, or when there is no such learner. */
  playOneLearner(userId: number): Promise<boolean>;
  close: () => Promise<void>;
}

/**
 * Starts the demo LMS beside the tool, sees that the tool knows it, and has the sample class sent in; null where a real
 * school lives here. Call once the tool listens: all of this comes to it from outside.
 */
export async function startDemo(
  deps: Deps,
  app: App,
  { toolUrl }: { toolUrl: string },
): Promise<RunningDemo | null> {
  if (!(await mayRunDemo(deps))) return null;
  const { views } = app.presentation;
  const { users, courseTitle, siteName } = nameDemo(views);
  let sampleClass: RunningSampleClass | null = null;
  const playOneLearner = async (userId: number) => (await sampleClass?.playOneLearner(userId)) ?? false;
  const lms = {
    views,
    toolUrl,
    course: await readSampleCourse(),
    progress: () => sampleClass?.progress() ?? ({ sent: 0, total: 0, state: 'waiting' } as const),
    play: playOneLearner,
    now: deps.now,
  };
  const { demoPort } = deps.config;
  let canvas: DemoPlatform | null = null;
  const otherUrl = () => canvas && `${canvas.url}/`;
  const platform = await startDemoPlatform({ ...lms, port: demoPort, otherUrl });
  const moodleUrl = `${platform.url}/`;
  canvas = await startDemoPlatform({
    ...lms,
    face: 'canvas',
    port: demoPort === 0 ? 0 : demoPort + 1,
    otherUrl: () => moodleUrl,
  });
  const { schoolId } = await ensureDemoSchool(deps, { issuer: platform.url, name: siteName });
  await ensureDemoCanvas(deps, { schoolId, platform: canvas.platform });
  sampleClass = await startSampleClass(deps, {
    schoolId,
    toolUrl,
    lmsUrl: platform.url,
    courseId: COURSE_ID,
    courseTitle,
    learners: users.filter(({ kind }) => kind === 'learner'),
    teacher: findOne(users, 'teacher'),
    administratorId: findOne(users, 'administrator').userId,
  });
  const running = sampleClass;
  const second = canvas;
  return {
    url: platform.url,
    canvasUrl: second.url,
    schoolId,
    playOneLearner,
    async close() {
      await running.stop();
      await platform.close();
      await second.close();
    },
  };
}

function findOne(users: readonly DemoUser[], kind: DemoUser['kind']): DemoUser {
  const user = users.find((one) => one.kind === kind);
  if (!user) throw new Error(`The demo LMS has no ${kind}.`);
  return user;
}
