import { and, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { forbidden, notFound } from '../../infra/errors.ts';
import { appointableRoles, mayEndAppointment, type Scope } from './appointment.rules.ts';
import { selectStaff } from './people.queries.ts';
import type { SignedIn } from './roster.guards.ts';
import type { AppointedRole } from './roster.schema.ts';
import { appointments } from './roster.tables.ts';

export interface WantedAppointment {
  personId: string;
  role: AppointedRole;
  scope: Scope;
}

/** Gives somebody of the school's staff a role; giving it twice changes nothing. */
export async function appointPerson(deps: Deps, who: SignedIn, wanted: WantedAppointment): Promise<void> {
  const { schoolId } = who;
  if (!appointableRoles(who.roles, wanted.scope, who.courseId !== null).includes(wanted.role))
    throw forbidden('appointmentRefused');
  const courseId = wanted.scope === 'course' ? who.courseId : null;
  await inTransaction(deps.db, async (tx) => {
    const [person] = await selectStaff(tx, { schoolId, personId: wanted.personId, limit: 1 });
    if (!person) throw notFound('personNotStaff');
    const inForce = await tx
      .select({ id: appointments.id })
      .from(appointments)
      .where(
        and(
          eq(appointments.schoolId, schoolId),
          eq(appointments.personId, wanted.personId),
          eq(appointments.role, wanted.role),
          courseId === null ? isNull(appointments.courseId) : eq(appointments.courseId, courseId),
          isNull(appointments.endedAt),
        ),
      );
    if (inForce.length > 0) return;
    await tx.insert(appointments).values({
      schoolId,
      id: deps.newId(),
      personId: wanted.personId,
      role: wanted.role,
      courseId,
      appointedBy: who.personId,
      appointedAt: deps.now(),
    });
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: who.personId,
      action: 'appointment.create',
      subjectType: 'person',
      subjectId: wanted.personId,
      detail: { role: wanted.role, courseId },
    });
  });
}

/** Takes effect at the person's next page, at the latest when their cookie is renewed. */
export async function endAppointment(deps: Deps, who: SignedIn, appointmentId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const key = and(eq(appointments.schoolId, who.schoolId), eq(appointments.id, appointmentId));
    const [appointment] = await tx.select().from(appointments).where(key).for('update');
    if (!appointment) throw notFound();
    if (!mayEndAppointment(who.roles, appointment, who.courseId)) throw forbidden('appointmentRefused');
    if (appointment.endedAt) return;
    await tx.update(appointments).set({ endedAt: deps.now() }).where(key);
    await recordAudit(tx, deps, {
      schoolId: who.schoolId,
      actorPersonId: who.personId,
      action: 'appointment.end',
      subjectType: 'person',
      subjectId: appointment.personId,
      detail: { role: appointment.role, courseId: appointment.courseId },
    });
  });
}
