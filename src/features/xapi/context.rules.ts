/** The context of a statement (Data 2.4.6; contextAgents and contextGroups: IEEE 9274.1.1 §4.2.2.5). */
import { checkActivity } from './activity.rules.ts';
import { checkActor, checkAgent, checkGroup } from './actor.rules.ts';
import {
  filledListOf,
  listOf,
  oneOf,
  optional,
  required,
  shape,
  text,
  type Check,
} from './statement-check.rules.ts';
import { extensions, iri, languageTag, uuid } from './text-format.rules.ts';

export const checkStatementRef = shape('XAPI-00092', {
  objectType: required('XAPI-00073', oneOf('XAPI-00073', ['StatementRef'])),
  id: required('XAPI-00072', uuid('XAPI-00072')),
});

const checkActivities = listOf('XAPI-00094', checkActivity);

/** One activity or a list of them. */
const activities: Check = (value) => (Array.isArray(value) ? checkActivities(value) : checkActivity(value));

const checkContextActivities = shape('XAPI-00086', {
  parent: optional(activities),
  grouping: optional(activities),
  category: optional(activities),
  other: optional(activities),
});

const CONTEXT_ACTORS = 'IEEE-9274.1.1-4.2.2.5';

const relevantTypes = optional(filledListOf(CONTEXT_ACTORS, iri(CONTEXT_ACTORS)));

const checkContextAgent = shape(CONTEXT_ACTORS, {
  objectType: required(CONTEXT_ACTORS, oneOf(CONTEXT_ACTORS, ['contextAgent'])),
  agent: required(CONTEXT_ACTORS, checkAgent),
  relevantTypes,
});

const checkContextGroup = shape(CONTEXT_ACTORS, {
  objectType: required(CONTEXT_ACTORS, oneOf(CONTEXT_ACTORS, ['contextGroup'])),
  group: required(CONTEXT_ACTORS, checkGroup),
  relevantTypes,
});

export const checkContext = shape('XAPI-00006', {
  registration: optional(uuid('XAPI-00087-1')),
  instructor: optional(checkActor),
  team: optional(checkGroup),
  contextActivities: optional(checkContextActivities),
  contextAgents: optional(listOf(CONTEXT_ACTORS, checkContextAgent)),
  contextGroups: optional(listOf(CONTEXT_ACTORS, checkContextGroup)),
  revision: optional(text('XAPI-00089')),
  platform: optional(text('XAPI-00090')),
  language: optional(languageTag('XAPI-00091')),
  statement: optional(checkStatementRef),
  extensions: optional(extensions('XAPI-00120')),
});
