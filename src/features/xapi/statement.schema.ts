/**
 * The shapes of xAPI 1.0.3 and 2.0.0 (IEEE 9274.1.1) statements, as TypeScript types.
 *
 * One grammar serves both versions: 2.0.0 adds `contextAgents` and `contextGroups` and takes nothing away.
 * The hot path is checked by `statement.rules.ts`, not by a schema library (measured in the project notes:
 * hand-written checks are faster and can name the requirement they refuse by).
 */

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** RFC 5646 language tag → text. */
export type LanguageMap = Record<string, string>;

/** IRI → any JSON value, `null` and empty objects included. */
export type Extensions = Record<string, JsonValue>;

export interface Account {
  homePage: string;
  name: string;
}

/** Exactly one of the four is present on an agent or an identified group; none on an anonymous group. */
export interface Identifiers {
  mbox?: string;
  mbox_sha1sum?: string;
  openid?: string;
  account?: Account;
}

export interface Agent extends Identifiers {
  objectType?: 'Agent';
  name?: string;
}

export interface Group extends Identifiers {
  objectType: 'Group';
  name?: string;
  member?: Agent[];
}

export type Actor = Agent | Group;

/** An agent in the place of a statement's object must say that it is one (XAPI-00065). */
export interface AgentObject extends Agent {
  objectType: 'Agent';
}

export interface Verb {
  id: string;
  display?: LanguageMap;
}

export interface InteractionComponent {
  id: string;
  description?: LanguageMap;
}

export const INTERACTION_TYPES = [
  'true-false',
  'choice',
  'fill-in',
  'long-fill-in',
  'matching',
  'performance',
  'sequencing',
  'likert',
  'numeric',
  'other',
] as const;

export type InteractionType = (typeof INTERACTION_TYPES)[number];

export interface ActivityDefinition {
  name?: LanguageMap;
  description?: LanguageMap;
  type?: string;
  moreInfo?: string;
  extensions?: Extensions;
  interactionType?: InteractionType;
  correctResponsesPattern?: string[];
  choices?: InteractionComponent[];
  scale?: InteractionComponent[];
  source?: InteractionComponent[];
  target?: InteractionComponent[];
  steps?: InteractionComponent[];
}

export interface Activity {
  objectType?: 'Activity';
  id: string;
  definition?: ActivityDefinition;
}

export interface StatementRef {
  objectType: 'StatementRef';
  id: string;
}

export interface Score {
  /** −1 … 1 by the specification; what senders mean by it differs (see `normalise-statement.rules.ts`). */
  scaled?: number;
  raw?: number;
  min?: number;
  max?: number;
}

export interface Result {
  score?: Score;
  success?: boolean;
  completion?: boolean;
  response?: string;
  /** ISO 8601 duration, kept as it was sent. */
  duration?: string;
  extensions?: Extensions;
}

export const CONTEXT_ACTIVITY_ROLES = ['parent', 'grouping', 'category', 'other'] as const;

export type ContextActivityRole = (typeof CONTEXT_ACTIVITY_ROLES)[number];

/** A single activity is allowed on the way in; a stored statement always holds lists (XAPI-00096). */
export type ContextActivities = Partial<Record<ContextActivityRole, Activity | Activity[]>>;

/** xAPI 2.0.0 only. */
export interface ContextAgent {
  objectType: 'contextAgent';
  agent: Agent;
  relevantTypes?: string[];
}

/** xAPI 2.0.0 only. */
export interface ContextGroup {
  objectType: 'contextGroup';
  group: Group;
  relevantTypes?: string[];
}

export interface XapiContext {
  /** A UUID of an attempt or a session: never an LTI registration. */
  registration?: string;
  instructor?: Actor;
  team?: Group;
  contextActivities?: ContextActivities;
  contextAgents?: ContextAgent[];
  contextGroups?: ContextGroup[];
  revision?: string;
  platform?: string;
  language?: string;
  statement?: StatementRef;
  extensions?: Extensions;
}

export interface Attachment {
  usageType: string;
  display: LanguageMap;
  description?: LanguageMap;
  contentType: string;
  /** Octets. */
  length: number;
  sha2: string;
  fileUrl?: string;
}

interface StatementCore {
  actor: Actor;
  verb: Verb;
  result?: Result;
  context?: XapiContext;
  timestamp?: string;
  attachments?: Attachment[];
}

export interface SubStatement extends StatementCore {
  objectType: 'SubStatement';
  object: Activity | AgentObject | Group | StatementRef;
}

export type StatementObject = Activity | AgentObject | Group | StatementRef | SubStatement;

/** A statement as a provider may send it. */
export interface Statement extends StatementCore {
  id?: string;
  object: StatementObject;
  stored?: string;
  authority?: Actor;
  version?: string;
}

/** A statement as the store keeps and returns it: all that the store must set is set. */
export interface StoredStatement extends Statement {
  id: string;
  timestamp: string;
  stored: string;
  authority: Actor;
  version: string;
}

export const VOIDED_VERB = 'http://adlnet.gov/expapi/verbs/voided';
export const SIGNATURE_USAGE = 'http://adlnet.gov/expapi/attachments/signature';
