import type { Views } from '../infra/views.ts';
import type { DemoNames } from './demo-course.ts';
import type { ShowPage } from './demo-frame.ts';
import type { FaceName } from './platform/platform.schema.ts';
import type { RunningPlatform } from './platform/start-platform.ts';
import type { SampleCourse } from './sample-course.schema.ts';

/** How far the class's learning records have been sent. */
export interface DemoProgress {
  sent: number;
  total: number;
  state: 'waiting' | 'loading' | 'done' | 'failed';
}

export interface DemoPlatformGiven {
  views: Views;
  /** Default: moodle. */
  face?: FaceName;
  /** The tool's public URL. */
  toolUrl: string;
  port: number;
  course: SampleCourse;
  progress: () => DemoProgress;
  /** One learner takes a quiz now; false when that can't be. */
  play: (userId: number) => Promise<boolean>;
  now: () => Date;
  /** First page of the demo's other LMS. */
  otherUrl?: () => string | null;
}

/** What the demo's pages are made of. */
export interface DemoLms {
  given: DemoPlatformGiven;
  face: FaceName;
  names: DemoNames;
  platform: RunningPlatform;
  toolOrigin: string;
  show: ShowPage;
}
