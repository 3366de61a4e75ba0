import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { SignedIn } from '../roster/index.ts';
import { parseDefinition } from './definition.rules.ts';
import type { DefinitionProblem } from './definition.schema.ts';
import { selectVersions } from './instruments.queries.ts';
import { instrumentVersions } from './instruments.tables.ts';
import { hashOf, readInstruments } from './read-instruments.ts';

export type Published =
  | { kind: 'published'; instrumentId: string; version: number }
  | { kind: 'refused'; problems: DefinitionProblem[] };

/** Publishes a version of a school's own instrument: once, and never changed. Names what keeps a text from being one. */
export async function publishInstrument(deps: Deps, who: SignedIn, text: string): Promise<Published> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse('', 'notJson', error instanceof Error ? error.message : '');
  }
  const parsed = parseDefinition(value);
  if (parsed.kind === 'problems') return { kind: 'refused', problems: parsed.problems.slice(0, 100) };
  const { definition } = parsed;
  const { id: instrumentId, version } = definition;
  if ((await readInstruments()).some((shipped) => shipped.definition.id === instrumentId))
    return refuse('id', 'shipped', instrumentId);
  return inTransaction(deps.db, async (tx): Promise<Published> => {
    const { schoolId, personId } = who;
    const [newest] = await selectVersions(tx, { schoolId, instrumentId });
    const next = (newest?.definition.version ?? 0) + 1;
    if (version !== next) return refuse('version', 'notNext', String(next));
    const written = await tx
      .insert(instrumentVersions)
      .values({
        schoolId,
        instrumentId,
        version,
        definition,
        hash: hashOf(definition),
        publishedAt: deps.now(),
        publishedBy: personId,
      })
      .onConflictDoNothing()
      .returning({ version: instrumentVersions.version });
    if (written.length === 0) return refuse('version', 'notNext', String(next + 1));
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: 'instruments.publish',
      subjectType: 'instrument',
      subjectId: instrumentId,
      detail: { version },
    });
    return { kind: 'published', instrumentId, version };
  });
}

const refuse = (path: string, id: string, value: string): Published => ({
  kind: 'refused',
  problems: [{ path, id, value }],
});
