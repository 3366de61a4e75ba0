import { and, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, forbidden, notFound } from '../../infra/errors.ts';
import { newToken, sha256 } from '../../infra/vault.ts';
import type { SignedIn } from '../roster/index.ts';
import type { Audience } from './assignment.schema.ts';
import { selectNewestVersions } from './instruments.queries.ts';
import { instrumentAssignments, instrumentLinks } from './instruments.tables.ts';
import { LINK_DAYS } from './link.rules.ts';
import { findAssignment, selectClasses, selectLearnersOf } from './manage.queries.ts';
import { audiencesOf, seesAssignment } from './manage.rules.ts';

const DAY_MS = 86_400_000;

export interface Wish {
  instrumentId: string;
  audience: Audience;
  classId: string | null;
  entryYear: number | null;
  personId: string | null;
  /** How many links to make. */
  links: number;
  dueAt: Date | null;
}

/** Gives the newest version of an instrument to somebody; tokens of links are returned once, and only their hash kept. */
export async function assignInstrument(
  deps: Deps,
  who: SignedIn,
  wish: Wish,
): Promise<{ assignmentId: string; tokens: string[] }> {
  const { schoolId } = who;
  if (!audiencesOf(who).includes(wish.audience)) throw forbidden('roleMissing');
  const target = await findTarget(deps, who, wish);
  return inTransaction(deps.db, async (tx) => {
    const newest = await selectNewestVersions(tx, schoolId);
    const definition = newest.find((row) => row.definition.id === wish.instrumentId)?.definition;
    if (!definition) throw notFound();
    const id = deps.newId();
    const now = deps.now();
    await tx.insert(instrumentAssignments).values({
      schoolId,
      id,
      instrumentId: definition.id,
      version: definition.version,
      audience: wish.audience,
      ...target,
      assignedBy: who.personId,
      createdAt: now,
      dueAt: wish.dueAt,
    });
    const tokens = wish.audience === 'links' ? Array.from({ length: wish.links }, newToken) : [];
    const expiresAt = wish.dueAt ?? new Date(now.getTime() + LINK_DAYS * DAY_MS);
    if (tokens.length > 0)
      await tx.insert(instrumentLinks).values(
        tokens.map((token, index) => ({
          schoolId,
          id: deps.newId(),
          assignmentId: id,
          number: index + 1,
          tokenHash: sha256(token),
          expiresAt,
        })),
      );
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: who.personId,
      action: 'instruments.assign',
      subjectType: 'instrument_assignment',
      subjectId: id,
      detail: { instrumentId: definition.id, version: definition.version, audience: wish.audience },
    });
    return { assignmentId: id, tokens };
  });
}

/** Whom exactly, as far as it is of this school and, for a course, of this visit. */
async function findTarget(deps: Deps, who: SignedIn, wish: Wish) {
  const { schoolId, courseId } = who;
  const nobody = { courseId: null, classId: null, entryYear: null, personId: null };
  switch (wish.audience) {
    case 'links':
      if (wish.links < 1) throw badRequest('instruments.audienceMissing');
      return nobody;
    case 'course':
      return { ...nobody, courseId };
    case 'class': {
      const classes = await selectClasses(deps.db, schoolId);
      if (!classes.some(({ id }) => id === wish.classId)) throw badRequest('instruments.audienceMissing');
      return { ...nobody, classId: wish.classId };
    }
    case 'entry_year': {
      const classes = await selectClasses(deps.db, schoolId);
      if (!classes.some(({ entryYear }) => entryYear !== null && entryYear === wish.entryYear))
        throw badRequest('instruments.audienceMissing');
      return { ...nobody, entryYear: wish.entryYear };
    }
    case 'person': {
      const learners = courseId === null ? [] : await selectLearnersOf(deps.db, { schoolId, courseId });
      if (!learners.some(({ id }) => id === wish.personId)) throw badRequest('instruments.audienceMissing');
      return { ...nobody, courseId, personId: wish.personId };
    }
  }
}

/** Nobody begins any more; what was handed in stays. */
export async function closeAssignment(deps: Deps, who: SignedIn, assignmentId: string): Promise<void> {
  const { schoolId } = who;
  await inTransaction(deps.db, async (tx) => {
    const assignment = await findAssignment(tx, { schoolId, assignmentId });
    if (!assignment || !seesAssignment(who, assignment)) throw notFound();
    const closed = await tx
      .update(instrumentAssignments)
      .set({ closedAt: deps.now() })
      .where(
        and(
          eq(instrumentAssignments.schoolId, schoolId),
          eq(instrumentAssignments.id, assignmentId),
          isNull(instrumentAssignments.closedAt),
        ),
      )
      .returning({ id: instrumentAssignments.id });
    if (closed.length === 0) return;
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: who.personId,
      action: 'instruments.close',
      subjectType: 'instrument_assignment',
      subjectId: assignmentId,
    });
  });
}
