/** How statements are given back (Communication 2.1.3, `format`). */
import { pickLanguage } from './activity-definition.rules.ts';
import { indexableIri } from './index-length.rules.ts';
import {
  CONTEXT_ACTIVITY_ROLES,
  type Activity,
  type ActivityDefinition,
  type Actor,
  type ContextActivities,
  type StatementObject,
  type StoredStatement,
  type SubStatement,
  type Verb,
  type XapiContext,
} from './statement.schema.ts';

/** What happens to each part of a statement; the rest stays as it is. */
interface Parts {
  actor: (actor: Actor) => Actor;
  verb: (verb: Verb) => Verb;
  activity: (activity: Activity) => Activity;
}

/** Only what is needed to tell agents, groups, verbs and activities apart. */
export const formatIds = (statement: StoredStatement): object => mapStatement(statement, IDS);

const IDS: Parts = {
  actor: ({ name: _name, ...actor }) => {
    if (actor.objectType !== 'Group') return actor;
    const { member, ...group } = actor;
    const isIdentified = group.account ?? group.mbox ?? group.mbox_sha1sum ?? group.openid;
    return isIdentified || !member
      ? group
      : { ...group, member: member.map(({ name: _name, ...one }) => one) };
  },
  verb: ({ id }) => ({ id }),
  // Without objectType an object is an Activity.
  activity: ({ id }) => ({ id }),
};

/** Activities as the store knows them, and of each text the language that suits the reader best. */
export function formatCanonical(
  statement: StoredStatement,
  definitions: ReadonlyMap<string, ActivityDefinition>,
  languages: readonly string[],
): object {
  return mapStatement(statement, {
    actor: (actor) => actor,
    verb: (verb) => (verb.display ? { ...verb, display: pickLanguage(verb.display, languages) } : verb),
    activity: (activity) => {
      const definition = definitions.get(indexableIri(activity.id)) ?? activity.definition;
      return definition ? { ...activity, definition: localise(definition, languages) } : activity;
    },
  });
}

function localise(definition: ActivityDefinition, languages: readonly string[]): ActivityDefinition {
  const texts: ActivityDefinition = { ...definition };
  if (texts.name) texts.name = pickLanguage(texts.name, languages);
  if (texts.description) texts.description = pickLanguage(texts.description, languages);
  for (const list of ['choices', 'scale', 'source', 'target', 'steps'] as const) {
    const components = texts[list];
    if (components)
      texts[list] = components.map((component) =>
        component.description
          ? { ...component, description: pickLanguage(component.description, languages) }
          : component,
      );
  }
  return texts;
}

function mapStatement<S extends StoredStatement | SubStatement>(statement: S, parts: Parts): S {
  return {
    ...statement,
    actor: parts.actor(statement.actor),
    verb: parts.verb(statement.verb),
    object: mapObject(statement.object, parts),
    ...(statement.context && { context: mapContext(statement.context, parts) }),
    ...('authority' in statement && { authority: parts.actor(statement.authority) }),
  };
}

function mapObject(object: StatementObject, parts: Parts): StatementObject {
  switch (object.objectType) {
    case 'Agent':
    case 'Group':
      return parts.actor(object);
    case 'SubStatement':
      return mapStatement(object, parts);
    case 'StatementRef':
      return object;
    default:
      return parts.activity(object);
  }
}

function mapContext(context: XapiContext, parts: Parts): XapiContext {
  const { instructor, team, contextActivities, contextAgents, contextGroups } = context;
  return {
    ...context,
    ...(instructor && { instructor: parts.actor(instructor) }),
    ...(team && { team: parts.actor(team) as typeof team }),
    ...(contextActivities && { contextActivities: mapActivities(contextActivities, parts) }),
    ...(contextAgents && {
      contextAgents: contextAgents.map((one) => ({
        ...one,
        agent: parts.actor(one.agent) as typeof one.agent,
      })),
    }),
    ...(contextGroups && {
      contextGroups: contextGroups.map((one) => ({
        ...one,
        group: parts.actor(one.group) as typeof one.group,
      })),
    }),
  };
}

function mapActivities(activities: ContextActivities, parts: Parts): ContextActivities {
  const mapped: ContextActivities = {};
  for (const role of CONTEXT_ACTIVITY_ROLES) {
    const given = activities[role];
    if (given !== undefined) mapped[role] = (Array.isArray(given) ? given : [given]).map(parts.activity);
  }
  return mapped;
}
