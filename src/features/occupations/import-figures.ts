import { and, eq, isNull, sql } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { asJson, inTransaction, selectRows, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict, notFound } from '../../infra/errors.ts';
import { z } from 'zod';
import { toWallTime, type SignedIn } from '../roster/index.ts';
import { readFigureFile } from './figure-file.rules.ts';
import type { FigureFile } from './figure.schema.ts';
import { readOccupations } from './read-occupations.ts';
import { figureImports, occupationFigures } from './occupations.tables.ts';
import { selectNamed } from './figures.queries.ts';

export interface FigurePreview extends FigureFile {
  titles: Map<string, { 'zh-CN': string; en: string }>;
}

/** What a file would bring, and what is wrong with it; nothing is saved. */
export async function previewFigures(deps: Deps, who: SignedIn, text: string): Promise<FigurePreview> {
  return read(deps.db, deps, who, text);
}

async function read(db: Database, deps: Deps, who: SignedIn, text: string): Promise<FigurePreview> {
  const occupations = await selectNamed(db, who.schoolId);
  const { figureHeadings: headings } = await readOccupations();
  const today = toWallTime(deps.now(), who.timeZone).slice(0, 10);
  return {
    ...readFigureFile(text, { occupations, headings, today }),
    titles: new Map(occupations.map(({ id, title }) => [id, title])),
  };
}

/** Takes a file in, wholly or not at all; what an earlier file told already is left as it is. Returns how many were new. */
export async function importFigures(
  deps: Deps,
  who: SignedIn,
  file: { name: string; text: string },
): Promise<{ kind: 'saved'; added: number } | { kind: 'refused'; preview: FigurePreview }> {
  const { schoolId, personId } = who;
  return inTransaction(deps.db, async (tx) => {
    const preview = await read(tx, deps, who, file.text);
    if (preview.problems.length > 0 || preview.figures.length === 0) return { kind: 'refused', preview };
    const id = deps.newId();
    await tx.insert(figureImports).values({
      schoolId,
      id,
      fileName: file.name,
      figures: 0,
      importedBy: personId,
      importedAt: deps.now(),
    });
    const rows = preview.figures.map((figure) => ({ id: deps.newId(), ...figure }));
    const added = await selectRows(
      tx,
      z.object({ id: z.string() }),
      sql`insert into occupation_figures (school_id, id, import_id, occupation_id, source, url, figure_date, region,
            openings, pay_low, pay_median, pay_high)
          select ${schoolId}::uuid, id, ${id}::uuid, "occupationId", source, url, day, region, openings, "payLow",
            "payMedian", "payHigh"
          from jsonb_to_recordset(${asJson(rows)}) as r(id uuid, "occupationId" text, source text, url text, day date,
            region text, openings integer, "payLow" integer, "payMedian" integer, "payHigh" integer)
          on conflict do nothing returning id::text`,
    );
    await tx
      .update(figureImports)
      .set({ figures: added.length })
      .where(and(eq(figureImports.schoolId, schoolId), eq(figureImports.id, id)));
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: 'occupations.figures.import',
      subjectType: 'figure_import',
      subjectId: id,
      detail: { figures: added.length },
    });
    return { kind: 'saved', added: added.length };
  });
}

/** Takes back what a file brought. */
export async function undoImport(deps: Deps, who: SignedIn, importId: string): Promise<void> {
  const { schoolId, personId } = who;
  await inTransaction(deps.db, async (tx) => {
    const ofImport = and(eq(figureImports.schoolId, schoolId), eq(figureImports.id, importId));
    const [known] = await tx.select({ undoneAt: figureImports.undoneAt }).from(figureImports).where(ofImport);
    if (!known) throw notFound();
    const [undone] = await tx
      .update(figureImports)
      .set({ undoneAt: deps.now() })
      .where(and(ofImport, isNull(figureImports.undoneAt)))
      .returning({ id: figureImports.id });
    if (!undone) throw conflict('occupations.alreadyUndone');
    await tx
      .delete(occupationFigures)
      .where(and(eq(occupationFigures.schoolId, schoolId), eq(occupationFigures.importId, importId)));
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: 'occupations.figures.undo',
      subjectType: 'figure_import',
      subjectId: importId,
    });
  });
}
