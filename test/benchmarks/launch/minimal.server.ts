/**
 * The least that a safe launch needs, written by hand: Express 5, `jose.jwtVerify` with a cached key set, one
 * transaction (state and nonce taken, user stored, session stored), a signed cookie, a page. No roles, no courses, no
 * deployments, one platform.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import express, { type Request } from 'express';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import pg from 'pg';
import { serveParent } from '../../conformance/child.ts';

interface Trusted {
  issuer: string;
  clientId: string;
  jwksUrl: string;
}

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
await pool.query(`
  create table logins (state text primary key, nonce text not null, binding text not null, expires_at timestamptz not null);
  create table users (subject text primary key, name text, seen_at timestamptz not null);
  create table sessions (id text primary key, subject text not null, expires_at timestamptz not null)`);
const secret = randomBytes(32);
let trusted: (Trusted & { keys: ReturnType<typeof createRemoteJWKSet> }) | null = null;

const token = () => randomBytes(24).toString('base64url');
const hash = (value: string) => createHash('sha256').update(value).digest('base64url');
const signatureOf = (value: string) => createHmac('sha256', secret).update(value).digest('base64url');
const cookiesOf = (req: Request) =>
  Object.fromEntries(
    (req.headers.cookie ?? '').split('; ').map((pair) => pair.split(/=(.*)/s) as [string, string]),
  );
const cookie = (name: string, value: string, path: string) =>
  `${name}=${value}; Path=${path}; Secure; HttpOnly; SameSite=None; Partitioned`;
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);

const app = express();
app.disable('x-powered-by');
app.use(express.urlencoded({ extended: false }));

app.post('/login', async (req, res) => {
  const form = req.body as Record<string, string>;
  if (!trusted || form['iss'] !== trusted.issuer || form['client_id'] !== trusted.clientId) {
    res.status(403).send('unknown platform');
    return;
  }
  const [state, nonce, binding] = [token(), token(), token()];
  await pool.query('insert into logins values ($1, $2, $3, $4)', [
    hash(state),
    hash(nonce),
    hash(binding),
    inMinutes(10),
  ]);
  const url = new URL(`${trusted.issuer}/auth`);
  url.search = new URLSearchParams({
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: trusted.clientId,
    redirect_uri: String(form['target_link_uri']),
    login_hint: String(form['login_hint']),
    lti_message_hint: String(form['lti_message_hint']),
    state,
    nonce,
  }).toString();
  res.setHeader('set-cookie', cookie('login', binding, '/launch')).redirect(303, url.href);
});

app.post('/launch', async (req, res) => {
  const form = req.body as { id_token: string; state: string };
  if (!trusted) throw new Error('nobody is trusted');
  const { payload } = await jwtVerify(form.id_token, trusted.keys, {
    issuer: trusted.issuer,
    audience: trusted.clientId,
    algorithms: ['RS256'],
    requiredClaims: ['exp', 'iat', 'nonce', 'sub'],
  });
  const subject = String(payload.sub);
  const sessionId = token();
  const client = await pool.connect();
  try {
    await client.query('begin');
    const taken = await client.query(
      'delete from logins where state = $1 and nonce = $2 and binding = $3 and expires_at > now() returning state',
      [hash(form.state), hash(String(payload['nonce'])), hash(cookiesOf(req)['login'] ?? '')],
    );
    if (taken.rowCount !== 1) throw new Error('state or nonce unknown');
    await client.query(
      `insert into users values ($1, $2, now())
        on conflict (subject) do update set name = excluded.name, seen_at = excluded.seen_at`,
      [subject, payload['name']],
    );
    await client.query('insert into sessions values ($1, $2, $3)', [
      hash(sessionId),
      subject,
      inMinutes(600),
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  const value = `${sessionId}.${Buffer.from(String(payload['name'])).toString('base64url')}`;
  res
    .setHeader('set-cookie', cookie('session', `${value}.${signatureOf(value)}`, '/home'))
    .redirect(303, '/home');
});

app.get('/home', (req, res) => {
  const [id = '', name = '', signature = ''] = (cookiesOf(req)['session'] ?? '').split('.');
  const right = Buffer.from(signatureOf(`${id}.${name}`));
  const given = Buffer.from(signature);
  if (given.length !== right.length || !timingSafeEqual(given, right)) {
    res.status(401).send('no session');
    return;
  }
  res.send(
    `<!doctype html><title>Landing page</title><h1>Hello ${Buffer.from(name, 'base64url').toString('utf8')}</h1>`,
  );
});

await serveParent(createServer(app), {
  trust: (platform: Trusted) => {
    trusted = { ...platform, keys: createRemoteJWKSet(new URL(platform.jwksUrl)) };
  },
  cpuMicroseconds: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
});
