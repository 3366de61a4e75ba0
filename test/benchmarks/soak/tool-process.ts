/** The tool as a process of its own, as `npm start` runs it, that is killed without warning and started again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface ToolProcess {
  url: string;
  /** Ends it by SIGKILL and starts it anew; resolves when it answers again, with how long nobody did. */
  killAndRestart(): Promise<{ downMs: number }>;
  stop(): Promise<void>;
}

export async function startTool(databaseUrl: string): Promise<ToolProcess> {
  const port = await aFreePort();
  const url = `http://127.0.0.1:${port}`;
  let child = await launch();

  async function launch(): Promise<ChildProcess> {
    const started = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
      env: {
        ...process.env,
        // The secret of tests, which the credential was made with.
        NODE_ENV: 'test',
        DATABASE_URL: databaseUrl,
        PUBLIC_URL: 'http://localhost',
        HOST: '127.0.0.1',
        PORT: String(port),
        CONTENT_PORT: String(await aFreePort()),
        LOG_LEVEL: 'error',
        WAYMARK_DEMO: '0',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    for (let tries = 0; tries < 600; tries += 1) {
      if (started.exitCode !== null) throw new Error(`The tool ended with ${started.exitCode}.`);
      const answer = await fetch(`${url}/readyz`).catch(() => null);
      if (answer?.ok) return started;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    started.kill('SIGKILL');
    throw new Error('The tool did not answer within a minute.');
  }

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  return {
    url,
    async killAndRestart() {
      const startedAt = performance.now();
      await end('SIGKILL');
      child = await launch();
      return { downMs: performance.now() - startedAt };
    },
    stop: () => end('SIGTERM'),
  };
}

async function aFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
