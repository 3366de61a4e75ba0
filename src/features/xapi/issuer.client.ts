import { z } from 'zod';
import { badRequest } from '../../infra/errors.ts';
import type { Outbound } from '../../infra/outbound.ts';

const Configuration = z.looseObject({ issuer: z.string(), jwks_uri: z.url() });
const KeySet = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });

/**
 * The address of an issuer's key set, by OpenID Connect Discovery; its keys are read once to be sure of it.
 *
 * @throws WaymarkError when it can't be reached, is another issuer than it was asked as, or shows no keys
 */
export async function discoverKeySet(outbound: Outbound, issuer: string): Promise<string> {
  const found = await readJson(
    outbound,
    `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    Configuration,
  );
  if (!found) throw badRequest('xapi.issuerUnreadable');
  if (found.issuer !== issuer) throw badRequest('xapi.issuerDiffers', { found: found.issuer.slice(0, 200) });
  if (!(await readJson(outbound, found.jwks_uri, KeySet))) throw badRequest('xapi.issuerWithoutKeys');
  return found.jwks_uri;
}

/** Null when the answer isn't what was asked for. */
async function readJson<S extends z.ZodType>(
  outbound: Outbound,
  url: string,
  schema: S,
): Promise<z.output<S> | null> {
  const answer = await outbound({ url, headers: { accept: 'application/json' }, maxBytes: 200_000 });
  if (answer.status !== 200) return null;
  try {
    return schema.safeParse(JSON.parse(answer.text)).data ?? null;
  } catch {
    return null;
  }
}
