import { notInArray, sql, type Placeholder, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { LOCALES } from '../../infra/views.ts';
import { COURSE_ROLES, ROLES } from './roster.schema.ts';
import { identities } from './roster.tables.ts';

/** Everything known of whoever launches, of the course and of the school, as one JSON value. */
export const Visitor = z.object({
  person: z
    .object({
      personId: z.uuid(),
      displayName: z.string(),
      emailSealed: z.string().nullable(),
      wrappedKey: z.string().nullable(),
      mailboxHash: z.string().nullable(),
      locale: z.enum(LOCALES).nullable(),
      privacyVersion: z.string().nullable(),
      erased: z.boolean(),
      /** false: told of by statements under the login name, and never launched. */
      launched: z.boolean(),
    })
    .nullable(),
  course: z.object({ title: z.string(), activityIds: z.array(z.string()) }).nullable(),
  membership: z
    .object({
      role: z.enum(COURSE_ROLES),
      active: z.boolean(),
      groups: z.array(z.string()),
      launched: z.boolean(),
    })
    .nullable(),
  /** Of the names that the launch tells besides the subject, the identifiers that stand for somebody or are ignored. */
  takenKeys: z.array(z.string()),
  appointed: z.array(z.enum(ROLES)),
  school: z.object({ timeZone: z.string(), synthetic: z.boolean() }),
});
export type Visitor = z.output<typeof Visitor>;

/**
 * The visitor as an SQL expression, for a feature's own query to read along. Only what the platform said of its subject,
 * or statements of its account, opens a door: neither a likely name nor what staff attached or confirmed. A login name
 * finds somebody only whom statements told of by it and who never launched.
 */
export const visitorExpression = (given: {
  schoolId: Placeholder;
  actorKey: Placeholder;
  usernameKey: Placeholder;
  /** JSON array. */
  likelyKeys: Placeholder;
  courseId: SQL;
}): SQL => sql`(
  select jsonb_build_object(
    'person', case when p.id is null then null else jsonb_build_object(
      'personId', p.id, 'displayName', p.display_name, 'emailSealed', p.email_sealed, 'wrappedKey', k.wrapped_key,
      'mailboxHash', p.mailbox_hash, 'locale', p.locale, 'privacyVersion', p.privacy_version,
      'erased', p.erased_at is not null, 'launched', own.person_id is not null) end,
    'course', case when c.id is null then null else
      jsonb_build_object('title', c.title, 'activityIds', c.activity_ids) end,
    'membership', case when m.role is null then null else jsonb_build_object(
      'role', m.role, 'active', m.active, 'groups', m.groups, 'launched', m.last_launch_at is not null) end,
    'takenKeys', (
      select coalesce(jsonb_agg(n.value), '[]') from jsonb_array_elements_text(${given.likelyKeys}::jsonb) n(value)
      where exists (select 1 from identities i where i.school_id = s.id and i.actor_key = n.value)
        or exists (select 1 from ignored_actors g where g.school_id = s.id and g.actor_key = n.value)),
    'appointed', (
      select coalesce(jsonb_agg(distinct a.role), '[]') from appointments a
      where a.school_id = s.id and a.person_id = p.id and a.ended_at is null
        and (a.course_id is null or a.course_id = c.id)),
    'school', jsonb_build_object('timeZone', s.time_zone, 'synthetic', s.synthetic))
  from schools s
  left join identities own
    on own.school_id = s.id and own.actor_key = ${given.actorKey} and own.method in ('lti', 'statement')
  left join identities told
    on own.person_id is null and told.school_id = s.id and told.actor_key = ${given.usernameKey}
    and told.method = 'statement' and told.confidence = 'certain' and not exists (
      select 1 from identities l
      where l.school_id = s.id and l.person_id = told.person_id and l.method = 'lti')
  left join people p on p.school_id = s.id and p.id = coalesce(own.person_id, told.person_id)
  left join person_keys k on k.school_id = s.id and k.person_id = p.id
  left join courses c on c.school_id = s.id and c.id = ${given.courseId}
  left join memberships m on m.school_id = s.id and m.course_id = c.id and m.person_id = p.id
  where s.id = ${given.schoolId})`;

/**
 * Writes what the platform itself says of somebody; a login name that happened to equal it, or what staff made of it,
 * gives way. No row: somebody has it by the platform's word.
 */
export const putOwnIdentity = (tx: Database, own: typeof identities.$inferInsert) =>
  tx
    .insert(identities)
    .values(own)
    .onConflictDoUpdate({
      target: [identities.schoolId, identities.actorKey],
      set: { personId: own.personId, method: own.method, confidence: own.confidence, decidedBy: null },
      setWhere: notInArray(identities.method, ['lti', 'statement']),
    })
    .returning({ personId: identities.personId });

/**
 * Leaves word of those identifiers that give way (`putOwnIdentity`) although they were somebody's or ignored, in the same
 * statement: it sees what stood before.
 */
export const noteTakenOver = (
  deps: Pick<Deps, 'newId'>,
  schoolId: string,
  actorKeys: readonly string[],
): SQL => sql`
  insert into moved_actors (school_id, id, actor_key, from_person_id)
  select ${schoolId}::uuid, o.id, o."actorKey", i.person_id
  from jsonb_to_recordset(${asJson(actorKeys.map((actorKey) => ({ actorKey, id: deps.newId() })))})
    as o(id uuid, "actorKey" text)
  left join identities i on i.school_id = ${schoolId}::uuid and i.actor_key = o."actorKey"
  left join ignored_actors g on g.school_id = ${schoolId}::uuid and g.actor_key = o."actorKey"
  where i.actor_key is not null or g.actor_key is not null
  returning id`;
