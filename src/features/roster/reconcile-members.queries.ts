import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import { COURSE_ROLES } from './roster.schema.ts';

interface CourseKey {
  schoolId: string;
  courseId: string;
}

/** Two readings of one course follow each other. */
export async function takeCourseRosterLock(tx: Database, { schoolId, courseId }: CourseKey): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`roster:${schoolId}:${courseId}`}, 0))`,
  );
}

const PersonRow = z.object({
  subject: z.string(),
  byUsername: z.boolean(),
  personId: z.string(),
  displayName: z.string(),
  emailSealed: z.string().nullable(),
  wrappedKey: z.string().nullable(),
  erased: z.boolean(),
});
export type PersonRow = z.output<typeof PersonRow>;

/** Keys by which a told member's person is looked up, as at a launch. */
export interface MemberKeys {
  subject: string;
  actorKey: string;
  usernameKey: string | null;
}

/** Whom the told members may be, one row for each that may be somebody (`visitorExpression` asks the same of one). */
export const selectToldPeople = (
  db: Database,
  schoolId: string,
  keys: readonly MemberKeys[],
): Promise<PersonRow[]> =>
  selectRows(
    db,
    PersonRow,
    sql`select t.subject, own.person_id is null as "byUsername", p.id::text as "personId",
          p.display_name as "displayName", p.email_sealed as "emailSealed", k.wrapped_key as "wrappedKey",
          p.erased_at is not null as erased
        from jsonb_to_recordset(${asJson(keys)}) as t(subject text, "actorKey" text, "usernameKey" text)
        left join identities own on own.school_id = ${schoolId}::uuid and own.actor_key = t."actorKey"
          and own.method in ('lti', 'statement')
        left join identities told on own.person_id is null and told.school_id = ${schoolId}::uuid
          and told.actor_key = t."usernameKey" and told.method = 'statement' and told.confidence = 'certain'
          and not exists (select 1 from identities l where l.school_id = told.school_id
            and l.person_id = told.person_id and l.method = 'lti')
        join people p on p.school_id = ${schoolId}::uuid and p.id = coalesce(own.person_id, told.person_id)
        left join person_keys k on k.school_id = p.school_id and k.person_id = p.id`,
  );

/** Which of these identifiers stand for somebody already, or are ignored. */
export async function selectTakenKeys(
  db: Database,
  schoolId: string,
  actorKeys: readonly string[],
): Promise<string[]> {
  const rows = await selectRows(
    db,
    z.object({ actorKey: z.string() }),
    sql`select k.value as "actorKey" from jsonb_array_elements_text(${asJson(actorKeys)}) as k(value)
        where exists (select 1 from identities i where i.school_id = ${schoolId}::uuid and i.actor_key = k.value)
          or exists (select 1 from ignored_actors g where g.school_id = ${schoolId}::uuid and g.actor_key = k.value)`,
  );
  return rows.map(({ actorKey }) => actorKey);
}

const MembershipRow = z.object({
  personId: z.string(),
  role: z.enum(COURSE_ROLES),
  active: z.boolean(),
  toldBy: z.enum(['launch', 'roster']),
  groups: z.array(z.string()),
  lastLaunchAt: z.coerce.date().nullable(),
});

/** Everybody who is or was in the course, but for those who were erased. */
export const selectAllMemberships = (db: Database, { schoolId, courseId }: CourseKey) =>
  selectRows(
    db,
    MembershipRow,
    sql`select m.person_id::text as "personId", m.role, m.active, m.told_by as "toldBy", m.groups,
          m.last_launch_at as "lastLaunchAt"
        from memberships m
        join people p on p.school_id = m.school_id and p.id = m.person_id and p.erased_at is null
        where m.school_id = ${schoolId}::uuid and m.course_id = ${courseId}::uuid`,
  );
