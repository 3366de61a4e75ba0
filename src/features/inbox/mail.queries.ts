import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import { LOCALES } from '../../infra/views.ts';
import { DEFAULT_POLICY, type MailPolicy } from './inbox.schema.ts';
import { mailPolicies, mailRefusals } from './inbox.tables.ts';

const time = (at: Date) => sql`${at.toISOString()}::timestamptz`;

/** Schools of real people in which somebody hasn't read what no e-mail told them. */
export const selectSchoolsToMail = async (db: Database): Promise<string[]> =>
  (
    await selectRows(
      db,
      z.object({ schoolId: z.string() }),
      sql`select s.id::text as "schoolId" from schools s where not s.synthetic and exists (
            select 1 from notices n where n.school_id = s.id and n.mail_id is null and n.read_at is null
              and n.done_at is null)
          order by s.id`,
    )
  ).map(({ schoolId }) => schoolId);

export async function getMailPolicy(db: Database, schoolId: string): Promise<MailPolicy> {
  const [row] = await db.select().from(mailPolicies).where(eq(mailPolicies.schoolId, schoolId));
  if (!row) return DEFAULT_POLICY;
  const { schoolId: _, ...policy } = row;
  return policy;
}

const Untold = z.object({
  id: z.string(),
  personId: z.string(),
  courseId: z.string().nullable(),
  kind: z.string(),
  urgent: z.boolean(),
  forDeputy: z.boolean(),
  createdAt: z.coerce.date(),
});
export type UntoldRow = z.output<typeof Untold>;

/** What nobody has read and no e-mail tells of, oldest first. */
export const selectUntold = (db: Database, key: { schoolId: string; since: Date }): Promise<UntoldRow[]> =>
  selectRows(
    db,
    Untold,
    sql`select n.id::text, n.person_id::text as "personId", n.course_id::text as "courseId", n.kind, n.urgent,
          n.for_deputy as "forDeputy", n.created_at as "createdAt"
        from notices n
        where n.school_id = ${key.schoolId}::uuid and n.mail_id is null and n.read_at is null
          and n.done_at is null and n.created_at >= ${time(key.since)}
        order by n.created_at, n.id limit 10000`,
  );

const Box = z.object({ personId: z.string(), refused: z.array(z.string()), mailsToday: z.number() });

/** Who of these can get e-mails, what they want none of, and how many they had since a moment. */
export const selectMailboxes = (
  db: Database,
  key: { schoolId: string; personIds: readonly string[]; since: Date },
): Promise<z.output<typeof Box>[]> =>
  selectRows(
    db,
    Box,
    sql`select p.id::text as "personId",
          array(select r.kind from mail_refusals r where r.school_id = p.school_id and r.person_id = p.id) as refused,
          (select count(*)::int from mails m where m.school_id = p.school_id and m.person_id = p.id
            and m.created_at >= ${time(key.since)} and m.state <> 'dropped') as "mailsToday"
        from people p
        where p.school_id = ${key.schoolId}::uuid and p.erased_at is null and p.email_sealed is not null
          and p.id in (select value::uuid from jsonb_array_elements_text(${asJson(key.personIds)}))`,
  );

const Claimed = z.object({
  schoolId: z.string(),
  mailId: z.string(),
  personId: z.string(),
  urgent: z.boolean(),
  attempts: z.number(),
});
export type ClaimedMail = z.output<typeof Claimed>;

/** Takes e-mails that are due, for as long as the lease: no other process sends them meanwhile. */
export const claimMails = (
  db: Database,
  { now, leaseUntil, limit }: { now: Date; leaseUntil: Date; limit: number },
): Promise<ClaimedMail[]> =>
  selectRows(
    db,
    Claimed,
    sql`update mails m set attempts = m.attempts + 1, next_attempt_at = ${time(leaseUntil)}
        from (select school_id, id from mails where state = 'waiting' and next_attempt_at <= ${time(now)}
          order by next_attempt_at, id limit ${limit} for update skip locked) due
        where m.school_id = due.school_id and m.id = due.id
        returning m.school_id::text as "schoolId", m.id::text as "mailId", m.person_id::text as "personId",
          m.urgent, m.attempts`,
  );

const Address = z.object({
  emailSealed: z.string().nullable(),
  locale: z.enum(LOCALES).nullable(),
  schoolName: z.string(),
  synthetic: z.boolean(),
});

/** Whom an e-mail goes to; no row where the person was erased. */
export const findAddress = async (db: Database, { schoolId, personId }: ClaimedMail) =>
  (
    await selectRows(
      db,
      Address,
      sql`select p.email_sealed as "emailSealed", p.locale, s.name as "schoolName", s.synthetic
          from people p join schools s on s.id = p.school_id
          where p.school_id = ${schoolId}::uuid and p.id = ${personId}::uuid and p.erased_at is null`,
    )
  )[0];

const Waiting = z.object({
  title: z.string().nullable(),
  activityIds: z.array(z.string()),
  kinds: z.array(z.string()),
  count: z.number(),
});

/** What an e-mail is about that still waits, by course. */
export const selectMailed = (db: Database, { schoolId, mailId }: ClaimedMail) =>
  selectRows(
    db,
    Waiting,
    sql`select c.title, coalesce(c.activity_ids, '[]'::jsonb) as "activityIds",
          array_agg(distinct n.kind) as kinds, count(*)::int as count
        from notices n left join courses c on c.school_id = n.school_id and c.id = n.course_id
        where n.school_id = ${schoolId}::uuid and n.mail_id = ${mailId}::uuid and n.done_at is null
          and n.read_at is null
        group by c.id, c.title, c.activity_ids order by c.title nulls last`,
  );

export const selectRefusals = async (
  db: Database,
  { schoolId, personId }: { schoolId: string; personId: string },
): Promise<string[]> =>
  (
    await db
      .select({ kind: mailRefusals.kind })
      .from(mailRefusals)
      .where(and(eq(mailRefusals.schoolId, schoolId), eq(mailRefusals.personId, personId)))
  ).map(({ kind }) => kind);

const MailCounts = z.object({ sent: z.number(), waiting: z.number(), dead: z.number() });

/** What became of a school's e-mails since a moment. */
export async function countMails(db: Database, key: { schoolId: string; since: Date }) {
  const [row] = await selectRows(
    db,
    MailCounts,
    sql`select count(*) filter (where state = 'sent')::int as sent,
          count(*) filter (where state = 'waiting')::int as waiting,
          count(*) filter (where state = 'dead')::int as dead
        from mails where school_id = ${key.schoolId}::uuid and created_at >= ${time(key.since)}`,
  );
  return row ?? { sent: 0, waiting: 0, dead: 0 };
}
