import { isId, requireSchool, type Command } from './command.ts';
import {
  SCOPES,
  XAPI_VERSIONS,
  createCredential,
  endpointOf,
  revokeCredential,
  selectCredentials,
} from './features/xapi/index.ts';
import { inTransaction } from './infra/db.ts';
import { notFound } from './infra/errors.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Which sources may send statements to a school, or read them. */
export const credentialCommands: Record<string, Command> = {
  'credentials add': {
    usage:
      '--school <id> --label <name> [--scope statements/write|statements/read|all] [--xapi-version 1.0.3|2.0.0]',
    summary: 'lets a source send (or read) statements; its secret is shown this once',
    async run(
      deps,
      _words,
      { school, label, scope = 'statements/write', 'xapi-version': version = '2.0.0' },
    ) {
      const schoolId = await requireSchool(deps, school);
      const scopes = SCOPES.filter((known) => known === scope);
      if (!label) throw new Error('--label: name the source.');
      if (scopes.length === 0) throw new Error(`--scope: one of ${SCOPES.join(', ')}.`);
      const defaultVersion = XAPI_VERSIONS.find((known) => known === version);
      if (!defaultVersion) throw new Error(`--xapi-version: one of ${XAPI_VERSIONS.join(', ')}.`);
      const { key, secret } = await inTransaction(deps.db, (tx) =>
        createCredential(tx, deps, { schoolId, label, scopes, defaultVersion }),
      );
      say(`endpoint   ${endpointOf(deps.config.publicUrl)}`);
      say(`user name  ${key}`);
      say(`secret     ${secret}`);
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
