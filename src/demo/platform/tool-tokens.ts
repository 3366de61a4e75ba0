import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import type { PlatformTool } from './platform.schema.ts';

export type VerifyToolToken = (tool: PlatformTool, token: string) => Promise<JWTPayload>;

/**
 * Verifies what the tool signed with the key set at its address, which is kept and asked for anew when a token doesn't
 * fit it: so a tool may change its keys. No leeway for clocks. `reach` says where an address of the tool really is.
 */
export function createToolTokens(now: () => Date, reach: (address: string) => string): VerifyToolToken {
  const known = new Map<string, JSONWebKeySet>();
  async function fetchKeys({ jwksUrl }: PlatformTool): Promise<JSONWebKeySet> {
    const response = await fetch(reach(jwksUrl), { headers: { 'user-agent': 'Demo LMS' } });
    const keys = (await response.json()) as JSONWebKeySet;
    known.set(jwksUrl, keys);
    return keys;
  }
  async function verifyWith(keys: JSONWebKeySet, token: string): Promise<JWTPayload> {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      algorithms: ['RS256'],
      currentDate: now(),
      clockTolerance: 0,
      requiredClaims: ['iss', 'iat', 'exp'],
    });
    if ((payload.iat ?? 0) > Math.floor(now().getTime() / 1000))
      throw new errors.JWTClaimValidationFailed('issued in the future', payload, 'iat', 'check_failed');
    return payload;
  }
  return async (tool, token) => {
    const kept = known.get(tool.jwksUrl);
    if (kept) {
      try {
        return await verifyWith(kept, token);
      } catch {
        // The tool may have changed its keys.
      }
    }
    return verifyWith(await fetchKeys(tool), token);
  };
}
