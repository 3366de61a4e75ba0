import type { Deps } from '../../infra/deps.ts';
import { newToken, sameSecret, sha256 } from '../../infra/vault.ts';
import {
  findLiveVisit,
  insertPass,
  takePass,
  updateVisitEnd,
  type LiveVisit,
  type VisitId,
} from './session-keys.queries.ts';
import { nameSchool, schoolOf } from './session-secrets.rules.ts';
import { movesEnd, visitEnd } from './session.rules.ts';

/** A pass is asked for at a click and used at once. */
const PASS_SECONDS = 60;

/** What opens a visit whose browser gives no cookie back, for the browser to keep; we keep the hash. */
export function newVisitKey(schoolId: string): { key: string; keyHash: string } {
  const key = nameSchool(schoolId, newToken());
  return { key, keyHash: sha256(key) };
}

/** A one-time code that opens one page of a visit. */
export async function issuePass(deps: Deps, { schoolId, sessionId }: VisitId): Promise<string> {
  const pass = nameSchool(schoolId, newToken());
  const expiresAt = new Date(deps.now().getTime() + PASS_SECONDS * 1000);
  await insertPass(deps.db, { schoolId, sessionId, codeHash: sha256(pass), expiresAt });
  return pass;
}

/** The visit, where the key is its own; using it puts the visit's end off. */
export async function proveByKey(deps: Deps, sessionId: string, key: string): Promise<VisitId | null> {
  const schoolId = schoolOf(key);
  if (schoolId === null) return null;
  const id = { schoolId, sessionId };
  const visit = await findLiveVisit(deps.db, id, deps.now());
  if (!visit || visit.keyHash === null || !sameSecret(visit.keyHash, sha256(key))) return null;
  await putOffEnd(deps, visit);
  return id;
}

/** The visit, where the pass is one of its own and wasn't used yet. */
export async function proveByPass(deps: Deps, sessionId: string, pass: string): Promise<VisitId | null> {
  const schoolId = schoolOf(pass);
  if (schoolId === null) return null;
  const id = { schoolId, sessionId };
  return (await takePass(deps.db, { ...id, codeHash: sha256(pass) }, deps.now())) ? id : null;
}

/** For a visit that began without cookies and now has one, in a window of its own. */
export async function keepVisit(deps: Deps, id: VisitId): Promise<void> {
  const visit = await findLiveVisit(deps.db, id, deps.now());
  if (visit) await putOffEnd(deps, visit);
}

/** A visit in use lasts on, up to its school day. */
async function putOffEnd(deps: Deps, visit: LiveVisit): Promise<void> {
  const expiresAt = visitEnd(visit, deps.now());
  if (movesEnd(visit.expiresAt, expiresAt)) await updateVisitEnd(deps.db, { ...visit, expiresAt });
}
