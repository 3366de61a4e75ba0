import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { sameSecret } from '../../infra/vault.ts';

/** Lets the browser of one learner's session read one package's files until it expires; stands in their addresses. */
const ContentGrant = z.object({
  schoolId: z.uuid(),
  packageId: z.uuid(),
  sessionId: z.uuid(),
  expiresAt: z.coerce.date(),
  /** The sites that show our pages in a frame: they stand around the content, too. */
  embedOrigins: z.array(z.string()),
});
export type ContentGrant = z.infer<typeof ContentGrant>;

const PURPOSE = 'cmi5-content';

/** Signed instead of stored: a package of hundreds of files asks the database for none of them. */
export function writeGrant({ vault }: Pick<Deps, 'vault'>, grant: ContentGrant): string {
  const payload = Buffer.from(JSON.stringify(grant)).toString('base64url');
  return `${payload}.${vault.fingerprint(PURPOSE, payload)}`;
}

/** null: not of our making, or over. */
export function readGrant({ vault, now }: Pick<Deps, 'vault' | 'now'>, text: string): ContentGrant | null {
  const [payload = '', signature = ''] = text.split('.');
  if (!sameSecret(signature, vault.fingerprint(PURPOSE, payload))) return null;
  const grant = ContentGrant.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  return now() < grant.expiresAt ? grant : null;
}
