/**
 * The frame of statements as logstore_xapi 5.0.1 makes them of Moodle's events: no id, the hierarchy in `parent` near to far, the
 * site in `category`, the browser session as registration, `scaled` from -1 to 1, whole seconds with the server's offset.
 */
import type { Activity, Actor, Statement } from '../features/xapi/index.ts';
import type { Locale } from '../infra/views.ts';
import { courseActivityId, fill, type PlacedTask, type SampleSite } from './sample-course.rules.ts';
import type { SampleCourse } from './sample-course.schema.ts';

/** Who did something where; what every statement of one visit shares. */
export interface Scene {
  course: SampleCourse;
  site: SampleSite;
  locale: Locale;
  learner: { userId: number; name: string };
  teacher: { userId: number; name: string };
  skillNames: ReadonlyMap<string, string>;
  /** Moodle's browser session. */
  sessionId: string;
}

export const ADL = 'http://adlnet.gov/expapi/verbs/';
export const ADL_TYPES = 'http://adlnet.gov/expapi/activities/';
export const TINCAN_TYPES = 'http://id.tincanapi.com/activitytype/';
export const EDLM_TYPES = 'https://xapi.edlm/profiles/edlm-lms/concepts/activity-types/';
const INFO = 'http://lrs.learninglocker.net/define/extensions/info';

const VERBS = {
  viewed: ['http://id.tincanapi.com/verb/viewed', 'Viewed'],
  started: ['http://activitystrea.ms/schema/1.0/start', 'Started'],
  completed: [`${ADL}completed`, 'Completed'],
  answered: [`${ADL}answered`, 'Answered'],
  submitted: ['http://activitystrea.ms/schema/1.0/submit', 'Submitted'],
  scored: ['https://w3id.org/xapi/tla/verbs/scored', 'Scored'],
  created: ['http://activitystrea.ms/create', 'Created'],
  replied: ['http://id.tincanapi.com/verb/replied', 'Replied'],
  loggedIn: ['https://xapi.edlm/profiles/edlm-lms/concepts/verbs/login', 'Logged In'],
  enrolled: ['https://xapi.edlm/profiles/edlm-lms/concepts/verbs/enrolled', 'Enrolled'],
} as const;

const MODULE_TYPES: Record<PlacedTask['sender'], string> = {
  page: 'https://w3id.org/xapi/acrossx/activities/page',
  quiz: `${ADL_TYPES}assessment`,
  assign: `${EDLM_TYPES}assignment`,
  h5p: `${ADL_TYPES}media`,
  cmi5: `${ADL_TYPES}media`,
};

export const words = (
  scene: Scene,
  text: Record<Locale, string>,
  values: Record<string, string | number> = {},
) => fill(text[scene.locale], values);

export function activity(scene: Scene, id: string, type: string, name: string): Activity {
  return { id, definition: { name: { [scene.locale]: name }, type }, objectType: 'Activity' };
}

export const agent = (site: SampleSite, person: { userId: number; name: string }): Actor => ({
  account: { homePage: site.lmsUrl, name: String(person.userId) },
  name: person.name,
});

export const siteActivity = (scene: Scene) =>
  activity(scene, scene.site.lmsUrl, `${TINCAN_TYPES}lms`, words(scene, scene.course.words.site));

export const courseActivity = (scene: Scene) =>
  activity(
    scene,
    courseActivityId(scene.site),
    'https://w3id.org/xapi/cmi5/activitytype/course',
    scene.site.courseTitle,
  );

function sectionActivity(scene: Scene, unit: number): Activity {
  const name = words(scene, scene.course.words.section, { number: unit + 1 });
  return activity(
    scene,
    `${scene.site.lmsUrl}/course/section.php?id=${unit + 2}`,
    `${TINCAN_TYPES}section`,
    name,
  );
}

export const inUnit = (scene: Scene, unit: number, ...nearer: Activity[]) => [
  ...nearer,
  sectionActivity(scene, unit),
  courseActivity(scene),
];

export const moduleActivity = (scene: Scene, task: PlacedTask) =>
  activity(scene, task.activityId, MODULE_TYPES[task.sender], words(scene, task.title));

export interface Told {
  verb: keyof typeof VERBS;
  /** Moodle's component and event. */
  event: [component: string, name: string];
  /** The plugin's own handler, where it is not named after the event. */
  handler?: string;
  object: Activity;
  parent?: Activity[];
  result?: NonNullable<Statement['result']>;
  instructor?: Actor;
  extensions?: Record<string, string>;
}

export function tell(scene: Scene, at: number, told: Told): Statement {
  const [id, display] = VERBS[told.verb];
  const [component, name] = told.event;
  return {
    actor: agent(scene.site, scene.learner),
    verb: { id, display: { en: display } },
    object: told.object,
    timestamp: moodleTime(at),
    context: {
      platform: 'Moodle',
      registration: scene.sessionId,
      language: scene.locale,
      contextActivities: {
        category: [siteActivity(scene)],
        ...(told.parent && { parent: told.parent }),
      },
      ...(told.instructor && { instructor: told.instructor }),
      extensions: {
        [INFO]: {
          'http://moodle.org': '5.0.2',
          'https://github.com/xAPI-vle/moodle-logstore_xapi': '5.0.1',
          event_name: `\\${component}\\event\\${name}`,
          event_function: `\\src\\transformer\\events\\${told.handler ?? `${component}\\${name}`}`,
        },
        ...told.extensions,
      },
    },
    ...(told.result && { result: told.result }),
  };
}

const OFFSET_HOURS = 8;

/** ISO 8601 in whole seconds with the server's offset, as PHP's date('c') writes it. */
function moodleTime(at: number): string {
  const local = new Date(at + OFFSET_HOURS * 3_600_000).toISOString().slice(0, 19);
  return `${local}+0${OFFSET_HOURS}:00`;
}
