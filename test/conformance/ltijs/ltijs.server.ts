/** ltijs 5.9.9 in a process of its own, which a bad request may end. DATABASE_URL: PostgreSQL; else PGlite in memory. */
import { openAsBlob } from 'node:fs';
import { createServer } from 'node:http';
import { PGlite } from '@electric-sql/pglite';
import ltijs from 'ltijs';
import pg from 'pg';
import { templateFile } from '../../../src/infra/migrate.ts';
import { serveParent } from '../child.ts';
import { createDatabasePlugin, type Sql } from './database-plugin.ts';

/** The clock that the parent has set: ltijs and jsonwebtoken read `Date.now`. */
let offsetMs = 0;
const realNow = Date.now.bind(Date);
Date.now = () => realNow() + offsetMs;

const url = process.env['DATABASE_URL'];
const sql: Sql = url
  ? new pg.Pool({ connectionString: url, max: 10 })
  : await PGlite.create({ loadDataDir: await openAsBlob(templateFile()) });
const plugin = createDatabasePlugin(sql);

// As its documentation says for a tool inside a frame; all else as it comes, unless a busy machine needs longer.
const maxAgeSeconds = process.env['TOKEN_MAX_AGE_SECONDS'];
const lti = ltijs.Provider.setup(
  'a secret of the conformance table',
  { plugin },
  {
    appRoute: '/',
    loginRoute: '/login',
    cookies: { secure: true, sameSite: 'None' },
    ...(maxAgeSeconds ? { tokenMaxAge: Number(maxAgeSeconds) } : {}),
  },
);
const page = (text: string) => `<!doctype html><title>Landing page</title><h1>${text}</h1>`;
lti.onConnect((token, _req, res) => res.send(page(`Hello ${token.userInfo.name ?? token.user}`)));
lti.onDeepLinking((_token, _req, res) => res.send(page('Choose')));
await lti.deploy({ serverless: true, silent: true });

interface Trusted {
  issuer: string;
  clientId: string;
  jwksUrl: string;
}
const kidOf = ({ issuer, clientId }: Trusted) => `${issuer}|${clientId}`;

await serveParent(createServer(lti.app), {
  setClock: (offset: number) => void (offsetMs = offset),
  // What registerPlatform writes, less the key pair that launches have no use for.
  trust: (platform: Trusted) =>
    plugin.Replace(
      false,
      'platform',
      { platformUrl: platform.issuer, clientId: platform.clientId },
      {
        platformName: 'An LMS',
        platformUrl: platform.issuer,
        clientId: platform.clientId,
        authEndpoint: `${platform.issuer}/mod/lti/auth.php`,
        accesstokenEndpoint: `${platform.issuer}/mod/lti/token.php`,
        kid: kidOf(platform),
        authConfig: { method: 'JWK_SET', key: platform.jwksUrl },
      },
    ),
  distrust: (platform: Trusted) =>
    plugin.Replace(false, 'platformStatus', { id: kidOf(platform) }, { id: kidOf(platform), active: false }),
  cpuMicroseconds: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
});
