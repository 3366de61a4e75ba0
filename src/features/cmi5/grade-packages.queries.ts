import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { LINK_KIND } from './packages.queries.ts';

const Cell = z.object({
  courseId: z.string(),
  itemId: z.string(),
  packageId: z.string(),
  scoreMaximum: z.int(),
  personId: z.string(),
});

export type GradedCell = z.output<typeof Cell>;

/** Graded links that show packages, each with the active learners of its course who are registered in the package. */
export const selectGradedCells = (
  db: Database,
  given: { schoolId: string } & ({ courseId: string } | { packageId: string; personId: string }),
): Promise<GradedCell[]> =>
  selectRows(
    db,
    Cell,
    sql`select i.course_id::text as "courseId", i.id::text as "itemId", i.ref as "packageId",
          i.score_maximum as "scoreMaximum", r.person_id::text as "personId"
        from lti_items i
        join cmi5_registrations r on r.school_id = i.school_id and r.package_id::text = i.ref
        join memberships m on m.school_id = i.school_id and m.course_id = i.course_id
          and m.person_id = r.person_id and m.role = 'learner' and m.active
        where i.school_id = ${given.schoolId}::uuid and i.kind = ${LINK_KIND} and i.score_maximum is not null
          and ${
            'courseId' in given
              ? sql`i.course_id = ${given.courseId}::uuid`
              : sql`i.ref = ${given.packageId} and r.person_id = ${given.personId}::uuid`
          }`,
  );
