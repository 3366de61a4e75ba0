import { sql, type SQL } from 'drizzle-orm';
import { selectRows, type Database } from '../../infra/db.ts';
import {
  LibraryResource,
  ListedResource,
  PublishedResource,
  WaitingResource,
  type LibraryFilter,
} from './library.schema.ts';
import { ReviewRow, type ReviewSubject } from './resources.schema.ts';

export interface ResourceKey {
  schoolId: string;
  resourceId: string;
}
export const LIBRARY_PAGE = 20;

const headColumns = sql`r.id::text, r.title, r.summary, r.kind, r.talent_type as "talentType", r.origin,
  r.origin_evidence as "originEvidence", r.minutes, r.owner_person_id::text as "ownerPersonId",
  (select o.display_name from people o where o.school_id = r.school_id and o.id = r.owner_person_id) as "ownerName",
  r.checked_on::text as "checkedOn", r.check_months as "checkMonths", r.current_version as "currentVersion",
  r.published_version as "publishedVersion"`;
/** The newest word on each seat of the current version says whether it was given back. */
const stateColumn = sql`case when r.retired_at is not null then 'retired'
  when r.published_version = r.current_version then 'published'
  when v.submitted_at is null then 'draft'
  when exists (select 1 from content_reviews c where c.school_id = r.school_id and c.subject_id = r.id
    and c.version = r.current_version and c.verdict = 'returned' and not exists (select 1 from content_reviews n
      where n.school_id = c.school_id and n.subject_id = c.subject_id and n.version = c.version and n.seat = c.seat
        and (n.at, n.id) > (c.at, c.id))) then 'returned'
  else 'in_review' end`;
const currentVersion = sql`join resource_versions v on v.school_id = r.school_id and v.resource_id = r.id
  and v.version = r.current_version`;
const skillsColumn = sql`coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) order by s.id)
  from resource_skills k join skills s on s.school_id = k.school_id and s.id = k.skill_id
  where k.school_id = r.school_id and k.resource_id = r.id), '[]'::jsonb) as skills`;
const skillIdsColumn = sql`coalesce((select jsonb_agg(k.skill_id) from resource_skills k
  where k.school_id = r.school_id and k.resource_id = r.id), '[]'::jsonb) as "skillIds"`;
const isPublished = sql`r.published_version is not null and r.retired_at is null`;

/** What a `like` would take for a wildcard stands for itself. */
const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** One page of the library, newest first; `total` counts all that match. `publishedOnly`: as learners have it. */
export function selectLibrary(
  db: Database,
  key: { schoolId: string; publishedOnly: boolean },
  filter: LibraryFilter,
): Promise<ListedResource[]> {
  const wanted: SQL[] = [sql`r.school_id = ${key.schoolId}::uuid`];
  if (key.publishedOnly) wanted.push(isPublished);
  if (filter.q !== '')
    wanted.push(sql`(r.title ilike ${containing(filter.q)} or r.summary ilike ${containing(filter.q)})`);
  if (filter.kind) wanted.push(sql`r.kind = ${filter.kind}`);
  if (filter.type) wanted.push(sql`(r.talent_type = ${filter.type} or r.talent_type is null)`);
  if (filter.state) wanted.push(sql`${stateColumn} = ${filter.state}`);
  if (filter.skill)
    wanted.push(sql`exists (select 1 from resource_skills k where k.school_id = r.school_id
      and k.resource_id = r.id and k.skill_id = ${filter.skill})`);
  if (filter.unit)
    wanted.push(sql`exists (select 1 from resource_units u where u.school_id = r.school_id
      and u.resource_id = r.id and u.unit_id = ${filter.unit}::uuid)`);
  return selectRows(
    db,
    ListedResource,
    sql`select ${headColumns}, ${stateColumn} as state, ${skillsColumn},
          (select s.medium from resource_versions s where s.school_id = r.school_id and s.resource_id = r.id
            and s.version = coalesce(r.published_version, r.current_version)) as medium,
          (count(*) over ())::int as total
        from library_resources r ${currentVersion}
        where ${sql.join(wanted, sql` and `)}
        order by r.retired_at is not null, r.created_at desc, r.id desc
        limit ${LIBRARY_PAGE} offset ${(filter.page - 1) * LIBRARY_PAGE}`,
  );
}

export async function findLibraryResource(
  db: Database,
  key: ResourceKey,
): Promise<LibraryResource | undefined> {
  const nameOf = (column: SQL) =>
    sql`(select p.display_name from people p where p.school_id = o.school_id and p.id = ${column})`;
  const [found] = await selectRows(
    db,
    LibraryResource,
    sql`select ${headColumns}, ${stateColumn} as state, ${skillsColumn}, r.licence, r.practical, r.historical,
          r.published_at as "publishedAt",
          (select jsonb_agg(jsonb_build_object('version', o.version, 'medium', o.medium, 'url', o.url,
              'fileName', o.file_name, 'fileType', o.file_type, 'sizeBytes', o.size_bytes,
              'durationSeconds', o.duration_seconds, 'width', o.width, 'height', o.height,
              'measuredBy', o.measured_by, 'measuredByName', ${nameOf(sql`o.measured_by`)},
              'characters', o.characters, 'errors', o.errors, 'proofreadByName', ${nameOf(sql`o.proofread_by`)},
              'proofreadOn', o.proofread_on, 'submittedAt', o.submitted_at, 'createdBy', o.created_by,
              'createdByName', ${nameOf(sql`o.created_by`)}, 'createdAt', o.created_at) order by o.version desc)
            from resource_versions o where o.school_id = r.school_id and o.resource_id = r.id) as versions,
          coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'kind', t.kind, 'name', t.name,
              'issuer', t.issuer, 'level', t.level) order by t.kind, t.name)
            from resource_targets k join integration_targets t on t.school_id = k.school_id and t.id = k.target_id
            where k.school_id = r.school_id and k.resource_id = r.id), '[]'::jsonb) as targets,
          coalesce((select jsonb_agg(jsonb_build_object('id', u.id, 'title', u.title, 'courseId', c.id,
              'courseTitle', c.title, 'talentType', c.talent_type) order by c.title, u.position, u.id)
            from resource_units k join units u on u.school_id = k.school_id and u.id = k.unit_id
            join courses c on c.school_id = u.school_id and c.id = u.course_id
            where k.school_id = r.school_id and k.resource_id = r.id), '[]'::jsonb) as units,
          coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) order by g.effective_on, g.id)
            from resource_regulations k join regulations g on g.school_id = k.school_id and g.id = k.regulation_id
            where k.school_id = r.school_id and k.resource_id = r.id), '[]'::jsonb) as regulations
        from library_resources r ${currentVersion}
        where r.school_id = ${key.schoolId}::uuid and r.id = ${key.resourceId}::uuid`,
  );
  return found;
}

const reviewJson = sql`jsonb_build_object('seat', c.seat, 'personId', c.person_id, 'personName', p.display_name,
  'verdict', c.verdict, 'comment', c.comment, 'at', c.at)`;

/** All that was said of one version, oldest first. */
export const selectReviews = (
  db: Database,
  key: { schoolId: string; subject: ReviewSubject; subjectId: string; version: number },
): Promise<ReviewRow[]> =>
  selectRows(
    db,
    ReviewRow,
    sql`select c.seat, c.person_id::text as "personId", p.display_name as "personName", c.verdict, c.comment, c.at
        from content_reviews c join people p on p.school_id = c.school_id and p.id = c.person_id
        where c.school_id = ${key.schoolId}::uuid and c.subject = ${key.subject}
          and c.subject_id = ${key.subjectId}::uuid and c.version = ${key.version}
        order by c.at, c.id`,
  );

/** Resources whose current version was handed in and isn't published, longest waiting first. */
export const selectWaitingResources = (
  db: Database,
  key: { schoolId: string; limit: number },
): Promise<WaitingResource[]> =>
  selectRows(
    db,
    WaitingResource,
    sql`select r.id::text, r.title, r.kind, r.talent_type as "talentType", r.current_version as version,
          jsonb_build_array(r.owner_person_id, v.created_by) as authors, v.submitted_at as "submittedAt",
          coalesce((select jsonb_agg(${reviewJson} order by c.at, c.id) from content_reviews c
            join people p on p.school_id = c.school_id and p.id = c.person_id
            where c.school_id = r.school_id and c.subject = 'resource' and c.subject_id = r.id
              and c.version = r.current_version), '[]'::jsonb) as reviews
        from library_resources r ${currentVersion}
        where r.school_id = ${key.schoolId}::uuid and v.submitted_at is not null and r.retired_at is null
          and r.published_version is distinct from r.current_version
        order by v.submitted_at, r.id limit ${key.limit}`,
  );

/** Published resources that teach one of some skills. */
export const selectPublished = (
  db: Database,
  key: { schoolId: string; skillIds: readonly string[] },
): Promise<PublishedResource[]> =>
  selectRows(
    db,
    PublishedResource,
    sql`select r.id::text, r.title, r.kind, r.minutes, ${skillIdsColumn}
        from library_resources r
        where r.school_id = ${key.schoolId}::uuid and ${isPublished} and exists (select 1 from resource_skills k
          where k.school_id = r.school_id and k.resource_id = r.id and k.skill_id in
            (select value from jsonb_array_elements_text(${JSON.stringify(key.skillIds)}::jsonb)))
        order by r.id limit 200`,
  );
