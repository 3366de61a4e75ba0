import type { NamedKey } from '../xapi/index.ts';

/** What a person's statements are found by: those they made and those about them. */
export const keysOfPerson = (actorKeys: readonly string[]): NamedKey[] =>
  actorKeys.map((name) => ({ kind: 'agent', name }));

/** And those of others that only name them: as instructor, in a team or a list, within a substatement. */
export const keysNamingPerson = (actorKeys: readonly string[]): NamedKey[] =>
  actorKeys.map((name) => ({ kind: 'related-agent', name }));
