import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { sealForPerson } from './person-keys.ts';
import { memberships, people } from './roster.tables.ts';

interface CourseKey {
  schoolId: string;
  courseId: string;
}

/** What a school's own list says of one person; null or false: nothing. */
export interface ListedPerson {
  personId: string;
  classId: string | null;
  email: string | null;
  joins: boolean;
}

/** What a list changed, so that it can be taken back. */
export interface ListEffect {
  personId: string;
  /** Set where the class was changed. */
  classId: string | null;
  classBefore: string | null;
  gaveEmail: boolean;
  joined: boolean;
}

const Candidate = z.object({
  personId: z.string(),
  name: z.string(),
  identifiers: z.array(z.string()),
  classId: z.string().nullable(),
  hasEmail: z.boolean(),
  membership: z.enum(['learner', 'staff', 'left']).nullable(),
});

/** Everybody whom a list may mean: learners of the school and members of the course, with their numbers in the LMS. */
export const selectListCandidates = (db: Database, { schoolId, courseId }: CourseKey) =>
  selectRows(
    db,
    Candidate,
    sql`select p.id::text as "personId", p.display_name as name, p.class_id::text as "classId",
          p.email_sealed is not null as "hasEmail",
          coalesce((select jsonb_agg(distinct split_part(i.actor_key, '|', 3)) from identities i
            where i.school_id = p.school_id and i.person_id = p.id and i.actor_key like 'account|%'),
            '[]'::jsonb) as identifiers,
          (select case when not m.active then 'left' when m.role = 'learner' then 'learner' else 'staff' end
            from memberships m where m.school_id = p.school_id and m.person_id = p.id
            and m.course_id = ${courseId}::uuid) as membership
        from people p
        where p.school_id = ${schoolId}::uuid and p.erased_at is null and p.merged_into_id is null
          and exists (select 1 from memberships m where m.school_id = p.school_id and m.person_id = p.id
            and (m.role = 'learner' or m.course_id = ${courseId}::uuid))
        order by p.id`,
  );

/**
 * Takes a school's own list as one more source (docs/decisions/0009): it adds, and never takes away or contradicts what
 * the LMS says. Part of the importer's transaction.
 */
export async function takeClassList(
  tx: Database,
  deps: Deps,
  { schoolId, courseId }: CourseKey,
  listed: readonly ListedPerson[],
): Promise<ListEffect[]> {
  const effects: ListEffect[] = [];
  for (const { personId, classId, email, joins } of listed) {
    const isPerson = and(eq(people.schoolId, schoolId), eq(people.id, personId), isNull(people.erasedAt));
    const [before] = await tx
      .select({ classId: people.classId, emailSealed: people.emailSealed })
      .from(people)
      .where(isPerson)
      .for('update');
    if (!before) continue;
    const gaveEmail = email !== null && before.emailSealed === null;
    const changes = {
      ...(classId === null ? {} : { classId }),
      ...(gaveEmail ? { emailSealed: await sealForPerson(tx, deps, { schoolId, personId }, email) } : {}),
    };
    if (Object.keys(changes).length > 0) await tx.update(people).set(changes).where(isPerson);
    const joined = joins
      ? await tx
          .insert(memberships)
          .values({ schoolId, courseId, personId, role: 'learner', toldBy: 'roster', createdAt: deps.now() })
          .onConflictDoNothing()
          .returning({ personId: memberships.personId })
      : [];
    effects.push({ personId, classId, classBefore: before.classId, gaveEmail, joined: joined.length > 0 });
  }
  return effects;
}

/** Takes back what a list changed, where nobody changed it since; who came by themselves meanwhile stays. */
export async function revertClassList(
  tx: Database,
  { schoolId, courseId }: CourseKey,
  effects: readonly ListEffect[],
): Promise<void> {
  for (const { personId, classId, classBefore, gaveEmail, joined } of effects) {
    const isPerson = and(eq(people.schoolId, schoolId), eq(people.id, personId));
    if (classId !== null)
      await tx
        .update(people)
        .set({ classId: classBefore })
        .where(and(isPerson, eq(people.classId, classId)));
    // What the LMS tells of a mailbox since is marked as its own.
    if (gaveEmail)
      await tx
        .update(people)
        .set({ emailSealed: null })
        .where(and(isPerson, isNull(people.mailboxToldBy)));
    if (joined)
      await tx
        .delete(memberships)
        .where(
          and(
            eq(memberships.schoolId, schoolId),
            eq(memberships.courseId, courseId),
            eq(memberships.personId, personId),
            isNull(memberships.lastLaunchAt),
          ),
        );
  }
}
