import { and, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import type { Registration } from '../lti/index.ts';
import { ltiRegistrations } from '../lti/lti.tables.ts';
import { lineItems } from './services.tables.ts';

export type LineItemRow = typeof lineItems.$inferSelect;

/** The columns that show these items, with the family of their platform. */
export const selectLineItemsOfItems = (
  db: Database,
  schoolId: string,
  itemIds: readonly string[],
): Promise<{ id: string; itemId: string; courseId: string; family: string }[]> =>
  db
    .select({
      id: lineItems.id,
      itemId: lineItems.itemId,
      courseId: lineItems.courseId,
      family: ltiRegistrations.family,
    })
    .from(lineItems)
    .innerJoin(
      ltiRegistrations,
      and(
        eq(ltiRegistrations.schoolId, lineItems.schoolId),
        eq(ltiRegistrations.id, lineItems.registrationId),
      ),
    )
    .where(and(eq(lineItems.schoolId, schoolId), inArray(lineItems.itemId, [...itemIds])));

export async function findRegistration(
  db: Database,
  key: { schoolId: string; registrationId: string },
): Promise<Registration | undefined> {
  const [row] = await db
    .select()
    .from(ltiRegistrations)
    .where(and(eq(ltiRegistrations.schoolId, key.schoolId), eq(ltiRegistrations.id, key.registrationId)));
  return row;
}

const ContextKey = {
  schoolId: z.uuid(),
  registrationId: z.uuid(),
  deploymentId: z.string(),
  contextId: z.string(),
  courseId: z.uuid(),
  lineItemsUrl: z.string().nullable(),
  agsScopes: z.array(z.string()),
};

/** A graded thing in a course whose column isn't known yet. */
const UnlinkedItem = z.object({
  ...ContextKey,
  itemId: z.uuid(),
  kind: z.string(),
  title: z.string(),
  scoreMaximum: z.number(),
  resourceLinkId: z.string(),
  /** The column that the platform tied to the link; null: it tied none. */
  lineItemUrl: z.string().nullable(),
});
export type UnlinkedItem = z.output<typeof UnlinkedItem>;

/**
 * Graded things that a launch showed and whose column isn't recorded: tied to the link by the platform, or not there.
 * Of one course, or of all schools (the job).
 */
export const selectUnlinkedItems = (
  db: Database,
  course: { schoolId: string; courseId: string } | null,
  scopes: readonly string[],
): Promise<UnlinkedItem[]> =>
  selectRows(
    db,
    UnlinkedItem,
    sql`select x.school_id as "schoolId", x.registration_id as "registrationId", x.deployment_id as "deploymentId",
        x.context_id as "contextId", x.course_id as "courseId", x.line_items_url as "lineItemsUrl",
        x.ags_scopes as "agsScopes", i.id as "itemId", i.kind, i.title, i.score_maximum as "scoreMaximum",
        l.resource_link_id as "resourceLinkId", l.line_item_url as "lineItemUrl"
      from lti_resource_links l
      join lti_items i on i.school_id = l.school_id and i.id = l.item_id and i.course_id = l.course_id
      join lti_contexts x on x.school_id = l.school_id and x.registration_id = l.registration_id
        and x.deployment_id = l.deployment_id and x.context_id = l.context_id
      join lti_registrations r on r.school_id = x.school_id and r.id = x.registration_id
      where i.score_maximum is not null and r.active and not r.pending
        ${course ? sql`and l.school_id = ${course.schoolId}::uuid and l.course_id = ${course.courseId}::uuid` : sql``}
        and case when l.line_item_url is null
          then x.line_items_url is not null and x.ags_scopes ?| array(select jsonb_array_elements_text(${asJson(scopes)}))
            and not exists (select 1 from line_items n
            where n.school_id = x.school_id and n.registration_id = x.registration_id
              and n.deployment_id = x.deployment_id and n.context_id = x.context_id and n.item_id = i.id)
          else not exists (select 1 from line_items n
            where n.school_id = x.school_id and n.registration_id = x.registration_id
              and n.url = l.line_item_url and n.item_id = i.id)
          end
      order by l.school_id, l.course_id, l.seen_at, l.resource_link_id
      limit 500`,
  );

/** Remembers a column; one known by its address shows what it shows now. */
export async function upsertLineItem(db: Database, row: LineItemRow): Promise<void> {
  const { itemId, label, scoreMaximum } = row;
  await db
    .insert(lineItems)
    .values(row)
    .onConflictDoUpdate({
      target: [lineItems.schoolId, lineItems.registrationId, lineItems.url],
      set: { itemId, label, scoreMaximum },
    });
}
