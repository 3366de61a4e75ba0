import { and, eq, isNull } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, forbidden, notFound } from '../../infra/errors.ts';
import { fromWallTime, type SignedIn } from '../roster/index.ts';
import { delegableRoles, refuseDelegation } from './delegation.rules.ts';
import { selectDelegations, selectPossibleDeputies } from './delegations.queries.ts';
import { DELEGABLE_ROLES, type DelegableRole, type NoticeKind } from './inbox.schema.ts';
import { delegations } from './inbox.tables.ts';
import { notify, settleNotices } from './notify.ts';

/** Told to a deputy: whose duties they have, and until when. */
export const STAND_IN: NoticeKind = {
  name: 'delegation.given',
  roles: DELEGABLE_ROLES,
  urgent: false,
  forDeputy: false,
};

export interface DelegationWish {
  role: DelegableRole;
  deputyPersonId: string;
  /** First and last day, YYYY-MM-DD where the school is. */
  from: string;
  until: string;
}

/** Hands one's duties in the visit's course (without one: in the school) to a deputy for some days. */
export async function delegate(deps: Deps, who: SignedIn, wish: DelegationWish): Promise<void> {
  if (!delegableRoles(who.roles).includes(wish.role)) throw forbidden('roleMissing');
  const { schoolId, personId, courseId } = who;
  const { role, deputyPersonId } = wish;
  const startsAt = dayBegins(wish.from, who.timeZone);
  const endsAt = dayBegins(nextDay(wish.until), who.timeZone);
  const now = deps.now();
  await inTransaction(deps.db, async (tx) => {
    // Two at once would overlap unseen.
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`delegate:${schoolId}:${personId}`}, 0))`,
    );
    const known = await selectDelegations(tx, { schoolId, personId, now });
    const wanted = { personId, deputyPersonId, role, courseId, startsAt, endsAt };
    const deputies = await selectPossibleDeputies(tx, { schoolId, personId, courseId, role });
    const refusal = refuseDelegation(
      wanted,
      {
        own: known.filter((one) => one.personId === personId),
        deputies: deputies.map(({ id }) => id),
        takenOver: known.filter((one) => one.deputyPersonId === personId),
      },
      now,
    );
    if (refusal !== null) throw badRequest(`inbox.delegation.${refusal}`);
    const id = deps.newId();
    await tx.insert(delegations).values({ ...wanted, schoolId, id, createdAt: now });
    await notify(tx, deps, {
      schoolId,
      personId: deputyPersonId,
      kind: STAND_IN,
      key: `delegation:${id}`,
      subject: `delegation/${id}`,
      courseId,
      aboutPersonId: personId,
      link: '/inbox/away',
      values: { from: wish.from, until: wish.until },
      dueAt: null,
    });
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: 'delegation.create',
      subjectType: 'person',
      subjectId: personId,
      detail: { deputyPersonId, role, courseId, startsAt, endsAt },
    });
  });
}

/** Back earlier, or a deputy was named by mistake: by the absent, or by the deputy who can't. */
export async function endDelegation(deps: Deps, who: SignedIn, delegationId: string): Promise<void> {
  const { schoolId, personId } = who;
  await inTransaction(deps.db, async (tx) => {
    const key = and(eq(delegations.schoolId, schoolId), eq(delegations.id, delegationId));
    const [standing] = await tx
      .select()
      .from(delegations)
      .where(and(key, isNull(delegations.endedAt)))
      .for('update');
    if (!standing || (standing.personId !== personId && standing.deputyPersonId !== personId))
      throw notFound();
    await tx.update(delegations).set({ endedAt: deps.now() }).where(key);
    await settleNotices(tx, deps, { schoolId, subject: `delegation/${delegationId}` });
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: 'delegation.end',
      subjectType: 'person',
      subjectId: standing.personId,
      detail: { deputyPersonId: standing.deputyPersonId },
    });
  });
}

function dayBegins(day: string, timeZone: string): Date {
  const moment = fromWallTime(`${day}T00:00`, timeZone);
  if (moment === null) throw badRequest('inbox.delegation.noSuchDay');
  return moment;
}

const nextDay = (day: string): string =>
  new Date(new Date(`${day}T00:00Z`).getTime() + 86_400_000).toISOString().slice(0, 10);
