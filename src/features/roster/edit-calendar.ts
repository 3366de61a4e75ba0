import { and, between, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest } from '../../infra/errors.ts';
import type { SignedIn } from './roster.guards.ts';
import { CALENDAR_DAY_KINDS } from './roster.schema.ts';
import { calendarDays } from './calendar.tables.ts';
import { daysBetween } from './school-day.rules.ts';

/** `ordinary`: the days are as in any week again. */
export const CalendarStretchBody = z.object({
  from: z.iso.date(),
  until: z.iso.date(),
  kind: z.enum([...CALENDAR_DAY_KINDS, 'ordinary']),
  name: z.string().trim().max(60).default(''),
});

/** The longest holidays are shorter. */
const DAYS_MAX = 100;

export async function saveCalendarDays(
  deps: Deps,
  who: SignedIn,
  { from, until, kind, name }: z.output<typeof CalendarStretchBody>,
): Promise<void> {
  const { schoolId } = who;
  if (until < from) throw badRequest('termEndsEarly');
  const days = daysBetween(from, until);
  if (days.length > DAYS_MAX) throw badRequest('calendarTooLong', { days: DAYS_MAX });
  await inTransaction(deps.db, async (tx) => {
    if (kind === 'ordinary')
      await tx
        .delete(calendarDays)
        .where(and(eq(calendarDays.schoolId, schoolId), between(calendarDays.day, from, until)));
    else
      await tx
        .insert(calendarDays)
        .values(days.map((day) => ({ schoolId, day, kind, name })))
        .onConflictDoUpdate({
          target: [calendarDays.schoolId, calendarDays.day],
          set: { kind: sql`excluded.kind`, name: sql`excluded.name` },
        });
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: who.personId,
      action: 'school.calendar.save',
      subjectType: 'school',
      subjectId: schoolId,
      detail: { from, until, kind },
    });
  });
}
