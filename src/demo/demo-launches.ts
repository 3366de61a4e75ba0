import { SignJWT, exportJWK, generateKeyPair, type JWK } from 'jose';
import { newToken } from '../infra/vault.ts';
import type { Locale } from '../infra/views.ts';
import { TOOL_MODULE, type DemoUser } from './demo-people.rules.ts';

export interface StartedLaunch {
  user: DemoUser;
  /** The LMS's language at that moment: its cookie doesn't come back from the tool's frame. */
  locale: Locale;
}

export interface DemoLaunches {
  /** Returns the lti_message_hint that stands for this launch. */
  start(launch: StartedLaunch): string;
  /** Once: a reload ends here, as it does in Moodle. */
  take(messageHint: unknown): StartedLaunch | null;
}

/** A started launch waits this long for the browser to come back from the tool. */
const LAUNCH_MS = 10 * 60_000;

export function createLaunches(now: () => Date): DemoLaunches {
  const started = new Map<string, StartedLaunch & { startedAtMs: number }>();
  return {
    start(launch) {
      const nowMs = now().getTime();
      for (const [id, { startedAtMs }] of started) if (nowMs - startedAtMs > LAUNCH_MS) started.delete(id);
      const launchid = `ltilaunch${TOOL_MODULE}_${newToken()}`;
      started.set(launchid, { ...launch, startedAtMs: nowMs });
      return JSON.stringify({ cmid: TOOL_MODULE, launchid });
    },
    take(messageHint) {
      const launchid = readLaunchId(messageHint);
      const launch = started.get(launchid);
      started.delete(launchid);
      return launch ?? null;
    },
  };
}

function readLaunchId(hint: unknown): string {
  try {
    const { launchid } = JSON.parse(String(hint)) as { launchid?: unknown };
    return typeof launchid === 'string' ? launchid : '';
  } catch {
    return '';
  }
}

export interface Signer {
  publicJwk: JWK;
  sign(claims: Record<string, unknown>): Promise<string>;
}

/** A key of this run's own; the tool asks for it when it sees the new kid. */
export async function createSigner(): Promise<Signer> {
  const kid = newToken().slice(0, 20);
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  return {
    publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' },
    sign: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid }).sign(privateKey),
  };
}
