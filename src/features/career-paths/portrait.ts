import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { PortraitEvent, PortraitSource } from '../career/index.ts';

const Row = z.object({
  at: z.coerce.date(),
  event: z.enum(['made', 'done']),
  title: z.object({ 'zh-CN': z.string(), en: z.string() }),
});

/** Paths that were made and what was done of them, on the career portrait (R076). */
export const pathsPortraitSource = ({ db }: Pick<Deps, 'db'>): PortraitSource => ({
  id: 'careerPaths',
  async selectEvents({ schoolId, personId }, limit): Promise<PortraitEvent[]> {
    const rows = await selectRows(
      db,
      Row,
      sql`select e.at::text as at, e.event, e.title from (
            select p.made_at as at, 'made' as event, o.title from career_paths p
            join occupations o on o.school_id = p.school_id and o.id = p.occupation_id
            where p.school_id = ${schoolId}::uuid and p.person_id = ${personId}::uuid
            union all
            select i.done_on::timestamptz, 'done', i.title from career_paths p
            join career_path_items i on i.school_id = p.school_id and i.path_id = p.id
            where p.school_id = ${schoolId}::uuid and p.person_id = ${personId}::uuid and p.current
              and i.done_on is not null) e
          order by e.at desc limit ${limit}`,
    );
    return rows.map(({ at, event, title }) => ({
      at,
      chain: 'path',
      label: `careerPaths.portrait.${event}`,
      values: { title },
      href: '/career/path',
    }));
  },
});
