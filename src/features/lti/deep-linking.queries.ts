import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { DeepLinking, Pick, PlacedItem, PlacedPick } from './deep-linking.schema.ts';
import { ltiDeepLinkings } from './login.tables.ts';
import { ltiItems, ltiRegistrations } from './lti.tables.ts';

interface VisitKey {
  schoolId: string;
  sessionId: string;
  courseId: string;
}

/** The picking that this visit was opened for; undefined: it was opened for something else. */
export async function findDeepLinking(db: Database, key: VisitKey): Promise<DeepLinking | undefined> {
  const [row] = await db
    .select({
      registration: {
        issuer: ltiRegistrations.issuer,
        clientId: ltiRegistrations.clientId,
        family: ltiRegistrations.family,
      },
      deploymentId: ltiDeepLinkings.deploymentId,
      settings: ltiDeepLinkings.settings,
      answeredAt: ltiDeepLinkings.answeredAt,
    })
    .from(ltiDeepLinkings)
    .innerJoin(
      ltiRegistrations,
      and(
        eq(ltiRegistrations.schoolId, ltiDeepLinkings.schoolId),
        eq(ltiRegistrations.id, ltiDeepLinkings.registrationId),
      ),
    )
    .where(isVisits(key));
  return row;
}

const isVisits = (key: VisitKey) =>
  and(
    eq(ltiDeepLinkings.schoolId, key.schoolId),
    eq(ltiDeepLinkings.sessionId, key.sessionId),
    eq(ltiDeepLinkings.courseId, key.courseId),
  );

/** Marks the picking as answered; false: it was before (double submit, page gone back to). */
export async function takeDeepLinking(tx: Database, key: VisitKey, now: Date): Promise<boolean> {
  const taken = await tx
    .update(ltiDeepLinkings)
    .set({ answeredAt: now })
    .where(and(isVisits(key), isNull(ltiDeepLinkings.answeredAt)))
    .returning({ sessionId: ltiDeepLinkings.sessionId });
  return taken.length > 0;
}

/** Takes the mark back, where nothing could be sent. */
export async function reopenDeepLinking(db: Database, key: VisitKey): Promise<void> {
  await db.update(ltiDeepLinkings).set({ answeredAt: null }).where(isVisits(key));
}

const PlacedRow = z.object({
  kind: z.string(),
  ref: z.string(),
  scoreMaximum: z.int().nullable(),
  createdAt: z.coerce.date(),
  linkTitles: z.array(z.string().nullable()),
});

export const selectPlacedItems = (
  db: Database,
  key: { schoolId: string; courseId: string },
): Promise<PlacedItem[]> =>
  selectRows(
    db,
    PlacedRow,
    sql`select i.kind, i.ref, i.score_maximum as "scoreMaximum", i.created_at as "createdAt",
          coalesce((select jsonb_agg(l.title order by l.seen_at) from lti_resource_links l
            where l.school_id = i.school_id and l.item_id = i.id), '[]'::jsonb) as "linkTitles"
        from lti_items i
        where i.school_id = ${key.schoolId}::uuid and i.course_id = ${key.courseId}::uuid`,
  );

/**
 * The course's items for these picks: a thing that was placed before keeps its id, so that its grades and links stay
 * together. A grade that an earlier link has isn't taken from it by a further link without one.
 */
export async function upsertItems(
  tx: Database,
  key: { schoolId: string; courseId: string },
  by: { personId: string; newId: () => string; now: Date },
  picks: readonly Pick[],
): Promise<PlacedPick[]> {
  if (picks.length === 0) return [];
  const { schoolId, courseId } = key;
  const rows = await tx
    .insert(ltiItems)
    .values(
      picks.map((pick) => ({
        ...pick,
        schoolId,
        courseId,
        id: by.newId(),
        createdBy: by.personId,
        createdAt: by.now,
      })),
    )
    .onConflictDoUpdate({
      target: [ltiItems.schoolId, ltiItems.courseId, ltiItems.kind, ltiItems.ref],
      set: {
        title: sql`excluded.title`,
        scoreMaximum: sql`coalesce(excluded.score_maximum, ${ltiItems.scoreMaximum})`,
      },
    })
    .returning({ id: ltiItems.id, kind: ltiItems.kind, ref: ltiItems.ref });
  return picks.map((pick) => {
    const row = rows.find(({ kind, ref }) => kind === pick.kind && ref === pick.ref);
    if (!row) throw new Error('An item was neither made nor found.');
    return { ...pick, itemId: row.id };
  });
}
