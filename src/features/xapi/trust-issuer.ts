import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, sqlState, UNIQUE_VIOLATION } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, conflict } from '../../infra/errors.ts';
import { createOutbound } from '../../infra/outbound.ts';
import { DEFAULT_SETTINGS, type WantedCredential } from './create-credential.ts';
import { insertCredential } from './credential.queries.ts';
import { keyOfTrust } from './credential.rules.ts';
import { discoverKeySet } from './issuer.client.ts';
import { readScopeMap } from './token.rules.ts';

export interface WantedTrust extends WantedCredential {
  issuer: string;
  audience: string;
  /** As `readScopeMap` reads it; empty where tokens name our scopes. */
  scopeMap: string;
}

/**
 * Takes tokens of an issuer from now on, with the keys it publishes; returns the credential's id. Issuer and audience
 * tell the school, so that two schools of one issuer need an audience each.
 *
 * @throws WaymarkError 400 or 502 when the issuer can't be read, 409 when the pair is taken
 */
export async function trustIssuer(
  deps: Deps,
  { createdBy = null, issuer, audience, scopeMap, ...wanted }: WantedTrust,
): Promise<string> {
  const read = readScopeMap(scopeMap);
  if (!read.ok) throw badRequest('xapi.scopeMapWrong', { line: read.line });
  const jwksUrl = await discoverKeySet(createOutbound(deps.config.allowedPrivateHosts), issuer);
  const id = deps.newId();
  const trust = { issuer, audience, jwksUrl, scopeMap: read.map };
  try {
    await inTransaction(deps.db, async (tx) => {
      await insertCredential(tx, {
        ...DEFAULT_SETTINGS,
        ...wanted,
        id,
        key: keyOfTrust(issuer, audience),
        trust,
        createdAt: deps.now(),
      });
      await recordAudit(tx, deps, {
        schoolId: wanted.schoolId,
        actorPersonId: createdBy,
        action: 'credential.create',
        subjectType: 'credential',
        subjectId: id,
        detail: { label: wanted.label, scopes: wanted.scopes, issuer, audience },
      });
    });
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw conflict('xapi.issuerTaken');
    throw error;
  }
  return id;
}
