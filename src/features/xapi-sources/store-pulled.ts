import type { Deps } from '../../infra/deps.ts';
import {
  isSameStatement,
  selectStatementsByIds,
  storeStatements,
  type Statement,
  type StoringOutcome,
} from '../xapi/index.ts';
import { insertAuthorities } from './connection.queries.ts';
import { toOutgoing } from './forward.rules.ts';
import type { PutAsideReason } from './lrs.schema.ts';
import { fingerprintOf, groupForStoring, idOf, isFrom, nameAuthority } from './pulled-statement.rules.ts';
import type { PutAside } from './put-aside.queries.ts';
import type { PullRun } from './transfer.queries.ts';

type Origin = Pick<PullRun, 'schoolId' | 'connectionId' | 'label' | 'version'>;

export interface StoredPulled {
  storedCount: number;
  putAside: PutAside[];
}

/**
 * Stores what the store takes and hands back the rest with its reasons. What was stored before is recognised by its id,
 * so that a page may come any number of times.
 */
export async function storePulled(
  deps: Deps,
  origin: Origin,
  values: readonly unknown[],
): Promise<StoredPulled> {
  // By its id alone a repeated statement is known as such: without one it would be new each time.
  const nameless = values.filter((value) => idOf(value) === null);
  const groups = groupForStoring(values.filter((value) => idOf(value) !== null));
  await insertAuthorities(
    deps.db,
    origin,
    groups.map(({ voucher }) => voucher),
    deps.now(),
  );
  let storedCount = 0;
  const putAside = nameless.map((value) => setAside(value, { messageId: 'lrs.noId' }));
  for (const { voucher, statements } of groups) {
    const authority = nameAuthority({ ...origin, publicUrl: deps.config.publicUrl }, voucher);
    const source = { schoolId: origin.schoolId, credentialId: origin.connectionId, authority };
    const pending = [...statements];
    for (;;) {
      const outcome = await storeStatements(deps, source, pending);
      if (outcome.ok) {
        storedCount += outcome.storedCount;
        break;
      }
      const [refused] = pending.splice(outcome.index, 1);
      if (!(await isReturned(deps, origin, outcome, refused)))
        putAside.push(setAside(refused, reasonOf(outcome)));
    }
  }
  return { storedCount, putAside };
}

type Refusal = Exclude<StoringOutcome, { ok: true }>;

const setAside = (value: unknown, reason: Partial<PutAsideReason> & { messageId: string }): PutAside => ({
  fingerprint: fingerprintOf(value),
  reason: { replacements: {}, pointer: '', ...reason },
  content: JSON.stringify(value),
});

function reasonOf(refusal: Refusal): PutAsideReason {
  if (refusal.kind === 'conflict') return { messageId: 'lrs.conflict', replacements: {}, pointer: '/id' };
  const { messageId, replacements, pointer } = refusal.problem;
  return { messageId, replacements, pointer };
}

/** Ours, as we sent it there: an LRS of 1.0.3 can't hold all that a statement of 2.0.0 says. */
async function isReturned(deps: Deps, origin: Origin, refusal: Refusal, value: unknown): Promise<boolean> {
  if (refusal.kind !== 'conflict') return false;
  const [existing] = await selectStatementsByIds(deps.db, origin.schoolId, [refusal.id]);
  if (!existing || isFrom(existing.payload, origin.connectionId)) return false;
  // The store takes a statement for a conflict only when it is one.
  return isSameStatement(value as Statement, toOutgoing(existing.payload, origin.version));
}
