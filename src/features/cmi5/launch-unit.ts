import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { WaymarkError, notFound } from '../../infra/errors.ts';
import type { Locale } from '../../infra/views.ts';
import { newToken } from '../../infra/vault.ts';
import { actorKey, storeOwnStatements } from '../xapi/index.ts';
import { findDocument, writeDocument, type DocumentKey } from '../xapi-documents/index.ts';
import { writeGrant } from './content-grant.ts';
import type { AssignableUnit } from './course-structure.schema.ts';
import { findUnit, isFullyQualified } from './course-walk.rules.ts';
import { unitActivityId } from './cmi5-terms.rules.ts';
import { FETCH_PURPOSE } from './fetch-token.ts';
import {
  addressUnit,
  buildLaunchUrl,
  decideLaunchMode,
  needsOwnWindow,
  prepareLaunchData,
  preparePreferences,
} from './launch.rules.ts';
import { prepareAbandoned, prepareLaunched, presentActor, type JsonObject } from './lms-statement.rules.ts';
import { findOfferedPackage, type Package } from './packages.queries.ts';
import {
  selectUnitStates,
  takeRegistration,
  upsertUnitState,
  type Registration,
} from './registrations.queries.ts';
import { writeFetchKey } from './session-secret.rules.ts';
import { newUnitState } from './session.schema.ts';
import { insertSession, selectActiveSessions, updateSession } from './sessions.queries.ts';
import { tellSatisfied } from './tell-satisfied.ts';

/** A day of work with a unit left open; then its token, and the way to its files, are over. */
const SESSION_MS = 12 * 3_600_000;

export interface Launcher {
  schoolId: string;
  courseId: string;
  personId: string;
  isLearner: boolean;
  locale: Locale;
  embedOrigins: string[];
}

export interface Launch {
  /** Where the browser has to go now. */
  url: string;
  ownWindow: boolean;
  title: AssignableUnit['title'];
}

/** Opens a session of a unit (cmi5 8, 9.3.1, 10): ends what was left open, writes the launch data, tells "launched". */
export async function launchUnit(
  deps: Deps,
  who: Launcher,
  wanted: { packageId: string; unitId: string },
): Promise<Launch> {
  const content = await findOfferedPackage(deps.db, who, wanted.packageId);
  const unit = content && findUnit(content.structure, wanted.unitId);
  if (!unit) throw notFound('cmi5.unitMissing');
  const { contentUrl, publicUrl } = deps.config;
  if (!isFullyQualified(unit.url) && contentUrl === null) throw new WaymarkError('cmi5.noContentUrl', 503);
  const url = await inTransaction(deps.db, (tx) => open(tx, deps, { who, content, unit }));
  return { url, ownWindow: needsOwnWindow(unit, publicUrl), title: unit.title };
}

interface Opening {
  who: Launcher;
  content: Package;
  unit: AssignableUnit;
}

async function open(tx: Database, deps: Deps, { who, content, unit }: Opening): Promise<string> {
  const { schoolId, courseId, personId } = who;
  const { publicUrl, contentUrl } = deps.config;
  const now = deps.now();
  const registration = await takeRegistration(
    tx,
    { schoolId, packageId: content.id, personId },
    { id: deps.newId(), createdAt: now },
  );
  const states = await selectUnitStates(tx, schoolId, [registration.id]);
  const state = states.find(({ unitId }) => unitId === unit.id);
  const mode = decideLaunchMode(unit, state, who.isLearner);
  const sessionId = deps.newId();
  const secret = newToken();
  const expiresAt = new Date(now.getTime() + SESSION_MS);
  const satisfied = await tellSatisfied(tx, deps, {
    ...{ schoolId, courseId, content, registration, states },
    // Not of this launch: what asks for nothing is satisfied by being enrolled (9.6.1).
    sessionId: deps.newId(),
  });
  const abandoned = await abandonActive(tx, deps, { schoolId, content, registration });
  await insertSession(tx, {
    schoolId,
    id: sessionId,
    registrationId: registration.id,
    unitId: unit.id,
    courseId,
    publisherId: unit.publisherId,
    launchMode: mode,
    masteryScore: unit.masteryScore,
    fetchHash: deps.vault.fingerprint(FETCH_PURPOSE, secret),
    launchedAt: now,
    expiresAt,
    verbs: [],
  });
  await upsertUnitState(
    tx,
    { schoolId, registrationId: registration.id },
    { ...newUnitState(unit.id), ...state, launchedAt: state?.launchedAt ?? now },
  );
  await writeLaunchDocuments(tx, deps, {
    who,
    registrationId: registration.id,
    unitId: unit.id,
    launchData: prepareLaunchData(unit, { publicUrl, courseId, sessionId, mode }),
  });
  const occasion = { publicUrl, personId, courseId, registrationId: registration.id, sessionId, at: now };
  // The grant is a secret, and this address stands in the record.
  const plainAddress = addressUnit(unit, `${contentUrl}/${content.id}/`);
  await storeOwnStatements({ ...deps, db: tx }, schoolId, [
    ...abandoned,
    ...satisfied,
    prepareLaunched({ ...occasion, statementId: deps.newId() }, unit, { mode, url: plainAddress }),
  ]);
  const grant = writeGrant(deps, {
    ...{ schoolId, packageId: content.id, sessionId, expiresAt },
    embedOrigins: who.embedOrigins,
  });
  return buildLaunchUrl(addressUnit(unit, `${contentUrl}/${grant}/`), {
    ...{ publicUrl, personId, registrationId: registration.id, unitId: unit.id },
    fetchUrl: `${publicUrl}/cmi5/fetch/${writeFetchKey({ schoolId, sessionId, secret })}`,
  });
}

/** Sessions that nobody ended: one registration has one at a time (9.3.6). */
async function abandonActive(
  tx: Database,
  deps: Deps,
  { schoolId, content, registration }: { schoolId: string; content: Package; registration: Registration },
): Promise<JsonObject[]> {
  const { publicUrl } = deps.config;
  const at = deps.now();
  const statements: JsonObject[] = [];
  for (const session of await selectActiveSessions(tx, { schoolId, registrationId: registration.id })) {
    await updateSession(tx, { ...session, abandonedAt: at });
    const unit = findUnit(content.structure, session.unitId);
    if (!unit) continue;
    const { personId, courseId, registrationId, id: sessionId, launchedAt, lastStatementAt } = session;
    const occasion = {
      statementId: deps.newId(),
      publicUrl,
      personId,
      courseId,
      registrationId,
      sessionId,
      at,
    };
    const spentMs = (lastStatementAt ?? launchedAt).getTime() - launchedAt.getTime();
    statements.push(prepareAbandoned(occasion, unit, spentMs / 1000));
  }
  return statements;
}

export const LAUNCH_DATA = 'LMS.LaunchData';
const PREFERENCES = 'cmi5LearnerPreferences';

async function writeLaunchDocuments(
  tx: Database,
  deps: Deps,
  given: { who: Launcher; registrationId: string; unitId: string; launchData: JsonObject },
): Promise<void> {
  const { schoolId, personId, locale } = given.who;
  const { publicUrl } = deps.config;
  const agent = actorKey(presentActor({ publicUrl, personId }));
  const launchData: DocumentKey = {
    schoolId,
    kind: 'state',
    activityId: unitActivityId(publicUrl, given.unitId),
    actorKey: agent,
    registration: given.registrationId,
    documentId: LAUNCH_DATA,
  };
  await writeDocument(tx, deps, launchData, toJsonDocument(given.launchData));
  const preferences: DocumentKey = {
    schoolId,
    kind: 'agent_profile',
    activityId: null,
    actorKey: agent,
    registration: null,
    documentId: PREFERENCES,
  };
  if (!(await findDocument(tx, preferences)))
    await writeDocument(tx, deps, preferences, toJsonDocument(preparePreferences(locale)));
}

const toJsonDocument = (content: JsonObject) => ({
  contentType: 'application/json',
  content: Buffer.from(JSON.stringify(content)),
});
