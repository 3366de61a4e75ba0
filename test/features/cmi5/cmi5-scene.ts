import request from 'supertest';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows } from '../../../src/infra/db.ts';
import { createTestApp, PUBLIC_URL, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';
import { samplePackage } from '../../support/courseware.ts';

export const CONTENT_URL = 'https://content.example.edu';
export const CMI5 = 'https://w3id.org/xapi/cmi5/context/';
const VERBS = 'http://adlnet.gov/expapi/verbs/';

export interface Visit {
  base: string;
  cookie: string;
  personId: string;
}

export interface Scene {
  t: TestApp;
  schoolId: string;
  courseId: string;
  teacher: Visit;
  learner: Visit;
  /** Brings a package in and returns its id. */
  importSample(content?: Buffer): Promise<string>;
  unitIds(packageId: string): Promise<{ read: string; quiz: string; block: string }>;
  upload(visit: Visit, content: Buffer, name?: string): request.Test;
  get(visit: Visit, path: string): request.Test;
  post(visit: Visit, path: string, body?: object): request.Test;
  launch(visit: Visit, packageId: string, unitId: string): Promise<Unit>;
  /** Verbs and objects of all statements, in the order of storing. */
  told(): Promise<Told[]>;
  close(): Promise<void>;
}

const Told = z.object({
  verb: z.string(),
  object: z.string(),
  sessionId: z.string().nullable(),
  payload: z.record(z.string(), z.unknown()),
});
export type Told = z.output<typeof Told>;

/** A school with a course, its teacher and one learner. */
export async function createScene(env: Record<string, string> = { CONTENT_URL }): Promise<Scene> {
  const t = await createTestApp(env);
  const { deps } = t;
  const { schoolId } = await aSchool(deps);
  const { courseId } = await aCourse(deps, { schoolId });
  const visit = async (role: 'instructor' | 'learner', name: string): Promise<Visit> => {
    const { personId } = await aMember(deps, { schoolId, courseId, role, name });
    return { personId, ...(await aSession(deps, { schoolId, personId, courseId, locale: 'en' })) };
  };
  const teacher = await visit('instructor', 'Teacher 01');
  const learner = await visit('learner', 'Learner 01');
  const agent = request(t.app.express);
  const get = (who: Visit, path: string) => agent.get(who.base + path).set('cookie', who.cookie);
  const post = (who: Visit, path: string, body: object = {}) =>
    agent
      .post(who.base + path)
      .type('form')
      .set('cookie', who.cookie)
      .send(body);
  const upload = (who: Visit, content: Buffer, name = 'package.zip') =>
    agent.post(`${who.base}/cmi5`).set('cookie', who.cookie).attach('file', content, name);
  return {
    ...{ t, schoolId, courseId, teacher, learner, get, post, upload },
    async importSample(content = samplePackage()) {
      const { headers } = await upload(teacher, content).expect(303);
      return /\/cmi5\/([0-9a-f-]{36})$/.exec(headers['location'] ?? '')?.[1] ?? '';
    },
    async unitIds(packageId) {
      const Row = z.object({ read: z.string(), block: z.string(), quiz: z.string() });
      const [row] = await selectRows(
        deps.db,
        Row,
        sql`select structure #>> '{children,0,id}' as read, structure #>> '{children,1,id}' as block,
              structure #>> '{children,1,children,0,id}' as quiz
            from cmi5_packages where id = ${packageId}::uuid`,
      );
      return row ?? { read: '', block: '', quiz: '' };
    },
    async launch(who, packageId, unitId) {
      const { text } = await post(who, `/cmi5/${packageId}/units/${unitId}/launch`).expect(200);
      return startUnit(t, addressIn(text));
    },
    told: () =>
      selectRows(
        deps.db,
        Told,
        sql`select payload #>> '{verb,id}' as verb, payload #>> '{object,id}' as object,
              payload #>> ${asTextArray(['context', 'extensions', `${CMI5}extensions/sessionid`])} as "sessionId",
              payload
            from statements where school_id = ${schoolId}::uuid order by sequence`,
      ),
    close: () => t.close(),
  };
}

const asTextArray = (parts: string[]) =>
  sql`array(select value from jsonb_array_elements_text(${asJson(parts)}))`;

/** Where the page around a unit leads. */
export const addressIn = (html: string): string =>
  (/(?:iframe class="stage" src|class="button" href)="([^"]+)"/.exec(html)?.[1] ?? '')
    .replaceAll('&#x3D;', '=')
    .replaceAll('&amp;', '&');

/** A launched unit, played by hand. */
export interface Unit {
  url: URL;
  activityId: string;
  registration: string;
  fetchUrl: string;
  authorization: string;
  launchData: Record<string, unknown>;
  /** Any call to the store with the session's token; `path` below the endpoint. */
  call(method: 'get' | 'put' | 'post' | 'delete', path: string, query?: Record<string, string>): request.Test;
  state(stateId: string): Record<string, string>;
  statement(verb: string, given?: StatementGiven): Record<string, unknown>;
  send(...statements: object[]): request.Test;
}

export interface StatementGiven {
  result?: Record<string, unknown>;
  allowed?: boolean;
  at?: Date;
  extensions?: Record<string, unknown>;
  change?: (statement: Record<string, unknown>) => void;
}

const HAS_DURATION = ['completed', 'passed', 'failed', 'terminated'];

async function startUnit(t: TestApp, location: string): Promise<Unit> {
  const url = new URL(location);
  const parameter = (name: string) => url.searchParams.get(name) ?? '';
  const agent = request(t.app.express);
  const fetchUrl = parameter('fetch').slice(PUBLIC_URL.length);
  const answer = (await agent.post(fetchUrl).expect(200)).body as { 'auth-token': string };
  const authorization = `Basic ${answer['auth-token']}`;
  const [actor, registration, activityId] = ['actor', 'registration', 'activityId'].map(parameter);
  const state = (stateId: string) => ({
    activityId: activityId ?? '',
    agent: actor ?? '',
    registration: registration ?? '',
    stateId,
  });
  const call: Unit['call'] = (method, path, query = {}) =>
    agent[method](`/xapi/${path}`)
      .query(query)
      .set('authorization', authorization)
      .set('x-experience-api-version', '1.0.3');
  const launchData = (await call('get', 'activities/state', state('LMS.LaunchData')).expect(200))
    .body as Unit['launchData'];
  const template = launchData['contextTemplate'] as {
    contextActivities: { grouping: object[] };
    extensions: Record<string, unknown>;
  };
  const statement: Unit['statement'] = (verb, { result, allowed, at, extensions, change } = {}) => {
    const counts = result?.['success'] !== undefined || result?.['completion'] !== undefined;
    const categories = allowed ? [] : ['cmi5', ...(counts ? ['moveon'] : [])];
    const made = {
      id: t.deps.newId(),
      actor: JSON.parse(actor ?? '{}') as object,
      verb: { id: VERBS + verb },
      object: { id: allowed ? `${activityId}/item` : activityId },
      ...(HAS_DURATION.includes(verb) || result
        ? { result: { ...(allowed ? {} : { duration: 'PT1M' }), ...result } }
        : {}),
      timestamp: (at ?? t.deps.now()).toISOString(),
      context: {
        registration,
        contextActivities: {
          ...template.contextActivities,
          category: categories.map((name) => ({ id: `${CMI5}categories/${name}` })),
        },
        extensions: { ...template.extensions, ...extensions },
      },
    };
    change?.(made);
    return made;
  };
  return {
    ...{ url, fetchUrl, authorization, launchData, call, state, statement },
    activityId: activityId ?? '',
    registration: registration ?? '',
    send: (...statements) =>
      call('post', 'statements').set('content-type', 'application/json').send(JSON.stringify(statements)),
  };
}
