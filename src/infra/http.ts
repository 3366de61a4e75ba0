import type { Request, Response, Router } from 'express';
import type { z } from 'zod';
import type { Deps } from './deps.ts';
import {
  addToQuery,
  contentSecurityPolicy,
  readCookies,
  requestIdOf,
  serializeCookie,
  type Cookie,
} from './edge.ts';
import { badRequest } from './errors.ts';
import type { KeptFile } from './files.ts';
import type { Logger } from './log.ts';
import { refuseOtherMethods } from './other-methods.ts';
import { READERS, readBytes, readUpload } from './read-body.ts';
import { sendChunks } from './send-chunks.ts';
import { sendKeptFile } from './send-kept-file.ts';
import type { Locale, Views } from './views.ts';

/** What every guard tells at least: how to address and embed the reader. */
export interface Caller {
  locale: Locale;
  timeZone: string;
  /** URL prefix of the pages this caller walks through, e.g. `/waymark/s/<id>`; redirects are relative to it. */
  base: string;
  /** Origins that may show these pages in a frame; `*` only for pages that hold nothing. */
  embedOrigins: string[];
  /** Of a body that is read as bytes; absent: the installation's. */
  maxBodyBytes?: number;
  /** Set with the answer, e.g. a renewed session. */
  cookies?: Cookie[];
  /** Where no cookie tells who comes: what a redirect to the next page has to carry for its reader to be known there. */
  onward?: () => Promise<Record<string, string>>;
}

/** Thrown by a guard: the caller must go there first. */
export class RedirectTo extends Error {
  readonly url: string;
  constructor(url: string) {
    super('redirect');
    this.url = url;
  }
}

/** Someone we know nothing about: public pages and errors. */
export const anonymous = (locale: Locale, base: string): Caller => ({
  locale,
  timeZone: 'UTC',
  base,
  embedOrigins: ['*'],
});

/** Identifies the caller or throws a WaymarkError. Lives in `*.guards.ts`. */
export type Guard<Who extends Caller> = (req: Request, deps: Deps) => Promise<Who> | Who;

export interface Ask<Who, P, Q, B> {
  who: Who;
  params: P;
  query: Q;
  body: B;
  headers: Request['headers'];
  cookies: Record<string, string>;
  /** Path below the mount, for marking the current tab. */
  path: string;
  requestId: string;
  log: Logger;
}

interface ReplyExtras {
  status?: number;
  cookies?: Cookie[];
  headers?: Record<string, string>;
}

export type Reply =
  | ({ kind: 'page'; view: string; page: object; layout?: 'frame' | 'bare' | 'fragment' } & ReplyExtras)
  | ({ kind: 'redirect'; to: string } & ReplyExtras)
  | ({ kind: 'json'; body: unknown } & ReplyExtras)
  | ({ kind: 'file'; name: string; type: string; content: string | Buffer } & ReplyExtras)
  | ({ kind: 'stream'; name: string; type: string; chunks: AsyncIterable<string | Buffer> } & ReplyExtras)
  | ({ kind: 'kept'; name: string; type: string; kept: KeptFile; shown: boolean } & ReplyExtras)
  | ({ kind: 'text'; type: string; content: string } & ReplyExtras)
  /** `type` stands in the answer exactly as given. */
  | ({ kind: 'bytes'; type: string; content: Buffer } & ReplyExtras);

export const page = (
  view: string,
  content: object,
  extras: ReplyExtras & { layout?: 'frame' | 'bare' | 'fragment' } = {},
): Reply => ({ kind: 'page', view, page: content, ...extras });
/** `to` starting with `/` is below the caller's base; an absolute URL leaves the tool. */
export const redirect = (to: string, extras: ReplyExtras = {}): Reply => ({
  kind: 'redirect',
  to,
  ...extras,
});
export const json = (body: unknown, extras: ReplyExtras = {}): Reply => ({ kind: 'json', body, ...extras });
export const file = (
  name: string,
  type: string,
  content: string | Buffer,
  extras: ReplyExtras = {},
): Reply => ({ kind: 'file', name, type, content, ...extras });

/** A file of any size, made while it is sent: `chunks` is asked for more only as fast as the reader takes it. */
export const stream = (
  name: string,
  type: string,
  chunks: AsyncIterable<string | Buffer>,
  extras: ReplyExtras = {},
): Reply => ({ kind: 'stream', name, type, chunks, ...extras });

/** A file out of `deps.files`: `shown` in the page that names it (of types that hold no script), else saved. */
export const keptFile = (file: Omit<Extract<Reply, { kind: 'kept' }>, 'kind'>): Reply => ({
  kind: 'kept',
  ...file,
});

/** One line of a feature's table of contents. */
export interface Route<Who extends Caller = Caller, P = unknown, Q = unknown, B = unknown> {
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  guard: Guard<Who>;
  params?: z.ZodType<P>;
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
  /**
   * How the body is read; `form` also takes multipart uploads (files arrive as their text), `bytes` leaves it as a
   * Buffer and reads it only when the guard has let the caller in, as does `upload`: a form whose files arrive as
   * `UploadedFile`, byte for byte.
   */
  reads?: 'form' | 'json' | 'bytes' | 'upload';
  handle(ask: Ask<Who, P, Q, B>): Promise<Reply> | Reply;
}

/** Keeps the types of one route together and forgets them for the list. */
export const route = <
  Who extends Caller,
  P = Record<string, never>,
  Q = Record<string, never>,
  B = Record<string, never>,
>(
  spec: Route<Who, P, Q, B>,
): Route => spec;

export interface Presentation {
  views: Views;
  /** The layout's page object for a caller (navigation, names), given by app.ts. */
  frame(who: Caller, path: string): object;
}

export function mountRoutes(router: Router, routes: Route[], deps: Deps, presentation: Presentation): void {
  for (const spec of routes) {
    const readers = spec.method === 'get' ? [] : READERS[spec.reads ?? 'form'];
    router[spec.method](spec.path, ...readers, async (req, res) => {
      const who = await spec.guard(req, deps);
      res.locals['caller'] = who;
      if (spec.reads === 'bytes') await readBytes(req, res, who.maxBodyBytes);
      if (spec.reads === 'upload') await readUpload(req);
      const ask = {
        who,
        params: parse(spec.params, req.params, 'params'),
        query: parse(spec.query, req.query, 'query'),
        body: parse(spec.body, req.body, 'body'),
        headers: req.headers,
        cookies: readCookies(req.headers.cookie),
        path: req.path,
        requestId: requestIdOf(res),
        log: deps.log.child({ requestId: requestIdOf(res) }),
      };
      await send(res, await spec.handle(ask), who, req, presentation);
    });
  }
  refuseOtherMethods(router, routes);
}

/** Checks one part of a request; the error names the field, not its content. */
function parse(schema: z.ZodType | undefined, value: unknown, part: string): unknown {
  if (!schema) return {};
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw badRequest('badInput', { field: issue?.path.join('.') || part, problem: issue?.message ?? '' });
}

/** The address of a page below the caller's base, as a redirect has to name it. */
export const addressOf = async (who: Caller, path: string): Promise<string> =>
  who.onward ? addToQuery(who.base + path, await who.onward()) : who.base + path;

async function send(
  res: Response,
  reply: Reply,
  who: Caller,
  req: Request,
  presentation: Presentation,
): Promise<void> {
  res.status(reply.status ?? 200);
  for (const cookie of reply.cookies ?? who.cookies ?? []) res.append('set-cookie', serializeCookie(cookie));
  res.set('cache-control', 'private, no-store');
  res.set('content-security-policy', contentSecurityPolicy(who.embedOrigins));
  if (reply.headers) res.set(reply.headers);
  switch (reply.kind) {
    case 'page': {
      const layout = reply.layout ?? 'frame';
      const context = {
        locale: who.locale,
        timeZone: who.timeZone,
        layout,
        frame: presentation.frame(who, req.path),
      };
      res
        .type('html')
        .send(presentation.views.render(reply.view, { base: who.base, ...reply.page }, context));
      return;
    }
    case 'redirect':
      // No body: nobody reads it, and Express would negotiate its type.
      res.status(303).location(reply.to.startsWith('/') ? await addressOf(who, reply.to) : reply.to);
      res.end();
      return;
    case 'json':
      res.json(reply.body);
      return;
    case 'file':
      attach(res, reply);
      res.send(reply.content);
      return;
    case 'stream':
      attach(res, reply);
      await sendChunks(res, reply.chunks);
      return;
    case 'kept':
      if (reply.shown) res.setHeader('content-type', reply.type);
      else attach(res, reply);
      await sendKeptFile(reply.kept, req, res);
      return;
    case 'text':
      res.type(reply.type).send(reply.content);
      return;
    case 'bytes':
      res.setHeader('content-type', reply.type);
      res.send(reply.content);
  }
}

const attach = (res: Response, { name, type }: { name: string; type: string }) =>
  res.type(type).set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
