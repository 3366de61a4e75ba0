import request from 'supertest';
import type { Definition } from '../../../src/features/instruments/definition.schema.ts';
import { instrumentVersions } from '../../../src/features/instruments/instruments.tables.ts';
import { identities } from '../../../src/features/roster/roster.tables.ts';
import type { TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';
import { aDefinition } from './instrument-samples.ts';

export interface Visitor {
  personId: string;
  base: string;
  cookie: string;
}

/** A course with a learner, a teacher and an administrator, and what they do with instruments. */
export async function anInstrumentsScene(t: TestApp) {
  const { schoolId } = await aSchool(t.deps);
  const { courseId } = await aCourse(t.deps, { schoolId });
  const at = { schoolId, courseId };
  const enter = async (role: 'learner' | 'instructor' | 'administrator', name: string): Promise<Visitor> => {
    const { personId } = await aMember(t.deps, { ...at, role, name });
    // The account that our own statements name people by, as a launch notes it.
    await t.deps.db.insert(identities).values({
      schoolId,
      actorKey: `account|${t.deps.config.publicUrl}|${personId}`,
      personId,
      method: 'waymark',
      confidence: 'certain',
      createdAt: t.deps.now(),
    });
    return { personId, ...(await aSession(t.deps, { ...at, personId, locale: 'en' })) };
  };
  const get = (as: Visitor, path: string) =>
    request(t.app.express)
      .get(as.base + path)
      .set('cookie', as.cookie);
  const post = (as: Visitor, path: string, form: object = {}) =>
    request(t.app.express)
      .post(as.base + path)
      .set('cookie', as.cookie)
      .type('form')
      .send(form);
  const follow = (as: Visitor, headers: Record<string, unknown>) =>
    String(headers['location']).slice(as.base.length);
  return {
    ...at,
    learner: await enter('learner', 'Learner 01'),
    teacher: await enter('instructor', 'Teacher 01'),
    admin: await enter('administrator', 'Admin 01'),
    enter,
    get,
    post,
    async publish(given: object): Promise<Definition> {
      const definition = aDefinition(given);
      await t.deps.db.insert(instrumentVersions).values({
        schoolId,
        instrumentId: definition.id,
        version: definition.version,
        definition,
        hash: 'test',
        publishedAt: t.deps.now(),
      });
      return definition;
    },
    /** Address of the attempt, below the visit. */
    async begin(as: Visitor, instrumentId: string, assignmentId = ''): Promise<string> {
      const { headers } = await post(as, '/instruments', { instrumentId, assignmentId }).expect(303);
      return follow(as, headers);
    },
    async assign(as: Visitor, instrumentId: string): Promise<string> {
      const form = { instrumentId, audience: 'course' };
      const { headers } = await post(as, '/instruments/assignments', form).expect(303);
      return follow(as, headers).split('/').at(-1) ?? '';
    },
  };
}
export type InstrumentsScene = Awaited<ReturnType<typeof anInstrumentsScene>>;
