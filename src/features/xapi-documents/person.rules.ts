/** The Person object of the agents resource (Communication 2.4): every property holds a list. */
import type { Actor } from '../xapi/index.ts';

interface Account {
  homePage: string;
  name: string;
}

export interface Person {
  objectType: 'Person';
  name?: string[];
  mbox?: string[];
  mbox_sha1sum?: string[];
  openid?: string[];
  account?: Account[];
}

/**
 * The agent as it was asked for, and its other identifiers.
 *
 * @param otherKeys actor keys of the same person; digests of long ones tell nothing and are left out
 */
export function buildPerson(agent: Actor, otherKeys: readonly string[]): Person {
  const identified = [agent, ...otherKeys.map(readActorKey)];
  const all = <T>(values: readonly (T | undefined)[]): T[] | undefined => {
    const given = values.filter((value): value is T => value !== undefined);
    return given.length > 0 ? given : undefined;
  };
  const person = {
    objectType: 'Person' as const,
    name: all([agent.name]),
    mbox: all(identified.map(({ mbox }) => mbox)),
    mbox_sha1sum: all(identified.map(({ mbox_sha1sum }) => mbox_sha1sum)),
    openid: all(identified.map(({ openid }) => openid)),
    account: all(identified.map(({ account }) => account)),
  };
  return Object.fromEntries(
    Object.entries(person).filter(([, value]) => value !== undefined),
  ) as unknown as Person;
}

type Identifier = Pick<Actor, 'mbox' | 'mbox_sha1sum' | 'openid' | 'account'>;

function readActorKey(key: string): Identifier {
  const [, kind, rest = ''] = /^(\w+)\|(.*)$/s.exec(key) ?? [];
  if (kind === 'mbox') return { mbox: rest };
  if (kind === 'sha1') return { mbox_sha1sum: rest };
  if (kind === 'openid') return { openid: rest };
  const bar = rest.indexOf('|');
  return kind === 'account' ? { account: { homePage: rest.slice(0, bar), name: rest.slice(bar + 1) } } : {};
}
