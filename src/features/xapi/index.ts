export { accountKey, actorKey, checkActor, type ActorKey } from './actor.rules.ts';
export { createCredentialBook, type CredentialBook } from './credential-book.ts';
export { readTimestamp } from './iso-timestamp.rules.ts';
export { isJsonType } from './statement-request.rules.ts';
export { isIri, isUuid } from './text-format.rules.ts';
export { isStorableText } from './statement-check.rules.ts';
export { isLanguageTag } from './language-tag.rules.ts';
export { readDurationSeconds } from './iso-duration.rules.ts';
export type { ReceivedAttachment } from './attachment.rules.ts';
export type { CallerLimits, GuestBook, XapiGuest } from './caller-limits.ts';
export { storeOwnStatements } from './store-own-statements.ts';
export type { LearningEvent, LearningEventKind } from './learning-event.schema.ts';
export { isSameStatement } from './compare-statements.rules.ts';
export { readLearningEvent } from './normalise-statement.rules.ts';
export type {
  Activity,
  Actor,
  JsonValue,
  LanguageMap,
  Statement,
  StoredStatement,
} from './statement.schema.ts';
export { parseStatement, type ParsedStatement } from './statement.rules.ts';
export type { StatementProblem } from './statement-problem.rules.ts';
export { listContextActivities, withListedActivities } from './prepare-statements.rules.ts';
export { VOIDED_VERB } from './statement.schema.ts';
export {
  countStatementsSince,
  selectNewestByAuthority,
  getIngestion,
  getLastStoredAt,
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
export { extendPartitions, partitionStatements } from './partition-statements.ts';
export { storeStatements, type StatementSource, type StoringOutcome } from './store-statements.ts';
export {
  LimitOptions,
  PRESET_NAMES,
  SCOPES,
  type CredentialSettings,
  type NewCredential,
  type Scope,
} from './credential.schema.ts';
export { readScopes, toBytes } from './credential.rules.ts';
export { changeCredential } from './change-credential.ts';
export { trustIssuer } from './trust-issuer.ts';
export { createCredential } from './create-credential.ts';
export { revokeCredential } from './revoke-credential.ts';
export { selectBearerAgents, selectCredentials } from './credential.queries.ts';
export { endpointOf } from './sources.pages.ts';
export type { XapiListeners } from './receive-statements.ts';
export { receiveAlternateRequest } from './alternate-request.guards.ts';
export { allowOtherOrigins } from './cross-origin.guards.ts';
export { receiveXapi, requireScope, type XapiCaller } from './xapi.guards.ts';
export { xapiRoutes } from './xapi.routes.ts';
export { removeStatements } from './remove-statements.ts';
export { countRemovable, type RemovalCriteria } from './removal.queries.ts';
export { selectStatementPage, type FoundStatement } from './statement-page.queries.ts';
export { PAGE_LIMIT, type Condition, type Place, type StatementFilter } from './statement-query.rules.ts';
export type { NamedKey } from './statement-key.schema.ts';
export { adoptRestoredStatements } from './adopt-restored.ts';
