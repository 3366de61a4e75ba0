import express, { type Express, type Request, type Response } from 'express';
import type { AccessTokens } from './access-tokens.ts';
import type { Signer } from './signer.ts';
import type { PlatformState } from './platform-state.ts';
import type { FaceName } from './platform.schema.ts';
import type { VerifyToolToken } from './tool-tokens.ts';

/** What all parts of a running platform share. */
export interface Platform {
  face: FaceName;
  /** Origin its pages and services live at. */
  url: string;
  issuer: string;
  siteName: string;
  state: PlatformState;
  now: () => Date;
  signer: Signer;
  accessTokens: AccessTokens;
  verifyToolToken: VerifyToolToken;
}

/** A call from the tool, its body as it came. */
export interface ServiceCall {
  method: string;
  params: Record<string, string>;
  query: URLSearchParams;
  headers: Request['headers'];
  body: string;
}

export interface ServiceAnswer {
  status: number;
  type?: string;
  headers?: Record<string, string>;
  body?: string | object;
}

/** Thrown by a service; each face has words of its own for it. */
export class ServiceRefusal extends Error {
  readonly status: number;
  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
  }
}

export interface ServiceDoor {
  on(method: 'get' | 'post' | 'put' | 'delete', path: string, handle: ServiceHandler): void;
}
export type ServiceHandler = (call: ServiceCall) => Promise<ServiceAnswer> | ServiceAnswer;

/** Where the tool's own calls come in: each is kept for tests to read, and may be made to fail. */
export function openServiceDoor(
  app: Express,
  { state }: Platform,
  present: (call: ServiceCall, refusal: ServiceRefusal) => ServiceAnswer,
  before: (call: ServiceCall) => void = () => undefined,
): ServiceDoor {
  const readText = express.text({ type: () => true, limit: '2mb' });
  return {
    on(method, path, handle) {
      app[method](path, readText, async (req, res) => {
        const call = readCall(req);
        state.requests.push({
          method: req.method,
          path: req.originalUrl,
          headers: req.headers,
          body: call.body,
        });
        const failure = state.takeFailure(`${req.method} ${req.originalUrl}`);
        if (failure) return send(res, { ...failure, type: failure.headers?.['content-type'] ?? 'text/html' });
        try {
          before(call);
          send(res, await handle(call));
        } catch (error) {
          if (!(error instanceof ServiceRefusal)) throw error;
          send(res, present(call, error));
        }
      });
    },
  };
}

function readCall(req: Request): ServiceCall {
  const params = Object.fromEntries(Object.entries(req.params).map(([name, value]) => [name, String(value)]));
  return {
    method: req.method,
    params,
    query: new URL(req.originalUrl, 'http://platform.invalid').searchParams,
    headers: req.headers,
    body: typeof req.body === 'string' ? req.body : '',
  };
}

function send(res: Response, { status, type, headers = {}, body = '' }: ServiceAnswer): void {
  res.status(status).set(headers);
  const content = typeof body === 'string' ? body : JSON.stringify(body);
  if (type !== undefined) res.setHeader('content-type', type);
  // As bytes: with a text Node would write the headers in its encoding too.
  res.end(Buffer.from(content, 'utf8'));
}

/** The JSON object in a body; null when there is none. */
export function readJson(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** One page of a list and where the next begins; a limit of null means all. */
export function cut<T>(
  rows: readonly T[],
  from: number,
  limit: number | null,
): { page: T[]; next: number | null } {
  const end = limit === null ? rows.length : from + limit;
  return { page: rows.slice(from, end), next: end < rows.length ? end : null };
}

/** A whole number of a query; null when it isn't there. */
export function readCount(query: URLSearchParams, name: string): number | null {
  const value = query.get(name);
  return value !== null && /^\d+$/.test(value) ? Number(value) : null;
}
