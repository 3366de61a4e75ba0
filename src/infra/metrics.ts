import type { RequestHandler } from 'express';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { countConnections } from './db.ts';
import type { Deps } from './deps.ts';
import { routeOf } from './edge.ts';
import { notFound, notSignedIn } from './errors.ts';
import type { Job } from './jobs.ts';
import { sameSecret } from './vault.ts';

/** A number that is looked up when somebody reads the metrics; null: there is nothing to tell. */
export interface Reading {
  name: string;
  help: string;
  read: () => Promise<number | null>;
}

/** What this process counts, for Prometheus: no names of schools or people, no addresses but routes' patterns. */
export interface Metrics {
  measureRequests: RequestHandler;
  /** The same job, with its runs counted. */
  watch: (job: Job) => Job;
  countStored(statements: number): void;
  countRefused(statements: number): void;
  /** In the text format of Prometheus. */
  read(): Promise<{ type: string; text: string }>;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createMetrics(deps: Pick<Deps, 'db' | 'log'>, readings: readonly Reading[]): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'waymark_request_duration_seconds',
    help: 'Duration of requests by route pattern.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers,
  });
  const stored = new Counter({
    name: 'waymark_statements_stored_total',
    help: 'Statements received and stored by this process.',
    registers,
  });
  const refused = new Counter({
    name: 'waymark_statements_refused_total',
    help: 'Statements of sources with a good credential that this process refused.',
    registers,
  });
  const runs = new Counter({
    name: 'waymark_job_runs_total',
    help: 'Runs of jobs in this process.',
    labelNames: ['job', 'outcome'],
    registers,
  });
  watchConnections(deps, registers);
  for (const { name, help, read } of readings) {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        // One reading that fails, as while the database is away, must not hide the others.
        const value = await read().catch((error: unknown) => {
          deps.log.warn({ err: error, metric: name }, 'a metric could not be read');
          return null;
        });
        if (value === null) this.remove();
        else this.set(value);
      },
    });
  }
  return {
    measureRequests: (req, res, next) => {
      const startedAt = performance.now();
      res.on('finish', () => {
        const labels = { method: req.method, route: routeOf(req), status: res.statusCode };
        requests.observe(labels, (performance.now() - startedAt) / 1000);
      });
      next();
    },
    watch: (job) => ({
      ...job,
      async run(given) {
        try {
          await job.run(given);
          runs.inc({ job: job.name, outcome: 'done' });
        } catch (error) {
          runs.inc({ job: job.name, outcome: 'failed' });
          throw error;
        }
      },
    }),
    countStored: (statements) => stored.inc(statements),
    countRefused: (statements) => refused.inc(statements),
    read: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}

function watchConnections({ db }: Pick<Deps, 'db'>, registers: Registry[]): void {
  if (!countConnections(db)) return;
  new Gauge({
    name: 'waymark_database_connections',
    help: 'Database connections of this process, and requests that wait for one.',
    labelNames: ['state'],
    registers,
    collect() {
      const { inUse = 0, idle = 0, waiting = 0 } = countConnections(db) ?? {};
      this.set({ state: 'in_use' }, inUse);
      this.set({ state: 'idle' }, idle);
      this.set({ state: 'waiting' }, waiting);
    },
  });
}

/** GET /metrics: for who shows the token; where none is set there is no such page. */
export const answerMetrics =
  (metrics: Metrics | null, token: string | undefined): RequestHandler =>
  async (req, res) => {
    if (!metrics || token === undefined) throw notFound();
    const shown = /^Bearer +(.+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? '';
    if (!sameSecret(shown, token)) {
      res.set('www-authenticate', 'Bearer realm="metrics"');
      throw notSignedIn('metricsToken');
    }
    const { type, text } = await metrics.read();
    res.set('cache-control', 'no-store').type(type).send(text);
  };
