import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { prepareQuery } from '../../infra/db.ts';
import { LOCALES } from '../../infra/views.ts';
import { COURSE_ROLES, ROLES } from './roster.schema.ts';

const VisitStoreRow = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('web') }),
  z.object({ kind: z.literal('platform'), origin: z.string(), target: z.string() }),
]);

const Visit = z.object({
  role: z.enum(ROLES),
  courseId: z.uuid().nullable(),
  courseTitle: z.string().nullable(),
  personId: z.uuid(),
  displayName: z.string(),
  personLocale: z.enum(LOCALES).nullable(),
  privacyVersion: z.string().nullable(),
  locale: z.enum(LOCALES),
  embedOrigins: z.array(z.string()),
  landing: z.string().nullable(),
  store: VisitStoreRow.nullable(),
  timeZone: z.string(),
  synthetic: z.boolean(),
  /** The LMS's word on the course; empty for whoever is no member (any more). */
  told: z.array(z.enum(COURSE_ROLES)),
  appointed: z.array(z.enum(ROLES)),
});

const at = sql.placeholder;

/** All that a visit's claims are made of, as of now; no row when it ended, expired or its person was erased. */
export const selectVisit = prepareQuery(
  'visit',
  Visit,
  () => sql`
    select v.role, v.course_id as "courseId", c.title as "courseTitle", p.id as "personId",
      p.display_name as "displayName", p.locale as "personLocale", p.privacy_version as "privacyVersion", v.locale,
      v.embed_origins as "embedOrigins", v.landing, v.store, s.time_zone as "timeZone", s.synthetic,
      array(select m.role from memberships m where m.school_id = v.school_id and m.course_id = v.course_id
        and m.person_id = v.person_id and m.active) as told,
      array(select distinct a.role from appointments a where a.school_id = v.school_id and a.person_id = v.person_id
        and a.ended_at is null and (a.course_id is null or a.course_id = v.course_id)) as appointed
    from sessions v
    join schools s on s.id = v.school_id
    join people p on p.school_id = v.school_id and p.id = v.person_id and p.erased_at is null
    left join courses c on c.school_id = v.school_id and c.id = v.course_id
    where v.school_id = ${at('schoolId')} and v.id = ${at('sessionId')} and v.ended_at is null
      and v.expires_at > ${at('now')}`,
);
