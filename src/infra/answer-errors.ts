import type { ErrorRequestHandler } from 'express';
import { sqlState } from './db.ts';
import type { Deps } from './deps.ts';
import { contentSecurityPolicy, requestIdOf, routeOf } from './edge.ts';
import { WaymarkError } from './errors.ts';
import { RedirectTo, anonymous, type Caller, type Presentation } from './http.ts';
import { pickLocale } from './views.ts';

/** The one place where an error becomes an answer: a page in the reader's language, or JSON for programs. */
export function answerErrors(deps: Deps, presentation: Presentation): ErrorRequestHandler {
  return (thrown: unknown, req, res, next) => {
    if (thrown instanceof RedirectTo) return res.redirect(303, thrown.url);
    const error = toWaymarkError(thrown);
    const requestId = requestIdOf(res);
    if (error.status >= 500)
      deps.log.error({ err: thrown, requestId, route: routeOf(req) }, 'request failed');
    else
      deps.log.info(
        { errorId: error.id, status: error.status, requestId, route: routeOf(req) },
        'request refused',
      );
    if (res.headersSent) return next(thrown);
    const caller = res.locals['caller'] as Caller | undefined;
    const locale = caller?.locale ?? pickLocale(req.headers['accept-language']);
    const message = presentation.views.t(locale, `errors.${error.id}`, error.replacements);
    res.status(error.status).set('cache-control', 'no-store');
    if (!req.accepts(['json', 'html']) || req.accepts(['json', 'html']) === 'json') {
      return void res.json({ error: { id: error.id, message, requestId, ...error.replacements } });
    }
    res.set('content-security-policy', contentSecurityPolicy(caller?.embedOrigins ?? ['*']));
    const context = {
      locale,
      timeZone: 'UTC',
      layout: 'bare',
      frame: presentation.frame(caller ?? anonymous(locale, ''), req.path),
    };
    res.type('html').send(
      presentation.views.render(
        'error',
        {
          message,
          requestId,
          status: error.status,
          id: error.id,
          back: caller?.base ?? sessionBase(req.originalUrl, error.status),
        },
        context,
      ),
    );
  };
}

/** Where a reader who is signed in but may not, or found nothing, can go on; null when a new launch is needed. */
const sessionBase = (url: string, status: number): string | null =>
  status === 403 || status === 404 ? (/^([^?]*?\/s\/[^/?]+)\//.exec(url)?.[1] ?? null) : null;

function toWaymarkError(thrown: unknown): WaymarkError {
  if (thrown instanceof WaymarkError) return thrown;
  const type = (thrown as { type?: unknown } | null)?.type;
  const status = (thrown as { status?: unknown } | null)?.status;
  if (type === 'entity.too.large') {
    const { limit } = thrown as { limit?: number };
    return new WaymarkError('tooLarge', 413, limit === undefined ? {} : { limit });
  }
  // What the database can't hold: a NUL in a text, a day before all calendars (SQLSTATE class 22).
  if (sqlState(thrown)?.startsWith('22')) return new WaymarkError('badRequest', 400);
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new WaymarkError('badRequest', status);
  return new WaymarkError('internal', 500);
}
