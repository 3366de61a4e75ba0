import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { WaymarkError } from './errors.ts';

export interface OutboundRequest {
  url: string;
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  headers?: Record<string, string>;
  body?: string;
  timeoutMs?: number;
  maxBytes?: number;
}

export interface OutboundResponse {
  status: number;
  headers: Headers;
  text: string;
}

export type Outbound = (request: OutboundRequest) => Promise<OutboundResponse>;

const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv6');
}

/** The one fetch out of the house: time-out, size cap, no redirects, https, private addresses refused unless allowed. */
export function createOutbound(allowedPrivateHosts: string[]): Outbound {
  return async ({ url, method = 'GET', headers = {}, body, timeoutMs = 8000, maxBytes = 1_000_000 }) => {
    const target = new URL(url);
    const allowed =
      allowedPrivateHosts.includes(target.hostname) || allowedPrivateHosts.includes(target.host);
    if (!allowed) await refusePrivate(target);
    let response: Response;
    try {
      response = await fetch(target, {
        method,
        // Canvas and some Moodle sites refuse requests without a User-Agent.
        headers: { 'user-agent': 'Waymark', ...headers },
        ...(body === undefined ? {} : { body }),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch {
      throw new WaymarkError('outbound.unreachable', 502, { host: target.host });
    }
    if (response.status >= 300 && response.status < 400)
      throw new WaymarkError('outbound.redirect', 502, { host: target.host });
    return {
      status: response.status,
      headers: response.headers,
      text: await readCapped(response, maxBytes, target.host),
    };
  };
}

async function refusePrivate(target: URL): Promise<void> {
  const refuse = () => new WaymarkError('outbound.refused', 502, { host: target.host });
  if (target.protocol !== 'https:') throw refuse();
  const host = target.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [{ address: host }] : await lookup(host, { all: true }).catch(() => []);
  if (addresses.length === 0) throw new WaymarkError('outbound.unreachable', 502, { host: target.host });
  for (const { address } of addresses) {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    if (PRIVATE.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')) throw refuse();
  }
}

async function readCapped(response: Response, maxBytes: number, host: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > maxBytes) throw new WaymarkError('outbound.tooLarge', 502, { host });
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof WaymarkError) throw error;
    throw new WaymarkError('outbound.unreachable', 502, { host });
  }
  return Buffer.concat(chunks).toString('utf8');
}
