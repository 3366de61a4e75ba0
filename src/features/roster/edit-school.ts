import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { UNIQUE_VIOLATION, inTransaction, sqlState, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, conflict, notFound } from '../../infra/errors.ts';
import type { SignedIn } from './roster.guards.ts';
import type { TalentType, WarningClock } from './roster.schema.ts';
import { classes, colleges, majors, schools, terms } from './roster.tables.ts';
import { isTimeZone } from './school-time.rules.ts';

const FOREIGN_KEY_VIOLATION = '23503';

/** One part of a school's structure as its form sends it; `id` null: a new one. */
export type SchoolPart =
  | { part: 'college'; id: string | null; name: string }
  | { part: 'major'; id: string | null; name: string; collegeId: string; talentType: TalentType | null }
  | { part: 'class'; id: string | null; name: string; majorId: string; entryYear: number | null }
  | { part: 'term'; id: string | null; name: string; startsOn: string; endsOn: string };

const TABLES = { college: colleges, major: majors, class: classes, term: terms } as const;

export async function editSchool(
  deps: Deps,
  who: SignedIn,
  school: { name: string; timeZone: string; warningClock: WarningClock },
): Promise<void> {
  if (!isTimeZone(school.timeZone)) throw badRequest('unknownTimeZone', { timeZone: school.timeZone });
  await inTransaction(deps.db, async (tx) => {
    await tx.update(schools).set(school).where(eq(schools.id, who.schoolId));
    await audit(tx, deps, who, { action: 'school.edit', id: who.schoolId, detail: school });
  });
}

export async function saveSchoolPart(deps: Deps, who: SignedIn, wanted: SchoolPart): Promise<void> {
  if (wanted.part === 'term' && wanted.startsOn > wanted.endsOn) throw badRequest('termEndsEarly');
  const { part, id, ...values } = wanted;
  const table = TABLES[part];
  await inWords('partMissing', () =>
    inTransaction(deps.db, async (tx) => {
      if (id === null) {
        await tx.insert(table).values({ ...values, schoolId: who.schoolId, id: deps.newId() });
      } else {
        const changed = await tx
          .update(table)
          .set(values)
          .where(and(eq(table.schoolId, who.schoolId), eq(table.id, id)))
          .returning({ id: table.id });
        if (changed.length === 0) throw notFound();
      }
      await audit(tx, deps, who, { action: `school.${part}.save`, id: id ?? 'new', detail: values });
    }),
  );
}

/** Only what nothing hangs on can go. */
export async function deleteSchoolPart(
  deps: Deps,
  who: SignedIn,
  wanted: { part: SchoolPart['part']; id: string },
): Promise<void> {
  const table = TABLES[wanted.part];
  await inWords('stillUsed', () =>
    inTransaction(deps.db, async (tx) => {
      const gone = await tx
        .delete(table)
        .where(and(eq(table.schoolId, who.schoolId), eq(table.id, wanted.id)))
        .returning({ name: table.name });
      if (gone.length === 0) throw notFound();
      await audit(tx, deps, who, {
        action: `school.${wanted.part}.delete`,
        id: wanted.id,
        detail: { name: gone[0]?.name },
      });
    }),
  );
}

/** The database's refusal of a double or a broken reference, as an error of ours. */
async function inWords(brokenReference: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw conflict('nameTaken');
    if (sqlState(error) === FOREIGN_KEY_VIOLATION) throw conflict(brokenReference);
    throw error;
  }
}

const audit = (
  tx: Database,
  deps: Deps,
  who: SignedIn,
  entry: { action: string; id: string; detail: Record<string, unknown> },
) =>
  recordAudit(tx, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action: entry.action,
    subjectType: 'school',
    subjectId: entry.id,
    detail: entry.detail,
  });
