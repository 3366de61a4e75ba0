import { and, eq } from 'drizzle-orm';
import request from 'supertest';
import { syncRoster, type RosterOutcome } from '../../../src/features/lti-services/sync-roster.ts';
import { rosterSyncs } from '../../../src/features/lti-services/services.tables.ts';
import type { ContextKey } from '../../../src/features/lti-services/roster.queries.ts';
import { identities, memberships, people } from '../../../src/features/roster/roster.tables.ts';
import { PRIVACY_VERSION } from '../../../src/features/roster/privacy.rules.ts';
import type { TestApp } from '../../support/app.ts';
import { aSession } from '../../support/builders.ts';
import type { Face } from '../../support/faces.ts';

export interface Member {
  personId: string;
  name: string;
  role: string;
  active: boolean;
  toldBy: string;
  groups: string[];
}

/** A course of a face as the tool has it after its first launch. */
export interface RosterScene {
  face: Face;
  key: ContextKey;
  courseId: string;
  read: (trusted?: boolean) => Promise<RosterOutcome>;
  /** By the LMS's user id; only those known under it. */
  members: () => Promise<Map<string, Member>>;
  active: () => Promise<number>;
  sync: () => Promise<typeof rosterSyncs.$inferSelect | undefined>;
  /** Pages of somebody, as after their launch. */
  visit: (userId: string) => Promise<{
    get(path: string): request.Test;
    post(path: string, form?: object): request.Test;
  }>;
  launch: (userId: string) => Promise<void>;
  asked: (path: RegExp) => number;
}

export async function waitFor<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('It did not come.');
}

/** The teacher launches the first course; the reading that follows is over when this returns. */
export async function aRosterScene(t: TestApp, face: Face): Promise<RosterScene> {
  const { schoolId, registrationId, deploymentId } = face;
  const key = { schoolId, registrationId, deploymentId, contextId: face.courses[0].contextId };
  const { db } = t.deps;
  const sync = async () =>
    (
      await db
        .select()
        .from(rosterSyncs)
        .where(and(eq(rosterSyncs.schoolId, schoolId), eq(rosterSyncs.contextId, key.contextId)))
    )[0];
  const launch = async (userId: string) => {
    const answer = await face.launch(face.client(), userId);
    if (answer.status !== 303)
      throw new Error(`The launch was answered with ${answer.status}: ${answer.body.slice(0, 600)}`);
  };
  await launch(face.people.teacher.id);
  const { courseId } = await waitFor(sync);
  t.clock.advance(60_000);

  const members = async () => {
    const rows = await db
      .select({
        actorKey: identities.actorKey,
        personId: memberships.personId,
        name: people.displayName,
        role: memberships.role,
        active: memberships.active,
        toldBy: memberships.toldBy,
        groups: memberships.groups,
      })
      .from(memberships)
      .innerJoin(people, and(eq(people.schoolId, schoolId), eq(people.id, memberships.personId)))
      .innerJoin(identities, and(eq(identities.schoolId, schoolId), eq(identities.personId, people.id)))
      .where(and(eq(memberships.schoolId, schoolId), eq(memberships.courseId, courseId)));
    const start = `account|${face.issuer}|`;
    return new Map(
      rows
        .filter(({ actorKey }) => actorKey.startsWith(start))
        .map(({ actorKey, ...row }) => [actorKey.slice(start.length), row]),
    );
  };
  return {
    face,
    key,
    courseId,
    read: (trusted = false) => syncRoster(t.deps, key, { actorPersonId: null, trusted }),
    members,
    active: async () =>
      new Set([...(await members()).values()].flatMap((one) => (one.active ? one.personId : []))).size,
    sync,
    launch,
    asked: (path) => face.state.requests.filter((one) => path.test(one.path)).length,
    async visit(userId) {
      const personId = (await members()).get(userId)?.personId ?? '';
      await db
        .update(people)
        .set({ privacyVersion: PRIVACY_VERSION })
        .where(and(eq(people.schoolId, schoolId), eq(people.id, personId)));
      const { base, cookie } = await aSession(t.deps, { schoolId, personId, courseId, locale: 'en' });
      return {
        get: (path) =>
          request(t.app.express)
            .get(base + path)
            .set('cookie', cookie),
        post: (path, form = {}) =>
          request(t.app.express)
            .post(base + path)
            .set('cookie', cookie)
            .type('form')
            .send(form),
      };
    },
  };
}
