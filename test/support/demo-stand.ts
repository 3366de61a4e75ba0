import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startDemoPlatform, nameDemo } from '../../src/demo/demo-platform.ts';
import { ensureDemoCanvas, ensureDemoSchool } from '../../src/demo/demo-school.ts';
import type { RunningPlatform } from '../../src/demo/platform/start-platform.ts';
import { readSampleCourse } from '../../src/demo/read-sample-course.ts';
import { createTestApp, type TestApp } from './app.ts';
import { closeServer } from './test-platform.ts';

/**
 * The tool on http://localhost, its content origin and the demo's two LMSs on http://127.0.0.1: another site to a
 * browser. No learning records.
 */
export interface DemoStand {
  t: TestApp;
  toolUrl: string;
  /** Like Moodle. */
  lmsUrl: string;
  /** Like Canvas. */
  canvasUrl: string;
  moodle: RunningPlatform;
  canvas: RunningPlatform;
  schoolId: string;
  close(): Promise<void>;
}

export async function startDemoStand(): Promise<DemoStand> {
  const port = await freePort();
  const toolUrl = `http://localhost:${port}`;
  const contentPort = await freePort();
  const t = await createTestApp({
    PUBLIC_URL: toolUrl,
    CONTENT_URL: `http://127.0.0.1:${contentPort}`,
  });
  const server = createServer(t.app.express);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const contentServer = createServer(t.app.express).listen(contentPort, '127.0.0.1');
  await once(contentServer, 'listening');
  const { views } = t.app.presentation;
  const lms = {
    views,
    toolUrl,
    port: 0,
    course: await readSampleCourse(),
    progress: () => ({ sent: 0, total: 0, state: 'waiting' }) as const,
    play: () => Promise.resolve(false),
    now: t.deps.now,
  };
  const platform = await startDemoPlatform(lms);
  const canvas = await startDemoPlatform({ ...lms, face: 'canvas', otherUrl: () => `${platform.url}/` });
  const { schoolId } = await ensureDemoSchool(t.deps, {
    issuer: platform.url,
    name: nameDemo(views).siteName,
  });
  await ensureDemoCanvas(t.deps, { schoolId, platform: canvas.platform });
  return {
    t,
    toolUrl,
    lmsUrl: platform.url,
    canvasUrl: canvas.url,
    moodle: platform.platform,
    canvas: canvas.platform,
    schoolId,
    close: async () => {
      await platform.close();
      await canvas.close();
      await closeServer(server);
      await closeServer(contentServer);
      await t.close();
    },
  };
}

/** The public URL is part of the application, so the port has to be known before anything listens. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await closeServer(probe);
  return port;
}
