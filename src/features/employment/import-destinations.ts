import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { sealForPerson, type SignedIn } from '../roster/index.ts';
import { eq, and, inArray, isNull } from 'drizzle-orm';
import { matchRows, readDestinationFile, type ImportPreview } from './destination-file.rules.ts';
import { destinations, graduates } from './employment.tables.ts';
import { selectNamedLearners } from './graduates.queries.ts';
import { readWords } from './read-words.ts';
import { addGraduates, recordDestination } from './save-destination.ts';

/** What a file would do. Nothing is saved while there is a problem. */
export async function previewImport(deps: Deps, schoolId: string, text: string): Promise<ImportPreview> {
  const file = readDestinationFile(text, await readWords());
  const names = file.rows.map(({ person }) => person);
  const { matched, problems } = matchRows(file.rows, await selectNamedLearners(deps.db, schoolId, names));
  const personIds = matched.map(({ personId }) => personId);
  const standing =
    personIds.length === 0
      ? []
      : await deps.db
          .select({ personId: graduates.personId, destinationId: destinations.id })
          .from(graduates)
          .leftJoin(
            destinations,
            and(
              eq(destinations.schoolId, graduates.schoolId),
              eq(destinations.personId, graduates.personId),
              isNull(destinations.endedAt),
            ),
          )
          .where(and(eq(graduates.schoolId, schoolId), inArray(graduates.personId, personIds)));
  const known = new Map(standing.map(({ personId, destinationId }) => [personId, destinationId !== null]));
  const rows = matched.map((row) => ({
    ...row,
    isNew: !known.has(row.personId),
    isKnown: known.get(row.personId) ?? false,
  }));
  const undated = rows
    .filter(({ isNew, graduatedOn }) => isNew && graduatedOn === null)
    .map(({ line, person }) => ({ line, id: 'dayMissing', values: { person } }));
  const all = [...file.problems, ...problems, ...undated].sort((a, b) => a.line - b.line);
  return { rows, problems: all };
}

/** Takes a file over, wholly or not at all. */
export async function importDestinations(deps: Deps, who: SignedIn, text: string): Promise<ImportPreview> {
  const preview = await previewImport(deps, who.schoolId, text);
  if (preview.problems.length > 0) return preview;
  await inTransaction(deps.db, async (tx) => {
    const dated = preview.rows.flatMap(({ personId, graduatedOn }) =>
      graduatedOn === null ? [] : [{ personId, graduatedOn }],
    );
    await addGraduates(tx, deps, who, dated);
    for (const { personId, content, contact } of preview.rows) {
      await recordDestination(tx, deps, who, personId, content, 'import');
      if (contact === null) continue;
      const key = { schoolId: who.schoolId, personId };
      await tx
        .update(graduates)
        .set({ contactSealed: await sealForPerson(tx, deps, key, contact) })
        .where(and(eq(graduates.schoolId, key.schoolId), eq(graduates.personId, personId)));
    }
  });
  return preview;
}
