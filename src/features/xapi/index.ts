export { accountKey, actorKey, type ActorKey } from './actor.rules.ts';
export type { LearningEvent, LearningEventKind } from './learning-event.schema.ts';
export { readLearningEvent } from './normalise-statement.rules.ts';
export type { Activity, Actor, Statement, StoredStatement } from './statement.schema.ts';
export { VOIDED_VERB } from './statement.schema.ts';
export {
  getIngestion,
  isBehind,
  placesOfActors,
  selectSeenActors,
  selectStatementsAfter,
  selectStatementsByIds,
  selectStatementsOfActors,
  type Ingestion,
  type StatementCursor,
  type StatementRow,
} from './xapi.queries.ts';
export { placesOf } from './storing.queries.ts';
export { findMissingKeys } from './find-missing-keys.ts';
export { storeStatements, type StatementSource, type StoringOutcome } from './store-statements.ts';
export { SCOPES, type NewCredential, type Scope } from './credential.schema.ts';
export { createCredential } from './create-credential.ts';
export { revokeCredential } from './revoke-credential.ts';
export { selectCredentials } from './credential.queries.ts';
export { endpointOf } from './sources.pages.ts';
export type { XapiListeners } from './receive-statements.ts';
export { receiveXapi } from './xapi.guards.ts';
export { xapiRoutes } from './xapi.routes.ts';
