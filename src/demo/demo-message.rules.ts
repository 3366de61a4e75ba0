import { CANVAS_CLIENT_ID, CLIENT_ID, COURSE_ID, type DemoUser } from './demo-people.rules.ts';
import type { WantedMessage } from './platform/message.schema.ts';
import type { PlatformState } from './platform/platform-state.ts';
import type { FaceName, PlatformUser } from './platform/platform.schema.ts';

type Query = Readonly<Record<string, unknown>>;

/** The platform's person behind one of the demo's. */
export function findPerson(
  state: PlatformState,
  users: readonly DemoUser[],
  id: unknown,
): PlatformUser | null {
  const user = users.find(({ userId }) => String(userId) === id);
  return [...state.users.values()].find(({ username }) => username === user?.username) ?? null;
}

/**
 * What somebody clicked on: `link`, else the course's own entry; `add` a teacher's page to pick content on (its value
 * is Canvas's placement), `review` a cell of the gradebook, `site` the entry above all courses.
 */
export function readWanted(
  { face, state }: { face: FaceName; state: PlatformState },
  users: readonly DemoUser[],
  query: Query,
  locale: string,
): WantedMessage | null {
  const person = findPerson(state, users, query['as']);
  if (!person) return null;
  const link = state.links.get(text(query['link']));
  const clientId =
    link?.clientId ?? (text(query['client']) || (face === 'moodle' ? CLIENT_ID : CANVAS_CLIENT_ID));
  const courseId = String(COURSE_ID);
  const wanted = {
    clientId,
    userId: person.id,
    courseId,
    linkId: null,
    forUserId: null,
    lineItemId: null,
    placement: null,
    locale,
  };
  if (text(query['add'])) return { ...wanted, kind: 'deepLinking', placement: text(query['add']) };
  if (text(query['review'])) {
    const forUser = findPerson(state, users, query['user']);
    return { ...wanted, kind: 'review', lineItemId: text(query['review']), forUserId: forUser?.id ?? null };
  }
  const isSite = query['site'] !== undefined;
  if (face === 'canvas' && !link)
    return isSite
      ? { ...wanted, kind: 'resource', courseId: null, placement: 'account_navigation' }
      : { ...wanted, kind: 'resource', placement: 'course_navigation' };
  const own = [...state.links.values()].find(
    (one) => one.clientId === clientId && one.courseId === (isSite ? '1' : courseId),
  );
  return { ...wanted, kind: 'resource', courseId: null, linkId: (link ?? own)?.id ?? 'none' };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
