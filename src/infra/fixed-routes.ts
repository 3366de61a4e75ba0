import { createRequire } from 'node:module';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import express, { type Router } from 'express';
import type { Deps } from './deps.ts';
import { VIEWS } from './views.ts';

/** Alive: the process answers. Ready: the database does too. */
export function mountHealth(tool: Router, deps: Pick<Deps, 'db' | 'log'>): void {
  tool.get('/healthz', (_req, res) => void res.json({ status: 'alive' }));
  tool.get('/readyz', async (_req, res) => {
    try {
      await deps.db.execute(sql`select 1`);
      res.json({ status: 'ready' });
    } catch (error) {
      deps.log.warn({ err: error }, 'not ready');
      res.status(503).json({ status: 'database unreachable' });
    }
  });
}

/** What pages need in the browser. */
export function mountAssets(tool: Router): void {
  const options = { maxAge: '1h', index: false } as const;
  const htmx = createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js');
  tool.get('/assets/htmx.js', (_req, res) => res.sendFile(htmx, { maxAge: '1d' }));
  tool.use('/assets', express.static(join(VIEWS, 'assets'), options));
}
