import type { Locale, Views } from '../infra/views.ts';
import {
  CANVAS_CLIENT_ID,
  CANVAS_DEPLOYMENT_ID,
  CLIENT_ID,
  COURSE_ID,
  DEPLOYMENT_ID,
  TOOL_MODULE,
  listDemoUsers,
  type DemoUser,
} from './demo-people.rules.ts';
import { SCOPES, type FaceName, type PlatformRole, type PlatformTool } from './platform/platform.schema.ts';
import type { PlatformState } from './platform/platform-state.ts';

export interface DemoNames {
  users: DemoUser[];
  courseTitle: string;
  siteName: string;
  toolTitle: string;
}

/** The people and the course as this LMS names them, in its own language. */
export function nameDemo(views: Views, face: FaceName = 'moodle'): DemoNames {
  const say = (locale: Locale, key: string) => views.t(locale, key);
  return {
    users: listDemoUsers((key, number) => views.t('zh-CN', `demo.person.${key}`, { number })),
    courseTitle: `${say('zh-CN', 'demo.course.title')} / ${say('en', 'demo.course.title')}`,
    siteName: say('zh-CN', `demo.site.${face}`),
    toolTitle: say('zh-CN', 'demo.view.activity'),
  };
}

const ROLES: Record<DemoUser['kind'], PlatformRole | null> = {
  learner: 'learner',
  teacher: 'teacher',
  administrator: null,
};
const PLACEMENTS = ['course_navigation', 'account_navigation', 'link_selection', 'assignment_selection'];

/** Fills a platform: the class, its course, and the tool in it. */
export function fillPlatform(
  state: PlatformState,
  face: FaceName,
  { names, toolUrl }: { names: DemoNames; toolUrl: string },
): void {
  const courseId = String(COURSE_ID);
  for (const user of names.users) {
    const { userId, username, name, kind } = user;
    const role = ROLES[kind];
    state.addUser({
      username,
      name,
      ...(face === 'moodle' && { id: String(userId) }),
      administrator: kind === 'administrator',
      roles: role ? { [courseId]: role } : {},
    });
  }
  state.addCourse({ id: courseId, title: names.courseTitle, label: 'DSP' });
  const tool = state.addTool(describeTool(face, names.toolTitle, toolUrl));
  if (face === 'canvas') return;
  const { clientId } = tool;
  const given = { clientId, title: names.toolTitle };
  state.addLink({ ...given, id: String(TOOL_MODULE), courseId });
  state.addLink({ ...given, id: String(TOOL_MODULE + 1), courseId: '1' });
}

function describeTool(face: FaceName, title: string, toolUrl: string): PlatformTool {
  const history = { context_history: '$Context.id.history' };
  const isMoodle = face === 'moodle';
  return {
    clientId: isMoodle ? CLIENT_ID : CANVAS_CLIENT_ID,
    deploymentId: isMoodle ? DEPLOYMENT_ID : CANVAS_DEPLOYMENT_ID,
    title,
    jwksUrl: `${toolUrl}/lti/jwks`,
    redirectUris: [`${toolUrl}/lti/launch`],
    initiateLoginUrl: `${toolUrl}/lti/login`,
    targetLinkUri: `${toolUrl}/`,
    deepLinkingUri: `${toolUrl}/`,
    scopes: Object.values(SCOPES),
    sharesName: true,
    sharesEmail: false,
    custom: isMoodle
      ? { ...history, group_ids: '$Moodle.Person.userGroupIds' }
      : { ...history, group_ids: '$Canvas.group.contextIds', section_ids: '$Canvas.course.sectionIds' },
    placements: isMoodle ? [] : PLACEMENTS.map((name) => ({ name, targetLinkUri: null, custom: {} })),
    active: true,
  };
}
