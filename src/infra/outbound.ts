import { lookup } from 'node:dns';
import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
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
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv6');
}

/** Canvas and some Moodle sites refuse requests without one. */
const USER_AGENT = 'Waymark/0.1 (LTI 1.3 tool)';

/**
 * The one fetch out of the house: time-out, size cap, no redirects, https, private addresses refused unless allowed. The
 * address is judged where the connection is made, so a name can't answer differently between check and use.
 */
export function createOutbound(allowedPrivateHosts: string[]): Outbound {
  return async ({ url, method = 'GET', headers = {}, body, timeoutMs = 8000, maxBytes = 1_000_000 }) => {
    const target = new URL(url);
    const { host } = target;
    const allowed = allowedPrivateHosts.includes(target.hostname) || allowedPrivateHosts.includes(host);
    if (!allowed) refuseByAddress(target);
    try {
      const answer = await connect(
        target,
        {
          method,
          headers: {
            'user-agent': USER_AGENT,
            ...headers,
            ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
          },
          signal: AbortSignal.timeout(timeoutMs),
          ...(allowed ? {} : { lookup: lookupPublic }),
        },
        body,
      );
      const status = answer.statusCode ?? 0;
      if (status >= 300 && status < 400) {
        answer.destroy();
        throw new WaymarkError('outbound.redirect', 502, { host });
      }
      return { status, headers: readHeaders(answer), text: await readCapped(answer, maxBytes, host) };
    } catch (error) {
      if (error instanceof WaymarkError) throw error;
      const refused = error instanceof Error && error.message === PRIVATE_ADDRESS;
      throw new WaymarkError(refused ? 'outbound.refused' : 'outbound.unreachable', 502, { host });
    }
  };
}

const PRIVATE_ADDRESS = 'private address';

function connect(target: URL, options: RequestOptions, body: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = (target.protocol === 'https:' ? https : http).request(target, options, resolve);
    request.once('error', reject);
    request.end(body);
  });
}

/** Resolves as usual, and fails where any of the answers is private. */
const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const [first] = addresses;
    if (!first || addresses.some(({ address }) => isPrivate(address)))
      return callback(new Error(PRIVATE_ADDRESS), '', 0);
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
  });
};

/** Of a host given by number no name is looked up. */
function refuseByAddress(target: URL): void {
  const host = target.hostname.replace(/^\[|\]$/g, '');
  if (target.protocol !== 'https:' || (isIP(host) !== 0 && isPrivate(host)))
    throw new WaymarkError('outbound.refused', 502, { host: target.host });
}

function isPrivate(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return PRIVATE.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

function readHeaders(answer: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  return headers;
}

async function readCapped(answer: IncomingMessage, maxBytes: number, host: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new WaymarkError('outbound.tooLarge', 502, { host });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
