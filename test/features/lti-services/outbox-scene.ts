import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRegistration } from '../../../src/features/lti/index.ts';
import { ltiItems } from '../../../src/features/lti/lti.tables.ts';
import type { NewGrade } from '../../../src/features/lti-services/index.ts';
import { lineItems } from '../../../src/features/lti-services/services.tables.ts';
import { identities, memberships, people } from '../../../src/features/roster/roster.tables.ts';
import type { TestApp } from '../../support/app.ts';
import { aCourse, aPerson, aSchool } from '../../support/builders.ts';
import { closeServer, listenOnLoopback } from '../../support/test-platform.ts';

export interface SeenScore {
  userId: string;
  timestamp: string;
  scoreGiven?: number;
  gradingProgress: string;
}

/** A platform that gives tokens and answers scores as it is told to. */
export interface ScoreTaker {
  origin: string;
  seen: SeenScore[];
  /** null: the connection breaks after the score was taken. */
  answer: (score: SeenScore) => number | null | Promise<number | null>;
  close(): Promise<void>;
}

export async function aScoreTaker(): Promise<ScoreTaker> {
  const server = createServer((req, res) => {
    let body = '';
    req.setEncoding('utf8').on('data', (part: string) => (body += part));
    req.on('end', () => void respond(taker, req, res, body));
  });
  const taker: ScoreTaker = {
    origin: await listenOnLoopback(server),
    seen: [],
    answer: () => 200,
    close: () => closeServer(server),
  };
  return taker;
}

async function respond(
  taker: ScoreTaker,
  req: IncomingMessage,
  res: ServerResponse,
  body: string,
): Promise<void> {
  if (req.url === '/token')
    return void res.end(JSON.stringify({ access_token: 'token', token_type: 'Bearer', expires_in: 3600 }));
  const score = JSON.parse(body) as SeenScore;
  taker.seen.push(score);
  const status = await taker.answer(score);
  if (status === null) req.socket.destroy();
  else res.writeHead(status).end();
}

/** A school with a course, an item and its column on that platform; rows only. */
export interface Outbox {
  schoolId: string;
  courseId: string;
  itemId: string;
  lineItemId: string;
  teacherId: string;
  personIds: string[];
}

export async function anOutbox(
  t: TestApp,
  origin: string,
  given: { family: string; learners: number },
): Promise<Outbox> {
  const { deps } = t;
  const { schoolId } = await aSchool(deps);
  const { courseId } = await aCourse(deps, { schoolId });
  const { personId: teacherId } = await aPerson(deps, { schoolId, name: 'Teacher' });
  const issuer = `${origin}/${schoolId}`;
  const { registrationId } = await createRegistration(deps.db, deps, {
    schoolId,
    issuer,
    clientId: 'client',
    authLoginUrl: `${origin}/auth`,
    tokenUrl: `${origin}/token`,
    jwksUrl: `${origin}/jwks`,
    family: given.family,
    deploymentId: '1',
  });
  const createdAt = deps.now();
  const itemId = deps.newId();
  const item = { schoolId, id: itemId, courseId, kind: 'practice', ref: 'S101', title: 'Practice' };
  await deps.db.insert(ltiItems).values({ ...item, scoreMaximum: 100, createdBy: teacherId, createdAt });
  const lineItemId = deps.newId();
  await deps.db.insert(lineItems).values({
    schoolId,
    id: lineItemId,
    registrationId,
    deploymentId: '1',
    contextId: '2',
    courseId,
    itemId,
    madeBy: 'platform',
    url: `${origin}/lineitems/1?type_id=7`,
    label: 'Practice',
    scoreMaximum: 100,
    createdAt,
  });
  const rows = Array.from({ length: given.learners }, (_, n) => ({
    personId: deps.newId(),
    name: `Learner ${String(n + 1).padStart(3, '0')}`,
    actorKey: `account|${issuer}|user-${n + 1}`,
  }));
  await deps.db
    .insert(people)
    .values(rows.map(({ personId, name }) => ({ schoolId, id: personId, displayName: name, createdAt })));
  await deps.db
    .insert(memberships)
    .values(
      rows.map(({ personId }) => ({ schoolId, courseId, personId, role: 'learner' as const, createdAt })),
    );
  await deps.db.insert(identities).values(
    rows.map(({ personId, actorKey }) => ({
      schoolId,
      actorKey,
      personId,
      method: 'lti',
      confidence: 'certain' as const,
      createdAt,
    })),
  );
  return {
    schoolId,
    courseId,
    itemId,
    lineItemId,
    teacherId,
    personIds: rows.map(({ personId }) => personId),
  };
}

export const gradeFor = (
  { schoolId, courseId, itemId }: Outbox,
  personId: string,
  changes: Partial<NewGrade> = {},
): NewGrade => ({
  schoolId,
  courseId,
  itemId,
  personId,
  scoreGiven: 80,
  scoreMaximum: 100,
  activityProgress: 'Completed',
  gradingProgress: 'FullyGraded',
  ...changes,
});
