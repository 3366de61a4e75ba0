import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Carries out the Dockerfile's steps in clean folders, where no Docker engine is at hand: COPY takes only what it names,
 * RUN runs there, and the last stage's CMD must answer /healthz as production on a database of its own.
 * USER, EXPOSE and the base image are the engine's business and are not checked.
 */
interface Stage {
  folder: string;
  env: Record<string, string>;
  command: string[];
}

const stages = new Map<string, Stage>();
let stage: Stage | undefined;
const root = mkdtempSync(join(tmpdir(), 'waymark-image-'));
const inStage = (path: string) => join(stage?.folder ?? root, path.replace(/^\/app\//, ''));

for (const line of readFileSync('Dockerfile', 'utf8')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((text) => /^[A-Z]/.test(text))) {
  const [instruction, ...words] = line.split(/\s+/);
  const rest = words.join(' ');
  console.log(line.slice(0, 110));
  if (instruction === 'FROM') {
    stage = { folder: mkdtempSync(join(root, 'stage-')), env: {}, command: [] };
    stages.set(words[2] ?? 'last', stage);
  } else if (instruction === 'ENV') {
    for (const word of words) Object.assign(stage?.env ?? {}, Object.fromEntries([word.split('=')]));
  } else if (instruction === 'COPY') {
    const from = words[0]?.startsWith('--from=')
      ? stages.get(words.shift()?.slice(7) ?? '')?.folder
      : process.cwd();
    const target = words.pop() ?? '.';
    for (const source of words) {
      const name = source.replace(/^\/app\//, '');
      cpSync(
        join(from ?? root, name),
        words.length > 1 || target === './' ? inStage(join(target, name)) : inStage(target),
        { recursive: true },
      );
    }
  } else if (instruction === 'RUN') {
    // chown needs the image's user; the rest must work as written.
    execFileSync('sh', ['-c', rest.replace(/&& chown .*/, '')], {
      cwd: stage?.folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } else if (instruction === 'CMD' && stage) {
    stage.command = JSON.parse(rest) as string[];
  }
}

const last = stage ?? { folder: root, env: {}, command: [] };
const port = '33871';
const child = spawn(last.command[0] ?? '', last.command.slice(1), {
  cwd: last.folder,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: {
    PATH: process.env['PATH'],
    ...last.env,
    PORT: port,
    HOST: '127.0.0.1',
    DATA_DIR: resolve(last.folder, 'data'),
    PUBLIC_URL: 'https://waymark.example.edu/tool',
    WAYMARK_SECRET: Buffer.alloc(32, 1).toString('base64'),
  },
});
try {
  for (const path of ['healthz', 'readyz', 'assets/waymark.css', 'assets/htmx.js'])
    console.log(path, await answers(`http://127.0.0.1:${port}/tool/${path}`));
} finally {
  child.kill('SIGTERM');
  await new Promise((done) => child.once('exit', done));
  rmSync(root, { recursive: true, force: true });
}

async function answers(url: string): Promise<number> {
  for (let attempt = 0; attempt < 120; attempt++) {
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return status;
    await new Promise((done) => setTimeout(done, 500));
  }
  throw new Error(`${url} does not answer.`);
}
