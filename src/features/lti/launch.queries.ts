import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { prepareQuery, type Database } from '../../infra/db.ts';
import { Visitor, launchKeys, likelyKeys, visitorExpression } from '../roster/index.ts';
import type { Launch, Registration } from './launch.schema.ts';

/** What must fit a started login for it to be taken. */
export interface LoginKey {
  schoolId: string;
  registrationId: string;
  stateHash: string;
  nonceHash: string;
  bindingHash: string;
  targetLinkUri: string;
  /** As the token says it; the login may have hinted at none. */
  deploymentId: string;
}

const Item = z.object({
  id: z.uuid(),
  courseId: z.uuid(),
  kind: z.string(),
  ref: z.string(),
  title: z.string(),
  scoreMaximum: z.number().nullable(),
  createdBy: z.uuid(),
});
export type Item = z.output<typeof Item>;

/** The world as a launch finds it. */
const LaunchScene = z.object({
  /** The login was there, fitted, and is now gone. */
  taken: z.boolean(),
  deployment: z.object({ approved: z.boolean() }).nullable(),
  /** Of this registration. */
  deployments: z.number(),
  context: z
    .object({
      courseId: z.uuid(),
      lineItemsUrl: z.string().nullable(),
      agsScopes: z.array(z.string()),
      membershipsUrl: z.string().nullable(),
    })
    .nullable(),
  /** The course of the nearest context that this one was copied from. */
  ancestorCourseId: z.uuid().nullable(),
  link: z
    .object({ title: z.string().nullable(), itemId: z.uuid().nullable(), lineItemUrl: z.string().nullable() })
    .nullable(),
  /** What the link names: of this course or, in a copy, of the one before. */
  item: Item.nullable(),
  /** The same thing of this course, where the link names another course's. */
  ownItem: Item.nullable(),
  /** Whose submission is reviewed, where we know them. */
  reviewedPersonId: z.uuid().nullable(),
  visitor: Visitor,
});
export type LaunchScene = z.output<typeof LaunchScene>;

const at = sql.placeholder;

const itemExpression = (name: string) => {
  const i = sql.identifier(name);
  return sql`case when ${i}.id is null then null else jsonb_build_object('id', ${i}.id, 'courseId', ${i}.course_id,
    'kind', ${i}.kind, 'ref', ${i}.ref, 'title', ${i}.title, 'scoreMaximum', ${i}.score_maximum,
    'createdBy', ${i}.created_by) end`;
};

const selectScene = prepareQuery(
  'launch_scene',
  LaunchScene,
  () => sql`
    with taken as (
      delete from lti_logins t
      where t.school_id = ${at('schoolId')} and t.state_hash = ${at('stateHash')}
        and t.nonce_hash = ${at('nonceHash')} and t.binding_hash = ${at('bindingHash')}
        and t.registration_id = ${at('registrationId')} and t.target_link_uri = ${at('targetLinkUri')}
        and coalesce(t.deployment_hint = ${at('deploymentId')}, true) and t.expires_at > ${at('now')}
      returning state_hash)
    select
      exists (select from taken) as taken,
      case when d.deployment_id is null then null else
        jsonb_build_object('approved', d.approved_at is not null) end as deployment,
      (select count(*)::int from lti_deployments o
        where o.school_id = one.school_id and o.registration_id = ${at('registrationId')}) as deployments,
      case when x.course_id is null then null else jsonb_build_object('courseId', x.course_id,
        'lineItemsUrl', x.line_items_url, 'agsScopes', x.ags_scopes, 'membershipsUrl', x.memberships_url)
        end as context,
      (select a.course_id from lti_contexts a
        join jsonb_array_elements_text(${at('contextHistory')}::jsonb) with ordinality h (id, place)
          on a.context_id = h.id
        where a.school_id = one.school_id and a.registration_id = ${at('registrationId')}
        order by h.place limit 1) as "ancestorCourseId",
      case when l.resource_link_id is null then null else
        jsonb_build_object('title', l.title, 'itemId', l.item_id, 'lineItemUrl', l.line_item_url) end as link,
      ${itemExpression('i')} as item,
      ${itemExpression('own')} as "ownItem",
      (select r.person_id from identities r where r.school_id = one.school_id
        and r.actor_key = ${at('reviewedKey')} and r.method in ('lti', 'statement')) as "reviewedPersonId",
      ${visitorExpression({
        schoolId: at('schoolId'),
        actorKey: at('actorKey'),
        usernameKey: at('usernameKey'),
        likelyKeys: at('likelyKeys'),
        courseId: sql`x.course_id`,
      })} as visitor
    from (select ${at('schoolId')}::uuid as school_id) one
    left join lti_deployments d on d.school_id = one.school_id
      and d.registration_id = ${at('registrationId')} and d.deployment_id = ${at('deploymentId')}
    left join lti_contexts x on x.school_id = one.school_id and x.registration_id = ${at('registrationId')}
      and x.deployment_id = ${at('deploymentId')} and x.context_id = ${at('contextId')}
    left join lti_resource_links l on l.school_id = one.school_id and l.registration_id = ${at('registrationId')}
      and l.deployment_id = ${at('deploymentId')} and l.resource_link_id = ${at('linkId')}
    left join lti_items i on i.school_id = one.school_id and i.id = ${at('itemId')}
    left join lti_items own on own.school_id = i.school_id and own.course_id = x.course_id
      and own.kind = i.kind and own.ref = i.ref and own.id <> i.id`,
);

/**
 * Takes the started login, once, and reads all that the launch will need: one statement. Of many that ask at a time one
 * gets the row, and whoever doesn't fit burns nothing.
 */
export async function takeLoginAndLook(
  tx: Database,
  key: LoginKey,
  { registration, launch }: { registration: Registration; launch: Launch },
  now: Date,
): Promise<LaunchScene> {
  const { message } = launch;
  const [scene] = await selectScene(tx, {
    ...key,
    ...launchKeys(registration.issuer, launch.subject, launch.username),
    likelyKeys: JSON.stringify(likelyKeys(registration.issuer, launch)),
    now: now.toISOString(),
    contextId: launch.context?.id ?? null,
    contextHistory: JSON.stringify(launch.contextHistory),
    linkId: 'resourceLink' in message ? message.resourceLink.id : null,
    itemId: launch.itemId,
    reviewedKey:
      message.type === 'LtiSubmissionReviewRequest'
        ? launchKeys(registration.issuer, message.forUserId, null).actorKey
        : null,
  });
  if (!scene) throw new Error('A launch found no row to stand on.');
  return scene;
}
