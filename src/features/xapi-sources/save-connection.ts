import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import {
  asksOtherwise,
  forwardSettingsOf,
  pullSettingsOf,
  type ConnectionForm,
} from './connection-form.rules.ts';
import {
  deleteConnectionRows,
  findConnection,
  getSettledPlace,
  insertConnection,
  selectTransfers,
  updateConnection,
  updateTransfer,
} from './connection.queries.ts';
import { PullSettings, type ConnectionKey } from './lrs.schema.ts';

interface By {
  schoolId: string;
  personId: string;
}

/** Statements are sent each minute: whoever reads there wants them soon, and nothing is sent when there is nothing. */
const FORWARD_MINUTES = 1;
const UNREAD = { readTo: null, pass: null };
const UNSENT = { after: null, cursor: null };
const beginNow = async (tx: Database, now: Date) => ({ after: now, cursor: await getSettledPlace(tx, now) });

/** @param form checked by `checkConnectionForm` */
export async function createConnection(
  deps: Deps,
  { schoolId, personId }: By,
  { form, sinceAt }: { form: ConnectionForm; sinceAt: Date | null },
): Promise<ConnectionKey> {
  const connectionId = deps.newId();
  const now = deps.now();
  const key = { schoolId, connectionId };
  await inTransaction(deps.db, async (tx) => {
    const { label, endpoint, version } = form;
    const sealedSecret = deps.vault.sealWithMaster(form.secret);
    await insertConnection(
      tx,
      { schoolId, id: connectionId, label, endpoint, key: form.key, sealedSecret, version, createdAt: now },
      [
        {
          ...key,
          direction: 'pull',
          active: form.pulls,
          everyMinutes: form.everyMinutes,
          settings: pullSettingsOf(form, sinceAt),
          progress: UNREAD,
          nextAt: now,
        },
        {
          ...key,
          direction: 'forward',
          active: form.forwards,
          everyMinutes: FORWARD_MINUTES,
          settings: forwardSettingsOf(form),
          progress: form.backlog ? UNSENT : await beginNow(tx, now),
          nextAt: now,
        },
      ],
    );
    await note(tx, deps, { schoolId, personId }, connectionId, 'connected', { label, endpoint });
  });
  return key;
}

/** Changes a connection. What was read so far counts on, unless something else is asked for now. */
export async function changeConnection(
  deps: Deps,
  by: By,
  { connectionId, form, sinceAt }: { connectionId: string; form: ConnectionForm; sinceAt: Date | null },
): Promise<void> {
  const key = { schoolId: by.schoolId, connectionId };
  await inTransaction(deps.db, async (tx) => {
    const saved = await findConnection(tx, key);
    if (!saved) throw notFound('lrs.notFound');
    const { label, endpoint, version } = form;
    await updateConnection(tx, key, {
      label,
      endpoint,
      key: form.key,
      version,
      ...(form.secret !== '' && { sealedSecret: deps.vault.sealWithMaster(form.secret) }),
    });
    const nextAt = deps.now();
    for (const transfer of await selectTransfers(tx, by.schoolId)) {
      if (transfer.connectionId !== connectionId) continue;
      if (transfer.direction === 'pull') {
        const settings = pullSettingsOf(form, sinceAt);
        const before = { endpoint: saved.endpoint, settings: PullSettings.parse(transfer.settings) };
        await updateTransfer(
          tx,
          { ...key, direction: 'pull' },
          {
            active: form.pulls,
            everyMinutes: form.everyMinutes,
            settings,
            nextAt,
            ...(asksOtherwise(before, { endpoint, settings }) && { progress: UNREAD }),
          },
        );
      } else {
        // Switched on for the first time: from now on, not from when the LRS was connected.
        const begins = form.forwards && !transfer.active && transfer.looked === 0;
        await updateTransfer(
          tx,
          { ...key, direction: 'forward' },
          {
            active: form.forwards,
            everyMinutes: FORWARD_MINUTES,
            settings: forwardSettingsOf(form),
            nextAt,
            ...(form.backlog ? { progress: UNSENT } : begins && { progress: await beginNow(tx, nextAt) }),
          },
        );
      }
    }
    await note(tx, deps, by, connectionId, 'changed', { label, endpoint });
  });
}

/** What was pulled stays, and so does the name in it; secret, schedules and what was put aside go. */
export async function deleteConnection(deps: Deps, by: By & { connectionId: string }): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const saved = await findConnection(tx, by);
    if (!saved) throw notFound('lrs.notFound');
    await deleteConnectionRows(tx, by, deps.now());
    const { label, endpoint } = saved;
    await note(tx, deps, by, by.connectionId, 'deleted', { label, endpoint });
  });
}

const note = (
  tx: Database,
  deps: Deps,
  { schoolId, personId }: By,
  connectionId: string,
  what: 'connected' | 'changed' | 'deleted',
  detail: Record<string, string>,
): Promise<void> =>
  recordAudit(tx, deps, {
    schoolId,
    actorPersonId: personId,
    action: `lrs.${what}`,
    subjectType: 'lrs_connection',
    subjectId: connectionId,
    detail,
  });
