import { sql } from 'drizzle-orm';
import { selectRows, type Database } from '../../infra/db.ts';
import { LawCase, Regulation, RegulationEvent } from './law.schema.ts';

/** A school's regulations: core before industry, the oldest first. */
export const selectRegulations = (db: Database, schoolId: string): Promise<Regulation[]> =>
  selectRows(
    db,
    Regulation,
    sql`select r.id, r.name, r.note, r.scope, r.effective_on::text as "effectiveOn", r.url,
          r.checked_on::text as "checkedOn", r.repealed_on::text as "repealedOn"
        from regulations r where r.school_id = ${schoolId}::uuid
        order by r.repealed_on is not null, r.scope, r.effective_on, r.id limit 500`,
  );

/** The cases that teach each regulation; `publishedOnly`: as learners have them. */
export const selectLawCases = (
  db: Database,
  key: { schoolId: string; publishedOnly: boolean },
): Promise<LawCase[]> =>
  selectRows(
    db,
    LawCase,
    sql`select k.regulation_id as "regulationId", r.id::text as "resourceId", r.title,
          r.published_version is not null as published,
          coalesce((select jsonb_agg(u.title order by u.position, u.id) from resource_units l
            join units u on u.school_id = l.school_id and u.id = l.unit_id
            where l.school_id = r.school_id and l.resource_id = r.id), '[]'::jsonb) as modules
        from resource_regulations k
        join library_resources r on r.school_id = k.school_id and r.id = k.resource_id
        where k.school_id = ${key.schoolId}::uuid and r.retired_at is null
          and (r.published_version is not null or not ${key.publishedOnly}::boolean)
        order by r.title, r.id limit 2000`,
  );

/** What became of a school's regulations, the newest first. */
export const selectRegulationEvents = (
  db: Database,
  key: { schoolId: string; limit: number },
): Promise<RegulationEvent[]> =>
  selectRows(
    db,
    RegulationEvent,
    sql`select e.regulation_id as "regulationId", r.name, e.at, p.display_name as "byName", e.step, e.words
        from regulation_events e
        join regulations r on r.school_id = e.school_id and r.id = e.regulation_id
        join people p on p.school_id = e.school_id and p.id = e.by_person_id
        where e.school_id = ${key.schoolId}::uuid order by e.at desc, e.id desc limit ${key.limit}`,
  );
