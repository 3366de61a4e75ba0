import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { listenOnLoopback } from '../support/test-platform.ts';

const ROOT = join(import.meta.dirname, '../..');
const START_MS = 60_000;

/** A server of the tests' own in another process: one that may end, or that is measured apart from its client. */
export interface Child {
  origin: string;
  hasEnded(): boolean;
  /** Resolves when the process has ended, by whatever cause. */
  ended: Promise<void>;
  ask(question: string, given?: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

interface Told {
  origin?: string;
  id?: number;
  answer?: unknown;
  problem?: string;
}

/** Starts a TypeScript file that calls `serveParent`; `nodeFlags` e.g. to profile it. */
export async function startChild(
  file: string,
  env: Record<string, string> = {},
  nodeFlags: string[] = [],
): Promise<Child> {
  const child = fork(file, {
    cwd: ROOT,
    execArgv: [...nodeFlags, '--import', 'tsx'],
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  let complaint = '';
  child.stderr?.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(-4000)));
  let over = false;
  const ended = once(child, 'exit').then(() => void (over = true));
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
  void ended.then(() => {
    for (const { reject } of waiting.values()) reject(new Error(`The process ended. ${complaint}`));
  });
  let lastId = 0;
  const origin = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${file} did not start. ${complaint}`)), START_MS);
    void ended.then(() => reject(new Error(`${file} ended at its start. ${complaint}`)));
    child.on('message', (told: Told) => {
      if (told.origin !== undefined) resolve(told.origin);
      const asked = waiting.get(told.id ?? 0);
      if (!asked) return;
      waiting.delete(told.id ?? 0);
      if (told.problem === undefined) asked.resolve(told.answer);
      else asked.reject(new Error(told.problem));
      clearTimeout(timer);
    });
    void ended.then(() => clearTimeout(timer));
  });
  return {
    origin,
    ended,
    hasEnded: () => over,
    ask: (question, given = null) =>
      new Promise((resolve, reject) => {
        if (over) return reject(new Error(`The process ended. ${complaint}`));
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        child.send({ id: lastId, question, given });
      }),
    async stop() {
      // It exits by itself then, and may write its profile.
      if (child.connected) child.disconnect();
      const stuck = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(stuck);
    },
  };
}

/** The child's side: says where it listens and answers what it is asked. */
export async function serveParent(
  server: Server,
  answers: Record<string, (given: never) => unknown>,
): Promise<void> {
  const origin = await listenOnLoopback(server);
  server.ref();
  // A client that pauses between rounds finds its connections still open.
  server.keepAliveTimeout = 600_000;
  process.on('message', (asked: { id: number; question: string; given: never }) => {
    const answer = answers[asked.question];
    Promise.resolve(answer?.(asked.given)).then(
      (value) => process.send?.({ id: asked.id, answer: value ?? null }),
      (error: unknown) => process.send?.({ id: asked.id, problem: String(error) }),
    );
  });
  // Nobody is left to be served when the parent goes.
  process.on('disconnect', () => process.exit(0));
  process.send?.({ origin });
}
