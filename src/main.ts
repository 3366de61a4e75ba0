import { createServer, type Server } from 'node:http';
import { createApp } from './app.ts';
import { startDemo } from './demo/index.ts';
import { readConfig, type Config } from './infra/config.ts';
import type { Deps } from './infra/deps.ts';
import { startJobs } from './infra/jobs.ts';
import { openDeps } from './infra/open-deps.ts';

try {
  await start(readConfig(process.env));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

async function start(config: Config): Promise<void> {
  const { deps, engine, close } = await openDeps(config);
  const app = createApp(deps);
  await app.prepare();
  const server = await listen(createServer(app.express), config, config.port);
  const contentServer =
    config.contentPort === null ? null : await listen(createServer(app.express), config, config.contentPort);
  const stopJobs = startJobs(deps, app.jobs);
  if (engine === 'pglite') {
    deps.log.warn(
      'embedded database: for trying, teaching and testing; a school runs PostgreSQL (set DATABASE_URL)',
    );
  }
  const demo = config.demo ? await startDemo(deps, app, { toolUrl: config.publicUrl }) : null;
  const closeDemo = () => demo?.close() ?? Promise.resolve();
  const closeContent = () => (contentServer ? closeServer(contentServer) : Promise.resolve());
  stopOnSignal(deps, [closeDemo, closeContent, () => closeServer(server), stopJobs, close]);
  console.log(`Waymark: ${demo?.url ?? config.publicUrl}/`);
}

function listen(server: Server, config: Config, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, config.host, () => resolve(server));
  });
}

/** Lets answers in flight finish, then cuts idle keep-alive connections. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 5000).unref();
  });
}

function stopOnSignal(deps: Deps, steps: (() => Promise<void>)[]): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    for (const step of steps)
      await step().catch((error: unknown) => deps.log.error({ err: error }, 'stopping'));
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}
