import type { App } from '../app.ts';
import type { Deps } from '../infra/deps.ts';
import { nameDemo, startDemoPlatform, type DemoProgress } from './demo-platform.ts';
import { ensureDemoSchool, mayRunDemo } from './demo-school.ts';
import { readSampleCourse } from './read-sample-course.ts';

export type { DemoProgress } from './demo-platform.ts';

export interface RunningDemo {
  /** Where the reader begins: the demo LMS's course page. */
  url: string;
  schoolId: string;
  close: () => Promise<void>;
}

/** Starts the demo LMS beside the tool and sees that the tool knows it; null where a real school lives here. */
export async function startDemo(
  deps: Deps,
  app: App,
  given: { toolUrl: string; progress?: () => DemoProgress },
): Promise<RunningDemo | null> {
  if (!(await mayRunDemo(deps))) return null;
  const { views } = app.presentation;
  const platform = await startDemoPlatform({
    views,
    toolUrl: given.toolUrl,
    port: deps.config.demoPort,
    course: await readSampleCourse(),
    progress: given.progress ?? (() => ({ sent: 0, total: 0, state: 'waiting' })),
    now: deps.now,
  });
  const { schoolId } = await ensureDemoSchool(deps, {
    issuer: platform.url,
    name: nameDemo(views).siteName,
  });
  return { url: platform.url, schoolId, close: platform.close };
}
