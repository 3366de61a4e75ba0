import { createPassingPages } from '../../src/demo/demo-frame.ts';
import type { MessageKind } from '../../src/demo/platform/message.schema.ts';
import type { CarriedForm } from '../../src/demo/platform/messages.ts';
import {
  SCOPES,
  type FaceName,
  type PlatformCourse,
  type PlatformLink,
  type PlatformTool,
  type PlatformUser,
} from '../../src/demo/platform/platform.schema.ts';
import type { PlatformState } from '../../src/demo/platform/platform-state.ts';
import { startPlatform, type RunningPlatform } from '../../src/demo/platform/start-platform.ts';
import { createRegistration } from '../../src/features/lti/index.ts';
import type { TestApp } from './app.ts';
import { aSchool } from './builders.ts';
import { aClient, serve, type Answer, type LaunchClient } from './launch-client.ts';

export { CANVAS_RATE_LIMIT, SCOPES, type FaceName } from '../../src/demo/platform/platform.schema.ts';

export interface FacePeople {
  administrator: PlatformUser;
  teacher: PlatformUser;
  nonEditingTeacher: PlatformUser;
  assistant: PlatformUser;
  /** Watches the first learner. */
  observer: PlatformUser;
  learners: PlatformUser[];
}

export interface FaceLaunch {
  /** Default: the first course. null: the account on Canvas, the front page on Moodle. */
  courseId?: string | null;
  /** Default: the course's own link on Moodle; on Canvas none, the course navigation. */
  linkId?: string;
  message?: MessageKind;
  /** Of a review, with its column (default: that of the link). */
  forUserId?: string;
  lineItemId?: string;
  placement?: string;
}

/** A running platform that trusts the tool under test, and that the tool trusts. */
export interface Face {
  platform: RunningPlatform;
  state: PlatformState;
  tool: PlatformTool;
  url: string;
  issuer: string;
  schoolId: string;
  registrationId: string;
  clientId: string;
  deploymentId: string;
  people: FacePeople;
  /** Everybody but the administrator is in the first; the teacher and three learners in the second too. */
  courses: [PlatformCourse, PlatformCourse];
  /** One ungraded link to the tool in each course. */
  links: [PlatformLink, PlatformLink];
  /** Where the tool under test really listens. */
  origin: string;
  client(): LaunchClient;
  /** Login, authentication and message over HTTP; the tool's last answer. */
  launch(client: LaunchClient, userId: string, given?: FaceLaunch): Promise<Answer>;
  close(): Promise<void>;
}

const LEARNERS = 60;

/**
 * A Moodle or a Canvas beside the tool under test. The tool is served here unless `origin` tells where it listens
 * already; its messages name PUBLIC_URL all the same, so the client posts the paths of those addresses to `origin`.
 */
export async function aFace(
  t: TestApp,
  face: FaceName,
  given: { schoolId?: string; origin?: string; issuer?: string } = {},
): Promise<Face> {
  const { publicUrl } = t.deps.config;
  const served = given.origin === undefined ? await serve(t.app.express) : null;
  const origin = given.origin ?? served?.origin ?? '';
  const schoolId = given.schoolId ?? (await aSchool(t.deps)).schoolId;
  const platform = await startPlatform({
    face,
    port: 0,
    now: t.deps.now,
    siteName: 'Test LMS',
    reach: (address) => address.replace(new URL(publicUrl).origin, origin),
    pages: createPassingPages(t.app.presentation.views, { face, otherUrl: () => null }),
    ...(given.issuer !== undefined && { issuer: given.issuer }),
  });
  const { state, url, issuer } = platform;
  const tool = state.addTool(aTool(face, publicUrl));
  const { clientId, deploymentId } = tool;
  const { registrationId } = await createRegistration(t.deps.db, t.deps, {
    schoolId,
    issuer,
    clientId,
    authLoginUrl: platform.addresses.authentication,
    tokenUrl: platform.addresses.token,
    jwksUrl: platform.addresses.keys,
    family: face,
    deploymentId,
  });
  const courses: Face['courses'] = [
    state.addCourse({ id: '11', title: 'First course', label: 'ONE' }),
    state.addCourse({ id: '12', title: 'Second course', label: 'TWO' }),
  ];
  const link = ({ id: courseId }: PlatformCourse) => state.addLink({ clientId, courseId, title: 'Waymark' });
  const links: Face['links'] = [link(courses[0]), link(courses[1])];
  if (face === 'moodle') state.addLink({ clientId, courseId: '1', title: 'Waymark' });
  return {
    platform,
    state,
    tool,
    url,
    issuer,
    schoolId,
    registrationId,
    clientId,
    deploymentId,
    people: addPeople(state, face),
    courses,
    links,
    origin,
    client: () => aClient(origin),
    async launch(client, userId, { courseId = courses[0].id, ...wanted } = {}) {
      const home = [...state.links.values()].find((one) => one.courseId === (courseId ?? '1'))?.id ?? null;
      const kind = wanted.message ?? 'resource';
      const ownLink = kind === 'deepLinking' || face === 'canvas' ? null : home;
      const form = await platform.messages.begin({
        kind,
        clientId,
        userId,
        courseId,
        linkId: wanted.linkId ?? ownLink,
        forUserId: wanted.forUserId ?? null,
        lineItemId: wanted.lineItemId ?? null,
        placement: wanted.placement ?? placementOf(kind, courseId),
        locale: 'en',
      });
      if (!form) throw new Error('The platform has no such message to begin.');
      return walk(client, form, { url, publicUrl });
    },
    async close() {
      await platform.close();
      await served?.close();
    },
  };
}

const placementOf = (kind: MessageKind, courseId: string | null) =>
  kind === 'deepLinking' ? 'link_selection' : courseId === null ? 'account_navigation' : 'course_navigation';

const PLACEMENTS = ['course_navigation', 'account_navigation', 'link_selection', 'assignment_selection'];

export function aTool(face: FaceName, toolUrl: string): PlatformTool {
  const custom: Record<string, string> =
    face === 'moodle'
      ? { context_history: '$Context.id.history', group_ids: '$Moodle.Person.userGroupIds' }
      : {
          context_history: '$Context.id.history',
          group_ids: '$Canvas.group.contextIds',
          section_ids: '$Canvas.course.sectionIds',
        };
  return {
    clientId: face === 'moodle' ? 'moodle-client-01' : '10000000000042',
    deploymentId: face === 'moodle' ? '7' : '42:9a8b7c6d5e4f',
    title: 'Waymark',
    jwksUrl: `${toolUrl}/lti/jwks`,
    redirectUris: [`${toolUrl}/lti/launch`],
    initiateLoginUrl: `${toolUrl}/lti/login`,
    targetLinkUri: `${toolUrl}/`,
    deepLinkingUri: `${toolUrl}/`,
    scopes: Object.values(SCOPES),
    sharesName: true,
    sharesEmail: false,
    custom,
    placements:
      face === 'moodle' ? [] : PLACEMENTS.map((name) => ({ name, targetLinkUri: null, custom: {} })),
    active: true,
  };
}

export function addPeople(state: PlatformState, face: FaceName): FacePeople {
  const [first, second] = [...state.courses.values()].filter(({ isSite }) => !isSite).map(({ id }) => id);
  const inBoth = (role: PlatformUser['roles'][string]) => ({ [String(first)]: role, [String(second)]: role });
  const add = (number: number, username: string, name: string, given: Partial<PlatformUser>) =>
    state.addUser({ username, name, ...(face === 'moodle' && { id: String(number) }), ...given });
  const inFirst = (role: PlatformUser['roles'][string]) => ({ roles: { [String(first)]: role } });
  const administrator = add(2, 'admin', 'Administrator', { administrator: true });
  const teacher = add(3, 'teacher', 'Teacher', { roles: inBoth('teacher') });
  const nonEditingTeacher = add(4, 'teacher2', 'Other teacher', inFirst('nonEditingTeacher'));
  const assistant = add(5, 'assistant', 'Assistant', inFirst('assistant'));
  const learners = Array.from({ length: LEARNERS }, (_, index) => {
    const number = String(index + 1).padStart(2, '0');
    const roles = index < 3 ? inBoth('learner') : inFirst('learner').roles;
    return add(101 + index, `learner${number}`, `Learner ${number}`, { roles });
  });
  const observes = learners.slice(0, 1).map(({ id }) => id);
  const observer = add(6, 'observer', 'Observer', { ...inFirst('observer'), observes });
  return { administrator, teacher, nonEditingTeacher, assistant, observer, learners };
}

/** Carries forms and redirects between tool and platform as a browser would, up to the tool's answer to the message. */
async function walk(
  client: LaunchClient,
  login: CarriedForm,
  { url, publicUrl }: { url: string; publicUrl: string },
): Promise<Answer> {
  const toolPath = (address: string) => address.replace(new URL(publicUrl).origin, '');
  let answer = await client.post(toolPath(login.action), login.fields);
  for (let steps = 0; steps < 6 && answer.location !== null; steps += 1) {
    if (!answer.location.startsWith(url)) {
      answer = await client.get(toolPath(answer.location));
      continue;
    }
    const form = readForm(await (await fetch(answer.location)).text());
    return client.post(toolPath(form.action), form.fields);
  }
  return answer;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
const unescape = (text: string) =>
  text.replace(/&(?:#x([0-9a-f]+)|(\w+));/gi, (whole, hex?: string, name?: string) =>
    hex === undefined ? (ENTITIES[name ?? ''] ?? whole) : String.fromCodePoint(Number.parseInt(hex, 16)),
  );

/** Address and fields of the one form of a page that goes on by itself. */
export function readForm(html: string): CarriedForm {
  return {
    action: unescape(/action="([^"]+)"/.exec(html)?.[1] ?? ''),
    fields: Object.fromEntries(
      [...html.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
        ([, name, value]): [string, string] => [unescape(name ?? ''), unescape(value ?? '')],
      ),
    ),
  };
}
