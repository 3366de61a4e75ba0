/** The whole application as a school runs it, on PostgreSQL, in a process of its own that counts its statements. */
import { createServer } from 'node:http';
import { like } from 'drizzle-orm';
import pg from 'pg';
import { v7 } from 'uuid';
import { createApp } from '../../../src/app.ts';
import { createRegistration } from '../../../src/features/lti/index.ts';
import { PRIVACY_VERSION } from '../../../src/features/roster/privacy.rules.ts';
import { people, schools } from '../../../src/features/roster/roster.tables.ts';
import { readConfig } from '../../../src/infra/config.ts';
import { openPostgres } from '../../../src/infra/db.ts';
import type { Deps } from '../../../src/infra/deps.ts';
import { openFilesFolder } from '../../../src/infra/files.ts';
import { createLog } from '../../../src/infra/log.ts';
import { createVault } from '../../../src/infra/vault.ts';
import { serveParent } from '../../conformance/child.ts';

/** Statements that reached the database: those that frame transactions, and all others. */
const counted = { framing: 0, statements: 0 };
type Query = (this: pg.Client, ...given: unknown[]) => unknown;
const prototype = pg.Client.prototype as unknown as { query: Query };
const { query } = prototype;
prototype.query = function (...given) {
  const [first] = given;
  const text = typeof first === 'string' ? first : (first as { text?: string } | undefined)?.text;
  counted[/^(begin|commit|rollback)/i.test(text ?? '') ? 'framing' : 'statements'] += 1;
  return query.apply(this, given);
};

const { db } = openPostgres(String(process.env['DATABASE_URL']));
const config = readConfig({
  NODE_ENV: 'test',
  PUBLIC_URL: String(process.env['PUBLIC_URL']),
  ALLOWED_PRIVATE_HOSTS: '127.0.0.1',
});
const deps: Deps = {
  db,
  now: () => new Date(),
  newId: () => v7(),
  log: createLog(config.logLevel),
  config,
  vault: createVault(config.secret),
  mail: null,
  files: openFilesFolder(config.filesDir),
};
const schoolId = deps.newId();
await db.insert(schools).values({ id: schoolId, name: 'Bench school', createdAt: deps.now() });

interface Trusted {
  issuer: string;
  clientId: string;
  deploymentId: string;
  jwksUrl: string;
}

await serveParent(createServer(createApp(deps).express), {
  trust: async ({ issuer, clientId, deploymentId, jwksUrl }: Trusted) => {
    const at = { authLoginUrl: `${issuer}/auth`, tokenUrl: `${issuer}/token`, jwksUrl };
    await createRegistration(db, deps, { schoolId, issuer, clientId, deploymentId, family: 'moodle', ...at });
  },
  /** As if they had pressed the notice's button at an earlier visit. */
  acceptPrivacy: async (namesLike: string) => {
    await db
      .update(people)
      .set({ privacyVersion: PRIVACY_VERSION, privacyAcceptedAt: deps.now() })
      .where(like(people.displayName, namesLike));
  },
  counted: () => ({ ...counted }),
  cpuMicroseconds: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
});
