import type { Database } from './db.ts';
import type { Deps } from './deps.ts';
import { auditEvents } from './infra.tables.ts';

export interface AuditEntry {
  schoolId: string;
  /** null: the system itself. */
  actorPersonId: string | null;
  action: string;
  subjectType: string;
  subjectId: string;
  detail?: Record<string, unknown>;
}

/** The entry as a write, for whoever makes several in one statement (`writeTogether`). */
export const auditWrite = (db: Database, deps: Pick<Deps, 'now' | 'newId'>, entry: AuditEntry) =>
  db
    .insert(auditEvents)
    .values({ ...entry, detail: entry.detail ?? {}, id: deps.newId(), at: deps.now() })
    .returning({ id: auditEvents.id });

/** Several at once, in one statement. */
export async function recordAudits(
  db: Database,
  deps: Pick<Deps, 'now' | 'newId'>,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await db
    .insert(auditEvents)
    .values(
      entries.map((entry) => ({ ...entry, detail: entry.detail ?? {}, id: deps.newId(), at: deps.now() })),
    );
}

/** Belongs in the transaction of what it records, so that neither stands without the other. */
export async function recordAudit(
  db: Database,
  deps: Pick<Deps, 'now' | 'newId'>,
  entry: AuditEntry,
): Promise<void> {
  await auditWrite(db, deps, entry);
}
