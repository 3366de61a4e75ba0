import { and, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { TALENT_TYPES } from '../roster/index.ts';
import { people } from '../roster/roster.tables.ts';
import { cooperates } from './employers.queries.ts';
import type { Verification } from './employers.schema.ts';
import { employers } from './employers.tables.ts';
import type { OpenPosting } from './matching.schema.ts';
import { EDUCATIONS, POSTING_KINDS, POSTING_STATES, PURPOSES, WORK_VALUES } from './postings.schema.ts';
import type { PostingState, Purpose } from './postings.schema.ts';
import { postingReports, postings } from './postings.tables.ts';

const OpenRow = z.object({
  id: z.string(),
  employerId: z.string(),
  employerName: z.string(),
  cooperating: z.boolean(),
  title: z.string(),
  talentType: z.enum(TALENT_TYPES),
  region: z.string(),
  kind: z.enum(POSTING_KINDS),
  payMin: z.int().nullable(),
  payMax: z.int().nullable(),
  education: z.enum(EDUCATIONS).nullable(),
  startsOn: z.string().nullable(),
  certificates: z.array(z.string()),
  offers: z.array(z.enum(WORK_VALUES)),
  skills: z.array(z.object({ skillId: z.string(), level: z.int(), must: z.boolean() })),
  createdAt: z.number(),
});

/** Only what is shown: open, not expired, and of an employer that isn't suspended. */
const isShown = (today: string) =>
  sql`p.state = 'open' and p.purpose = 'opening' and p.expires_on >= ${today}::date and e.verification <> 'suspended'`;

/** All openings that students may see now; of one id, that one if it is among them. */
export const selectOpenPostings = (
  db: Database,
  wanted: { schoolId: string; today: string; postingId?: string },
): Promise<OpenPosting[]> =>
  selectRows(
    db,
    OpenRow,
    sql`select p.id::text, p.employer_id::text as "employerId", e.name as "employerName",
          ${cooperates(wanted.today)} as cooperating, p.title, p.talent_type as "talentType", p.region, p.kind,
          p.pay_min as "payMin", p.pay_max as "payMax", p.education, p.starts_on::text as "startsOn",
          p.certificates, p.offers, p.skills, (extract(epoch from p.created_at) * 1000)::float8 as "createdAt"
        from postings p join employers e on e.school_id = p.school_id and e.id = p.employer_id
        where p.school_id = ${wanted.schoolId}::uuid and ${isShown(wanted.today)}
          ${wanted.postingId === undefined ? sql`` : sql`and p.id = ${wanted.postingId}::uuid`}`,
  );

/** Changes whenever one of a school's openings, or what is told of its employer, does. */
export async function findPostingsVersion(db: Database, schoolId: string): Promise<string> {
  const [row] = await selectRows(
    db,
    z.object({ version: z.string() }),
    sql`select concat_ws(' ', p.version, e.version) as version
        from (select concat_ws(' ', count(*), count(*) filter (where state = 'open'), max(changed_at)) as version
          from postings where school_id = ${schoolId}::uuid) p,
        (select concat_ws(' ', count(*), count(*) filter (where verification = 'suspended'), max(changed_at)) as version
          from employers where school_id = ${schoolId}::uuid) e`,
  );
  return row?.version ?? '';
}

const PostingLine = z.object({
  id: z.string(),
  receipt: z.string(),
  purpose: z.enum(PURPOSES),
  title: z.string(),
  employerId: z.string(),
  employerName: z.string(),
  talentType: z.enum(TALENT_TYPES),
  wanted: z.int(),
  region: z.string(),
  state: z.enum(POSTING_STATES),
  expired: z.boolean(),
  expiresOn: z.string().nullable(),
  special: z.string(),
  skills: z.array(z.object({ skillId: z.string(), level: z.int(), must: z.boolean() })),
  reports: z.int(),
  /** Its candidates were released to the employer. */
  released: z.boolean(),
  createdAt: z.coerce.date(),
});
export type PostingLine = z.infer<typeof PostingLine>;

export interface PostingSearch {
  schoolId: string;
  today: string;
  purpose: Purpose | null;
  state: PostingState | null;
  employerId: string | null;
  search: string;
  limit: number;
  offset: number;
}

/** What was filed, by whom and where it stands; what waits for a person first, then the newest. */
export const selectPostingLines = (db: Database, wanted: PostingSearch): Promise<PostingLine[]> =>
  selectRows(
    db,
    PostingLine,
    sql`select p.id::text, p.receipt, p.purpose, p.title, p.employer_id::text as "employerId", e.name as "employerName",
          p.talent_type as "talentType", p.wanted, p.region, p.state, p.special, p.skills,
          coalesce(p.expires_on < ${wanted.today}::date, false) as expired, p.expires_on::text as "expiresOn",
          (select count(*)::int from posting_reports r where r.school_id = p.school_id and r.posting_id = p.id
            and r.settled_at is null) as reports,
          exists (select 1 from shortlists l where l.school_id = p.school_id and l.posting_id = p.id
            and l.released_at is not null) as released, p.created_at as "createdAt"
        from postings p join employers e on e.school_id = p.school_id and e.id = p.employer_id
        where p.school_id = ${wanted.schoolId}::uuid
          and (${wanted.purpose}::text is null or p.purpose = ${wanted.purpose})
          and (${wanted.state}::text is null or p.state = ${wanted.state})
          and (${wanted.employerId}::uuid is null or p.employer_id = ${wanted.employerId}::uuid)
          and (${wanted.search} = '' or position(lower(${wanted.search}) in lower(p.title || ' ' || e.name || ' '
            || p.region || ' ' || p.receipt)) > 0)
        order by (p.state = 'held') desc, reports desc, p.created_at desc, p.id
        limit ${wanted.limit} offset ${wanted.offset}`,
  );

export type PostingRow = typeof postings.$inferSelect & {
  employerName: string;
  verification: Verification;
  createdByName: string | null;
};

export async function findPosting(
  db: Database,
  key: { schoolId: string; postingId: string; employerId?: string },
): Promise<PostingRow | null> {
  const [row] = await db
    .select({
      posting: postings,
      employerName: employers.name,
      verification: employers.verification,
      createdByName: people.displayName,
    })
    .from(postings)
    .innerJoin(
      employers,
      and(eq(employers.schoolId, postings.schoolId), eq(employers.id, postings.employerId)),
    )
    .leftJoin(people, and(eq(people.schoolId, postings.schoolId), eq(people.id, postings.createdBy)))
    .where(
      and(
        eq(postings.schoolId, key.schoolId),
        eq(postings.id, key.postingId),
        key.employerId === undefined ? undefined : eq(postings.employerId, key.employerId),
      ),
    );
  return row
    ? {
        ...row.posting,
        employerName: row.employerName,
        verification: row.verification,
        createdByName: row.createdByName,
      }
    : null;
}

/** What students said is wrong with a posting, newest first; words are sealed with each reporter's key. */
export const selectReports = (db: Database, key: { schoolId: string; postingId: string }) =>
  db
    .select({
      personId: postingReports.personId,
      wordsSealed: postingReports.wordsSealed,
      createdAt: postingReports.createdAt,
      settledAt: postingReports.settledAt,
    })
    .from(postingReports)
    .where(and(eq(postingReports.schoolId, key.schoolId), eq(postingReports.postingId, key.postingId)))
    .orderBy(desc(postingReports.createdAt))
    .limit(100);
