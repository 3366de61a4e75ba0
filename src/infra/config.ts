import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const Environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3300),
  /** Where browsers and LMSs reach the tool; its path is the sub-path behind a proxy. */
  PUBLIC_URL: z.url().optional(),
  DATABASE_URL: z
    .string()
    .optional()
    .transform((url) => url || undefined),
  DATA_DIR: z.string().default('./data'),
  /** Where uploaded files are kept. Default: beside the database's folder, `files` in DATA_DIR. */
  FILES_DIR: z.string().optional(),
  /** Origin of its own for files of content packages, so that their scripts can't touch our pages. */
  CONTENT_URL: z.union([z.literal('').transform(() => undefined), z.url()]).optional(),
  /** Without CONTENT_URL, for trying locally: another port is another origin. */
  CONTENT_PORT: z.coerce.number().int().min(1).max(65535).default(3303),
  /** Master key for what is encrypted at rest: 32 bytes in base64. */
  WAYMARK_SECRET: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** 1: start the demo LMS beside the tool. Default: on outside production when no school exists. */
  WAYMARK_DEMO: z.enum(['0', '1']).optional(),
  DEMO_PORT: z.coerce.number().int().min(0).max(65535).default(3301),
  /** Hosts that calls out of the house may reach although their address is private, comma-separated. */
  ALLOWED_PRIVATE_HOSTS: z.string().default(''),
  /** The school's mail server, `smtps://user:password@host:465` or `smtp://…:587`; unset: no e-mail is sent. */
  SMTP_URL: z.union([z.literal('').transform(() => undefined), z.url({ protocol: /^smtps?$/ })]).optional(),
  /** Sender of e-mails, `Name <address>` or an address. */
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*@[^\r\n]+$/, 'must hold an e-mail address')
    .or(z.literal('').transform(() => undefined))
    .optional(),
  /** Who shows it may read /metrics; unset: nobody. */
  METRICS_TOKEN: z.union([z.literal('').transform(() => undefined), z.string().min(16)]).optional(),
});

export interface Config {
  mode: 'development' | 'test' | 'production';
  host: string;
  port: number;
  publicUrl: string;
  /** Path of publicUrl without its trailing slash: '' or e.g. '/waymark'. */
  basePath: string;
  databaseUrl: string | undefined;
  dataDir: string;
  filesDir: string;
  /** Origin under which package files are served; null: none is set up, so none are. */
  contentUrl: string | null;
  /** Port to listen on besides, for content; null: what asks for content comes in at `port`, told by its Host. */
  contentPort: number | null;
  secret: Buffer;
  logLevel: string;
  demo: boolean;
  demoPort: number;
  allowedPrivateHosts: string[];
  metricsToken: string | undefined;
  /** null: e-mail is off. */
  smtp: { url: string; from: string } | null;
}

/** Reads the environment once; throws an Error whose message names each variable that is wrong. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment can't be used.\n${problems.join('\n')}`);
  }
  const e = parsed.data;
  if (e.NODE_ENV === 'production' && e.WAYMARK_DEMO === '1') {
    throw new Error('WAYMARK_DEMO: the demo LMS is refused when NODE_ENV=production.');
  }
  const dataDir = resolve(e.DATA_DIR);
  const publicUrl = (e.PUBLIC_URL ?? `http://localhost:${e.PORT}`).replace(/\/+$/, '');
  const demo = e.NODE_ENV !== 'production' && e.WAYMARK_DEMO !== '0';
  return Object.freeze({
    mode: e.NODE_ENV,
    host: e.HOST,
    port: e.PORT,
    publicUrl,
    basePath: new URL(publicUrl).pathname.replace(/\/$/, ''),
    databaseUrl: e.DATABASE_URL,
    dataDir,
    filesDir: resolve(e.FILES_DIR ?? join(dataDir, 'files')),
    ...readContentOrigin(e, publicUrl),
    secret: readSecret(e.WAYMARK_SECRET, e.NODE_ENV, dataDir),
    logLevel: e.LOG_LEVEL,
    demo,
    demoPort: e.DEMO_PORT,
    metricsToken: e.METRICS_TOKEN,
    smtp: readMailServer(e),
    allowedPrivateHosts: [
      ...e.ALLOWED_PRIVATE_HOSTS.split(',').filter(Boolean),
      // The demo has two LMSs, on ports that follow each other.
      ...(demo ? [`127.0.0.1:${e.DEMO_PORT}`, `127.0.0.1:${e.DEMO_PORT + 1}`] : []),
    ],
  });
}

function readMailServer({ SMTP_URL: url, MAIL_FROM: from }: z.output<typeof Environment>): Config['smtp'] {
  if (url === undefined) return null;
  if (from === undefined) throw new Error('MAIL_FROM: required with SMTP_URL.');
  return { url, from };
}

/** A school names an origin; on one's own machine a second port is one. */
function readContentOrigin(
  e: z.output<typeof Environment>,
  publicUrl: string,
): Pick<Config, 'contentUrl' | 'contentPort'> {
  if (e.CONTENT_URL !== undefined) {
    const { origin, pathname } = new URL(e.CONTENT_URL);
    if (pathname !== '/') throw new Error('CONTENT_URL: must be an origin, without a path.');
    if (origin === new URL(publicUrl).origin)
      throw new Error(
        'CONTENT_URL: must not be the origin of PUBLIC_URL: scripts in packages could act as its readers.',
      );
    return { contentUrl: origin, contentPort: null };
  }
  const isLocal = new URL(publicUrl).hostname === 'localhost' && e.NODE_ENV !== 'test' && e.PORT !== 0;
  return isLocal
    ? { contentUrl: `http://127.0.0.1:${e.CONTENT_PORT}`, contentPort: e.CONTENT_PORT }
    : { contentUrl: null, contentPort: null };
}

function readSecret(given: string | undefined, mode: Config['mode'], dataDir: string): Buffer {
  if (given !== undefined) {
    const secret = Buffer.from(given, 'base64');
    if (secret.length !== 32)
      throw new Error('WAYMARK_SECRET: must be 32 bytes in base64 (openssl rand -base64 32).');
    return secret;
  }
  if (mode === 'production') {
    throw new Error(
      'WAYMARK_SECRET: required in production (openssl rand -base64 32). Keep it apart from backups.',
    );
  }
  if (mode === 'test') return Buffer.alloc(32, 7);
  const file = join(dataDir, 'secret');
  mkdirSync(dataDir, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 });
  return Buffer.from(readFileSync(file, 'utf8'), 'base64');
}
