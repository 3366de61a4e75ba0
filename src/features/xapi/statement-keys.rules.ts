/** What a statement can be found by (Communication 2.1.3). */
import { actorKey } from './actor.rules.ts';
import { listAttachments } from './attachment.rules.ts';
import { listContextActivities } from './prepare-statements.rules.ts';
import type { KeyKind, NamedKey } from './statement-key.schema.ts';
import {
  CONTEXT_ACTIVITY_ROLES,
  type Actor,
  type Statement,
  type StatementObject,
  type SubStatement,
  type XapiContext,
} from './statement.schema.ts';

/** Each key once. */
export function listKeys(statement: Statement): NamedKey[] {
  const found = new Map<string, NamedKey>();
  const add = (kind: KeyKind, name: string | null | undefined) => {
    if (name) found.set(`${kind} ${name}`, { kind, name });
  };
  const { actor, verb, object, context, authority } = statement;
  addActor(add, 'agent', actor);
  add('verb', verb.id);
  addObject(add, object);
  add('registration', context?.registration?.toLowerCase());
  addContext(add, context);
  if (authority) addActor(add, 'related-agent', authority);
  for (const { attachment } of listAttachments(statement)) add('attachment', attachment.sha2.toLowerCase());
  return [...found.values()];
}

type Add = (kind: KeyKind, name: string | null | undefined) => void;

function addActor(add: Add, kind: 'agent' | 'related-agent', actor: Actor): void {
  add(kind, actorKey(actor));
  if (actor.objectType === 'Group') for (const member of actor.member ?? []) add(kind, actorKey(member));
}

function addObject(add: Add, object: StatementObject): void {
  switch (object.objectType) {
    case 'Agent':
    case 'Group':
      return addActor(add, 'agent', object);
    case 'SubStatement':
      return addSubStatement(add, object);
    case 'StatementRef':
      return;
    default:
      add('activity', object.id);
  }
}

function addSubStatement(add: Add, { actor, object, context }: SubStatement): void {
  addActor(add, 'related-agent', actor);
  if (object.objectType === 'Agent' || object.objectType === 'Group') addActor(add, 'related-agent', object);
  else if (object.objectType !== 'StatementRef') add('related-activity', object.id);
  addContext(add, context);
}

function addContext(add: Add, context: XapiContext | undefined): void {
  if (context === undefined) return;
  for (const role of CONTEXT_ACTIVITY_ROLES)
    for (const { id } of listContextActivities(context, role)) add('related-activity', id);
  if (context.instructor) addActor(add, 'related-agent', context.instructor);
  if (context.team) addActor(add, 'related-agent', context.team);
  for (const { agent } of context.contextAgents ?? []) addActor(add, 'related-agent', agent);
  for (const { group } of context.contextGroups ?? []) addActor(add, 'related-agent', group);
}
