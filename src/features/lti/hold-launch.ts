import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { newToken, sha256 } from '../../infra/vault.ts';
import { findHeldLogin, holdLogin, type HeldLogin } from './held-login.queries.ts';
import type { CheckedLaunch } from './launch.schema.ts';
import { decideStore } from './login.rules.ts';
import { bindingKey } from './start-login.ts';
import type { HeldLaunch } from './without-cookies.schema.ts';

const Sealed = z.object({ token: z.string(), state: z.string() });

/**
 * Keeps a checked launch back whose login was bound to a store that only a script can read; null: its login has none.
 * Nothing is taken yet; the token itself stays here, sealed.
 */
export async function holdLaunch(
  deps: Deps,
  { registration }: CheckedLaunch,
  sent: { token: string; state: string },
): Promise<HeldLaunch | null> {
  const stateHash = sha256(sent.state);
  // Names its row, which is found by its primary key.
  const code = [registration.schoolId, stateHash, newToken()].join('.');
  const held = await holdLogin(
    deps.db,
    { schoolId: registration.schoolId, registrationId: registration.id, stateHash },
    { heldSealed: deps.vault.sealWithMaster(JSON.stringify(sent)), heldCodeHash: sha256(code) },
    deps.now(),
  );
  const store = held && decideStore(held, registration);
  return store && { kind: 'held', code, key: bindingKey(stateHash), store };
}

/** What was held under the code; reading it takes nothing. */
export async function readHeld(
  deps: Deps,
  code: string,
): Promise<(HeldLogin & z.output<typeof Sealed>) | null> {
  const [schoolId = '', stateHash = ''] = code.split('.');
  if (!z.uuid().safeParse(schoolId).success) return null;
  const held = await findHeldLogin(deps.db, { schoolId, stateHash, heldCodeHash: sha256(code) }, deps.now());
  return held && { ...held, ...Sealed.parse(JSON.parse(deps.vault.openWithMaster(held.heldSealed))) };
}
