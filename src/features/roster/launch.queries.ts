import { eq, sql, type Placeholder, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../../infra/db.ts';
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
  appointed: z.array(z.enum(ROLES)),
  school: z.object({ timeZone: z.string(), synthetic: z.boolean() }),
});
export type Visitor = z.output<typeof Visitor>;

/**
 * The visitor as an SQL expression, for a feature's own query to read along. Only a certain identity opens a door; a
 * login name finds somebody only whom statements told of by it and who never launched.
 */
export const visitorExpression = (given: {
  schoolId: Placeholder;
  actorKey: Placeholder;
  usernameKey: Placeholder;
  courseId: SQL;
}): SQL => sql`(
  select jsonb_build_object(
    'person', case when p.id is null then null else jsonb_build_object(
      'personId', p.id, 'displayName', p.display_name, 'emailSealed', p.email_sealed, 'wrappedKey', k.wrapped_key,
      'locale', p.locale, 'privacyVersion', p.privacy_version,
      'erased', p.erased_at is not null, 'launched', own.person_id is not null) end,
    'course', case when c.id is null then null else
      jsonb_build_object('title', c.title, 'activityIds', c.activity_ids) end,
    'membership', case when m.role is null then null else jsonb_build_object(
      'role', m.role, 'active', m.active, 'groups', m.groups, 'launched', m.last_launch_at is not null) end,
    'appointed', (
      select coalesce(jsonb_agg(distinct a.role), '[]') from appointments a
      where a.school_id = s.id and a.person_id = p.id and a.ended_at is null
        and (a.course_id is null or a.course_id = c.id)),
    'school', jsonb_build_object('timeZone', s.time_zone, 'synthetic', s.synthetic))
  from schools s
  left join identities own
    on own.school_id = s.id and own.actor_key = ${given.actorKey} and own.confidence = 'certain'
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

/** Writes what the platform itself says of somebody; a login name that happened to equal it gives way. No row: somebody certain has it. */
export const putOwnIdentity = (tx: Database, own: typeof identities.$inferInsert) =>
  tx
    .insert(identities)
    .values(own)
    .onConflictDoUpdate({
      target: [identities.schoolId, identities.actorKey],
      set: { personId: own.personId, method: own.method, confidence: own.confidence },
      setWhere: eq(identities.confidence, 'likely'),
    })
    .returning({ personId: identities.personId });
