import { createHash } from 'node:crypto';
import type {
  AcceptedScore,
  FaceName,
  PlannedAnswer,
  PlatformCourse,
  PlatformLineItem,
  PlatformLink,
  PlatformResult,
  PlatformTool,
  PlatformUser,
  SeenRequest,
} from './platform.schema.ts';

type With<T, K extends keyof T> = Partial<T> & Pick<T, K>;

export interface PlatformState {
  users: Map<string, PlatformUser>;
  courses: Map<string, PlatformCourse>;
  links: Map<string, PlatformLink>;
  lineItems: Map<string, PlatformLineItem>;
  /** By client id. */
  tools: Map<string, PlatformTool>;
  /** All scores ever taken, in order. */
  scores: AcceptedScore[];
  results: Map<string, PlatformResult>;
  /** What came in from the tool: tokens, services, registration. */
  requests: SeenRequest[];
  /** The next requests whose `METHOD /path?query` matches are answered so. */
  failNext(match: RegExp, answer: PlannedAnswer, times?: number): void;
  takeFailure(request: string): PlannedAnswer | null;
  addUser(given: With<PlatformUser, 'username' | 'name'>): PlatformUser;
  addCourse(given: With<PlatformCourse, 'title'>): PlatformCourse;
  addTool(given: PlatformTool): PlatformTool;
  /** Without `lineItem` the link isn't graded. */
  addLink(
    given: With<PlatformLink, 'clientId' | 'courseId' | 'title'> & {
      lineItem?: Partial<PlatformLineItem> & { scoreMaximum: number };
    },
  ): PlatformLink;
  addLineItem(
    given: With<PlatformLineItem, 'clientId' | 'courseId' | 'label' | 'scoreMaximum'>,
  ): PlatformLineItem;
  /** A new course with the links and their columns of another, and its teachers; learners come anew. */
  copyCourse(courseId: string, title: string): PlatformCourse;
  resultOf(lineItemId: string, userId: string): PlatformResult | null;
  /** A teacher writes a grade of their own over what the tool sent. */
  overrideGrade(lineItemId: string, userId: string, score: number): void;
}

/** An id that tells nothing, the same at each start: Canvas names people, courses and links so. */
export function opaqueId(kind: string, value: string): string {
  const hex = createHash('sha256').update(`${kind}/${value}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const resultKey = (lineItemId: string, userId: string) => `${lineItemId}/${userId}`;

/** Ids up to `lastId` are given by whoever fills the platform. */
export function createState(face: FaceName, siteName: string, lastId: number): PlatformState {
  let counter = lastId;
  const newId = () => String((counter += 1));
  const failures: { match: RegExp; answer: PlannedAnswer; left: number }[] = [];
  const state: PlatformState = {
    users: new Map(),
    courses: new Map(),
    links: new Map(),
    lineItems: new Map(),
    tools: new Map(),
    scores: [],
    results: new Map(),
    requests: [],
    failNext: (match, answer, times = 1) => void failures.push({ match, answer, left: times }),
    takeFailure(request) {
      const failure = failures.find(({ match, left }) => left > 0 && match.test(request));
      if (!failure) return null;
      failure.left -= 1;
      return failure.answer;
    },
    addUser: (given) =>
      put(state.users, {
        id: face === 'canvas' ? opaqueId('user', given.username) : newId(),
        givenName: given.name,
        familyName: '',
        email: `${given.username}@school.example`,
        roles: {},
        administrator: false,
        suspended: false,
        observes: [],
        groups: {},
        sections: {},
        ...given,
      }),
    addCourse(given) {
      const id = given.id ?? newId();
      const contextId = face === 'canvas' ? opaqueId('course', id).replaceAll('-', '') : id;
      return put(state.courses, {
        id,
        contextId,
        label: given.title,
        copiedFrom: null,
        isSite: false,
        ...given,
      });
    },
    addTool: (given) => {
      state.tools.set(given.clientId, given);
      return given;
    },
    addLink({ lineItem, ...given }) {
      const id = given.id ?? (face === 'canvas' ? opaqueId('link', newId()) : newId());
      const { clientId, courseId } = given;
      const url = state.tools.get(clientId)?.targetLinkUri ?? '';
      const link = put(state.links, { url, custom: {}, lineItemId: null, ...given, id });
      if (lineItem) {
        const column = { label: link.title, ...lineItem, clientId, courseId, linkId: id };
        link.lineItemId = state.addLineItem({ madeBy: 'platform', ...column }).id;
      }
      return link;
    },
    addLineItem: (given) =>
      put(state.lineItems, {
        id: newId(),
        resourceId: '',
        tag: '',
        linkId: null,
        submissionReview: null,
        locked: false,
        madeBy: 'tool',
        allowedAttempts: null,
        losesScores: false,
        ...given,
      }),
    copyCourse: (courseId, title) => copyCourse(state, courseId, title),
    resultOf: (lineItemId, userId) => state.results.get(resultKey(lineItemId, userId)) ?? null,
    overrideGrade(lineItemId, userId, score) {
      const result = state.resultOf(lineItemId, userId) ?? emptyResult(lineItemId, userId);
      saveResult(state, { ...result, score, overridden: true });
    },
  };
  if (face === 'moodle') state.addCourse({ id: '1', title: siteName, label: siteName, isSite: true });
  return state;
}

function put<T extends { id: string }>(rows: Map<string, T>, row: T): T {
  rows.set(row.id, row);
  return row;
}

function copyCourse(state: PlatformState, courseId: string, title: string): PlatformCourse {
  const copy = state.addCourse({ title, copiedFrom: courseId });
  for (const link of [...state.links.values()].filter((one) => one.courseId === courseId)) {
    const { id: _id, lineItemId, ...kept } = link;
    const column = lineItemId === null ? undefined : state.lineItems.get(lineItemId);
    const { id: _column, ...lineItem } = column ?? { id: '' };
    state.addLink({
      ...kept,
      custom: { ...kept.custom },
      courseId: copy.id,
      ...(column && { lineItem: { ...lineItem, scoreMaximum: column.scoreMaximum } }),
    });
  }
  for (const { roles } of state.users.values()) {
    const role = roles[courseId];
    if (role === 'teacher' || role === 'designer') roles[copy.id] = role;
  }
  return copy;
}

export const emptyResult = (lineItemId: string, userId: string): PlatformResult => ({
  lineItemId,
  userId,
  score: null,
  comment: null,
  modifiedAtMs: 0,
  overridden: false,
  submissions: 0,
});

export function saveResult(state: PlatformState, result: PlatformResult): void {
  state.results.set(resultKey(result.lineItemId, result.userId), result);
}

/** Ids of the courses this one was copied from, nearest first. */
export function listAncestors(state: PlatformState, course: PlatformCourse): PlatformCourse[] {
  const ancestors: PlatformCourse[] = [];
  for (let from = course.copiedFrom; from !== null; from = state.courses.get(from)?.copiedFrom ?? null) {
    const ancestor = state.courses.get(from);
    if (!ancestor) break;
    ancestors.push(ancestor);
  }
  return ancestors;
}

/** Who is in a course and not suspended, in the order they came. */
export const listMembers = (state: PlatformState, courseId: string): PlatformUser[] =>
  [...state.users.values()].filter((user) => user.roles[courseId] !== undefined && !user.suspended);
