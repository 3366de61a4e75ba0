import type { Scene } from './message.schema.ts';
import { listAncestors } from './platform-state.ts';

/** undefined: this LMS doesn't know the name here; null: it knows and doesn't tell. */
type Lookup = (name: string) => string | null | undefined;

/** Link over tool: all custom parameters of one message, filled in. */
export function expandCustom(scene: Scene): Record<string, string | null> {
  const review = scene.kind === 'review' ? scene.lineItem?.submissionReview?.custom : undefined;
  const custom = { ...scene.tool.custom, ...scene.placement?.custom, ...scene.link?.custom, ...review };
  const lookUp = scene.platform.face === 'moodle' ? moodleVariables(scene) : canvasVariables(scene);
  const expand = scene.platform.face === 'moodle' ? expandWhole : expandEmbedded;
  return Object.fromEntries(Object.entries(custom).map(([name, value]) => [name, expand(value, lookUp)]));
}

/** Moodle fills in a value that is a variable as a whole; what it doesn't know stays as it is. */
function expandWhole(value: string, lookUp: Lookup): string | null {
  if (!value.startsWith('$')) return value;
  const found = lookUp(value.slice(1));
  return found === undefined ? value : found;
}

/** Canvas also fills in `${X}` inside a text. */
function expandEmbedded(value: string, lookUp: Lookup): string | null {
  if (/^\$[\w.]+$/.test(value)) return expandWhole(value, lookUp);
  return value.replace(/\$\{([\w.]+)\}/g, (whole, name: string) => lookUp(name) ?? whole);
}

function common({ platform, tool, user, course, link }: Scene): Record<string, string | null | undefined> {
  const history = course && listAncestors(platform.state, course).map(({ contextId }) => contextId);
  return {
    'Context.id': course?.contextId,
    'Context.title': course?.title,
    'Context.label': course?.label,
    'Context.id.history': history?.join(','),
    'ResourceLink.id': link?.id,
    'ResourceLink.title': link?.title,
    'User.id': user.id,
    'User.username': user.username,
    'Person.name.full': tool.sharesName ? user.name : null,
    'Person.name.given': tool.sharesName ? user.givenName : null,
    'Person.name.family': tool.sharesName ? user.familyName : null,
    'Person.email.primary': tool.sharesEmail ? user.email : null,
  };
}

function moodleVariables(scene: Scene): Lookup {
  const { course, user } = scene;
  const known: Record<string, string | null | undefined> = {
    ...common(scene),
    'CourseSection.title': course?.title,
    'CourseSection.label': course?.label,
    'Moodle.Person.userGroupIds': course ? (user.groups[course.id] ?? []).join(',') : undefined,
  };
  return (name) => known[name];
}

function canvasVariables(scene: Scene): Lookup {
  const { course, user, lineItem } = scene;
  const known: Record<string, string | null | undefined> = {
    ...common(scene),
    'Canvas.course.id': course?.id,
    'Canvas.course.name': course?.title,
    'Canvas.course.sectionIds': course ? (user.sections[course.id] ?? []).join(',') : undefined,
    'Canvas.group.contextIds': course ? (user.groups[course.id] ?? []).join(',') : undefined,
    'com.instructure.Course.groupIds': course ? (user.groups[course.id] ?? []).join(',') : undefined,
    'Canvas.user.loginId': user.username,
    'Canvas.assignment.id': lineItem?.id,
    'Canvas.account.id': '1',
    'Canvas.account.name': scene.platform.siteName,
    'Canvas.rootAccount.id': '1',
    'Person.address.timezone': 'Asia/Shanghai',
  };
  return (name) => known[name];
}
