import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { FigureImport, type Figure } from './figure.schema.ts';

const FigureRow = z.object({
  source: z.string(),
  url: z.string().nullable(),
  day: z.string(),
  region: z.string(),
  openings: z.int().nullable(),
  payLow: z.int().nullable(),
  payMedian: z.int().nullable(),
  payHigh: z.int().nullable(),
});
const FIGURES_AT_MOST = 500;

/** What sources say of an occupation, oldest first; of many the newest. */
export const selectFigures = (
  db: Database,
  key: { schoolId: string; occupationId: string },
): Promise<Figure[]> =>
  selectRows(
    db,
    FigureRow,
    sql`select * from (
          select f.source, f.url, f.figure_date::text as day, f.region, f.openings::int, f.pay_low::int as "payLow",
            f.pay_median::int as "payMedian", f.pay_high::int as "payHigh"
          from occupation_figures f
          where f.school_id = ${key.schoolId}::uuid and f.occupation_id = ${key.occupationId}
          order by f.figure_date desc, f.source, f.region limit ${FIGURES_AT_MOST}) newest
        order by day, source, region`,
  );

/** The files a school took in, newest first. */
export const selectFigureImports = (db: Database, schoolId: string): Promise<FigureImport[]> =>
  selectRows(
    db,
    FigureImport,
    sql`select i.id::text, i.file_name as "fileName", i.figures::int, i.imported_at::text as "importedAt",
          p.display_name as "importedBy", i.undone_at::text as "undoneAt"
        from figure_imports i
        left join people p on p.school_id = i.school_id and p.id = i.imported_by
        where i.school_id = ${schoolId}::uuid order by i.imported_at desc, i.id desc limit 50`,
  );

const Named = z.object({
  id: z.string(),
  code: z.string().nullable(),
  title: z.object({ 'zh-CN': z.string(), en: z.string() }),
});

/** Posts that are offered, as files may name them. */
export const selectNamed = (db: Database, schoolId: string): Promise<z.infer<typeof Named>[]> =>
  selectRows(
    db,
    Named,
    sql`select o.id, o.code, o.title from occupations o
        where o.school_id = ${schoolId}::uuid and o.retired_at is null order by o.id collate "C"`,
  );
