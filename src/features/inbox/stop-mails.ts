import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { sameSecret } from '../../infra/vault.ts';
import type { Database } from '../../infra/db.ts';
import { mailRefusals } from './inbox.tables.ts';

/** Whose e-mails of which kind. */
export interface MailStop {
  schoolId: string;
  personId: string;
  kind: string;
}

const Parts = z.tuple([z.uuid(), z.uuid(), z.string().min(1).max(100)]);

const sign = (deps: Pick<Deps, 'vault'>, claim: string) => deps.vault.fingerprint('stop-mails', claim);

/** A link that works without a login, for this person's e-mails only, and can't be guessed. */
export function stopUrl(deps: Pick<Deps, 'vault' | 'config'>, stop: MailStop): string {
  const claim = Buffer.from([stop.schoolId, stop.personId, stop.kind].join('/')).toString('base64url');
  return `${deps.config.publicUrl}/mail/stop/${claim}.${sign(deps, claim)}`;
}

/** null: not a link of ours. */
export function readStopToken(deps: Pick<Deps, 'vault'>, token: string): MailStop | null {
  const [claim = '', signature = ''] = token.split('.');
  if (!sameSecret(signature, sign(deps, claim))) return null;
  const parts = Parts.safeParse(Buffer.from(claim, 'base64url').toString().split('/'));
  if (!parts.success) return null;
  const [schoolId, personId, kind] = parts.data;
  return { schoolId, personId, kind };
}

/** Stopping twice is stopping. */
export async function stopMails(db: Database, deps: Pick<Deps, 'now'>, stop: MailStop): Promise<void> {
  await db
    .insert(mailRefusals)
    .values({ ...stop, refusedAt: deps.now() })
    .onConflictDoNothing();
}
