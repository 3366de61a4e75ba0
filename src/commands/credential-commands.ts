import { isId, requireSchool, type Command, type Options } from './command.ts';
import {
  LimitOptions,
  PRESET_NAMES,
  SCOPES,
  changeCredential,
  createCredential,
  endpointOf,
  readScopes,
  revokeCredential,
  selectCredentials,
  toBytes,
  trustIssuer,
  type CredentialSettings,
  type Scope,
} from '../features/xapi/index.ts';
import { inTransaction } from '../infra/db.ts';
import { notFound } from '../infra/errors.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const SCOPE_USAGE = `[--scope ${PRESET_NAMES.join('|')}|<scopes with commas>]`;
const LIMIT_USAGE = '[--requests-per-minute <n>] [--max-body-megabytes <n>] [--default-version 1.0.3|2.0.0]';

/** Which sources may send statements to a school, or read them. A running process notices within half a minute. */
export const credentialCommands: Record<string, Command> = {
  'credentials add': {
    usage: `--school <id> --label <name> ${SCOPE_USAGE} ${LIMIT_USAGE}`,
    summary: 'lets a source send (or read) statements; its secret is shown this once',
    async run(deps, _words, options) {
      const schoolId = await requireSchool(deps, options['school']);
      const wanted = { schoolId, ...requireWanted(options), ...readLimits(options) };
      const { key, secret } = await inTransaction(deps.db, (tx) => createCredential(tx, deps, wanted));
      say(`endpoint   ${endpointOf(deps.config.publicUrl)}`);
      say(`user name  ${key}`);
      say(`secret     ${secret}`);
    },
  },
  'credentials trust': {
    usage: `--school <id> --label <name> --issuer <URL> --audience <aud> [--scope-map "<token scope> = <scopes>; …"] ${SCOPE_USAGE} ${LIMIT_USAGE}`,
    summary: 'takes tokens (OpenID Connect) of an issuer, for the scopes given at most',
    async run(deps, _words, options) {
      const schoolId = await requireSchool(deps, options['school']);
      const { issuer, audience } = options;
      if (!issuer || !audience)
        throw new Error('--issuer and --audience: say whose tokens, made out for whom.');
      const scopeMap = (options['scope-map'] ?? '').replaceAll(';', '\n');
      const wanted = { schoolId, ...requireWanted(options), ...readLimits(options) };
      say(await trustIssuer(deps, { ...wanted, issuer, audience, scopeMap }));
    },
  },
  'credentials set': {
    usage: `<credential id> --school <id> [--label <name>] ${SCOPE_USAGE} ${LIMIT_USAGE}`,
    summary: 'changes what a credential may do and how much',
    async run(deps, [credentialId], options) {
      const schoolId = await requireSchool(deps, options['school']);
      const { label, scope } = options;
      const settings = {
        ...(label ? { label } : {}),
        ...(scope ? { scopes: requireScopes(scope) } : {}),
        ...readLimits(options),
      };
      const changed =
        isId(credentialId) &&
        (await changeCredential(deps, { schoolId, credentialId, settings, scopeMap: null, changedBy: null }));
      if (!changed) throw notFound('xapi.credentialNotFound');
      say('Changed.');
    },
  },
  'credentials list': {
    usage: '--school <id>',
    summary: 'lists the credentials of a school with their last use',
    async run(deps, _words, { school }) {
      for (const row of await selectCredentials(deps.db, await requireSchool(deps, school))) {
        const state = row.revokedAt ? 'REVOKED' : row.scopes.join(' ');
        const use = `last used ${row.lastUsedAt?.toISOString() ?? 'never'}, refused ${row.refusedCount}`;
        say(`${row.id}  ${row.label}  ${row.key}  ${state}  ${use}`);
      }
    },
  },
  'credentials revoke': {
    usage: '<credential id> --school <id>',
    summary: 'ends a credential; running processes notice within half a minute',
    async run(deps, [credentialId], { school }) {
      const schoolId = await requireSchool(deps, school);
      const revoked =
        isId(credentialId) && (await revokeCredential(deps, { schoolId, credentialId, revokedBy: null }));
      if (!revoked) throw notFound('xapi.credentialNotFound');
      say('Revoked.');
    },
  },
};

function requireWanted({ label, scope = 'send' }: Options): Pick<CredentialSettings, 'label' | 'scopes'> {
  if (!label) throw new Error('--label: name the source.');
  return { label, scopes: requireScopes(scope) };
}

function requireScopes(words: string): Scope[] {
  const scopes = readScopes(words);
  if (!scopes) throw new Error(`--scope: ${PRESET_NAMES.join(', ')}, or some of ${SCOPES.join(', ')}.`);
  return scopes;
}

/** What is said of limits; what isn't stays as it is. */
function readLimits(options: Options): Partial<CredentialSettings> {
  const parsed = LimitOptions.safeParse({
    requestsPerMinute: options['requests-per-minute'],
    maxBodyMegabytes: options['max-body-megabytes'],
    defaultVersion: options['default-version'],
  });
  if (!parsed.success) throw new Error(parsed.error.issues.map(({ message }) => message).join('\n'));
  const { maxBodyMegabytes, requestsPerMinute, defaultVersion } = parsed.data;
  return {
    ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
    ...(defaultVersion === undefined ? {} : { defaultVersion }),
    ...(maxBodyMegabytes === undefined ? {} : { maxBodyBytes: toBytes(maxBodyMegabytes) }),
  };
}
