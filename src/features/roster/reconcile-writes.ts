import { sql, type SQL } from 'drizzle-orm';
import { asJson } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { accountKey, keptAddress, nameless } from './launch-writes.ts';
import { noteTakenOver } from './launch.queries.ts';
import type { KnownPerson, Reconciliation } from './reconcile-members.schema.ts';

// The writes of a roster's reading, each of any number of rows, prepared to be made in one statement.

export interface ReconcileKey {
  schoolId: string;
  courseId: string;
  issuer: string;
}

/** Ids for those who are new, by subject. */
export type NewIds = ReadonlyMap<string, string>;

const now = (deps: Deps): SQL => sql`${deps.now().toISOString()}::timestamptz`;

/** What the platform itself says of its members, as at a launch (`putOwnIdentity`); in one order, so that nobody waits in a circle. */
export function ownIdentityWrites(
  deps: Deps,
  { schoolId, issuer }: ReconcileKey,
  rows: { personId: string; subject: string }[],
): SQL[] {
  if (rows.length === 0) return [];
  const own = rows.map(({ personId, subject }) => ({ personId, actorKey: accountKey(issuer, subject) }));
  return [
    sql`insert into identities (school_id, actor_key, person_id, method, confidence, created_at)
        select ${schoolId}::uuid, r."actorKey", r."personId", 'lti', 'certain', ${now(deps)}
        from jsonb_to_recordset(${asJson(own)}) as r("actorKey" text, "personId" uuid)
        order by r."actorKey" collate "C"
        on conflict (school_id, actor_key) do update
          set person_id = excluded.person_id, method = excluded.method, confidence = excluded.confidence,
            decided_by = null
          where identities.method not in ('lti', 'statement')
        returning person_id`,
    noteTakenOver(
      deps,
      schoolId,
      own.map(({ actorKey }) => actorKey),
    ),
  ];
}

export function newPeopleWrites(
  deps: Deps,
  { schoolId, issuer }: ReconcileKey,
  { newPeople }: Reconciliation,
  ids: NewIds,
): SQL[] {
  if (newPeople.length === 0) return [];
  const rows = newPeople.map((told) => {
    const wrappedKey = deps.vault.newWrappedKey();
    const id = idOf(told.subject, ids);
    return {
      id,
      displayName: told.name ?? nameless(told),
      ...addressOf(deps, { wrappedKey, email: told.email, issuer }),
      wrappedKey,
      // Our own practice names people by their id here.
      actorKey: accountKey(deps.config.publicUrl, id),
    };
  });
  const given = sql`jsonb_to_recordset(${asJson(rows)})
    as r(id uuid, "displayName" text, "emailSealed" text, "mailboxHash" text, "mailboxToldBy" text,
      "wrappedKey" text, "actorKey" text)`;
  return [
    sql`insert into people (school_id, id, display_name, email_sealed, mailbox_hash, mailbox_told_by, created_at)
        select ${schoolId}::uuid, r.id, r."displayName", r."emailSealed", r."mailboxHash", r."mailboxToldBy",
          ${now(deps)} from ${given} returning id`,
    sql`insert into person_keys (school_id, person_id, wrapped_key)
        select ${schoolId}::uuid, r.id, r."wrappedKey" from ${given} returning person_id`,
    sql`insert into identities (school_id, actor_key, person_id, method, confidence, created_at)
        select ${schoolId}::uuid, r."actorKey", r.id, 'waymark', 'certain', ${now(deps)} from ${given}
        returning person_id`,
  ];
}

export function likelyNameWrites(
  deps: Deps,
  { schoolId, issuer }: ReconcileKey,
  { names }: Reconciliation,
  ids: NewIds,
): SQL[] {
  if (names.length === 0) return [];
  const rows = names.map(({ of, name, method }) => ({
    personId: personOf(of, ids),
    actorKey: accountKey(issuer, name),
    method,
  }));
  return [
    sql`insert into identities (school_id, actor_key, person_id, method, confidence, created_at)
        select ${schoolId}::uuid, r."actorKey", r."personId", r.method, 'likely', ${now(deps)}
        from jsonb_to_recordset(${asJson(rows)}) as r("actorKey" text, "personId" uuid, method text)
        order by r."actorKey" collate "C"
        on conflict do nothing returning person_id`,
  ];
}

export function personWrites(
  deps: Deps,
  { schoolId, issuer }: ReconcileKey,
  { people }: Reconciliation,
  wrappedKeys: ReadonlyMap<string, string | null>,
): SQL[] {
  const rows = people.flatMap(({ personId, displayName, email }) => {
    const wrappedKey = wrappedKeys.get(personId) ?? null;
    const address = addressOf(deps, { wrappedKey, email, issuer });
    return displayName === null && address.emailSealed === null
      ? []
      : [{ personId, displayName, ...address }];
  });
  if (rows.length === 0) return [];
  return [
    sql`update people p
        set display_name = coalesce(r."displayName", p.display_name),
          email_sealed = coalesce(r."emailSealed", p.email_sealed),
          mailbox_hash = coalesce(r."mailboxHash", p.mailbox_hash),
          mailbox_told_by = coalesce(r."mailboxToldBy", p.mailbox_told_by)
        from jsonb_to_recordset(${asJson(rows)}) as r("personId" uuid, "displayName" text, "emailSealed" text,
          "mailboxHash" text, "mailboxToldBy" text)
        where p.school_id = ${schoolId}::uuid and p.id = r."personId" and p.erased_at is null
        returning p.id`,
  ];
}

/**
 * A learner's first membership begins the stage of teaching, as at a launch (R023). Of whoever launched since this was
 * decided nothing is written: the launch knows better.
 */
export function membershipWrites(
  deps: Deps,
  { schoolId, courseId }: ReconcileKey,
  { memberships, leavers }: Reconciliation,
  { ids, launchedAt }: { ids: NewIds; launchedAt: ReadonlyMap<string, Date | null> },
): SQL[] {
  const rows = memberships.map(({ of, role, toldBy, groups, first }) => {
    const personId = personOf(of, ids);
    return { personId, role, toldBy, groups, first, launchedAt: launchedAt.get(personId) ?? null };
  });
  const begun = rows.filter(({ role, first }) => first && role === 'learner').map(({ personId }) => personId);
  const ended = leavers.map((personId) => ({ personId, launchedAt: launchedAt.get(personId) ?? null }));
  const upsert = sql`insert into memberships as m
          (school_id, course_id, person_id, role, told_by, groups, active, last_launch_at, created_at)
        select ${schoolId}::uuid, ${courseId}::uuid, r."personId", r.role, r."toldBy", r.groups, true,
          r."launchedAt", ${now(deps)}
        from jsonb_to_recordset(${asJson(rows)})
          as r("personId" uuid, role text, "toldBy" text, groups jsonb, "launchedAt" timestamptz)
        order by r."personId"
        on conflict (school_id, course_id, person_id) do update
          set role = excluded.role, told_by = excluded.told_by, groups = excluded.groups, active = true
          where m.last_launch_at is not distinct from excluded.last_launch_at
        returning m.person_id`;
  const stages = sql`insert into service_stages (school_id, person_id, stage, started_at, source)
        select ${schoolId}::uuid, value::uuid, 'teaching', ${now(deps)}, 'roster'
        from jsonb_array_elements_text(${asJson(begun)}) order by value
        on conflict do nothing returning person_id`;
  const end = sql`update memberships m set active = false
        from jsonb_to_recordset(${asJson(ended)}) as r("personId" uuid, "launchedAt" timestamptz)
        where m.school_id = ${schoolId}::uuid and m.course_id = ${courseId}::uuid
          and m.person_id = r."personId" and m.last_launch_at is not distinct from r."launchedAt"
        returning m.person_id`;
  return [
    ...(rows.length > 0 ? [upsert] : []),
    ...(begun.length > 0 ? [stages] : []),
    ...(ended.length > 0 ? [end] : []),
  ];
}

/** Nothing where no address is told, or nobody is there any more to seal it for. */
const addressOf = (
  deps: Deps,
  { wrappedKey, email, issuer }: { wrappedKey: string | null; email: string | null; issuer: string },
) =>
  email === null || wrappedKey === null
    ? { emailSealed: null, mailboxHash: null, mailboxToldBy: null }
    : keptAddress(deps, { wrappedKey, email, issuer });

const personOf = (of: { personId: string } | { subject: string }, ids: NewIds): string =>
  'personId' in of ? of.personId : idOf(of.subject, ids);

function idOf(subject: string, ids: NewIds): string {
  const id = ids.get(subject);
  if (id === undefined) throw new Error('A new member has no id.');
  return id;
}

/** The sealed address can't be compared, so it is opened; whoever has no key has none to compare. */
export const openKnown = (
  deps: Deps,
  row: { personId: string; displayName: string; erased: boolean } & {
    emailSealed: string | null;
    wrappedKey: string | null;
  },
): KnownPerson => ({
  personId: row.personId,
  displayName: row.displayName,
  erased: row.erased,
  email:
    row.emailSealed === null || row.wrappedKey === null
      ? null
      : deps.vault.open(row.wrappedKey, row.emailSealed),
});
