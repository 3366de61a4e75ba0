import { parseArgs } from 'node:util';
import { asc } from 'drizzle-orm';
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { isId, requireSchool, type Command, type Options } from './command.ts';
import { credentialCommands } from './credential-commands.ts';
import { readConfig } from './infra/config.ts';
import { inTransaction } from './infra/db.ts';
import { WaymarkError } from './infra/errors.ts';
import { openDeps } from './infra/open-deps.ts';
import { createViews } from './infra/views.ts';
import { drawProgress } from './progress.ts';
import {
  NewRegistration,
  approveDeployment,
  createRegistration,
  platformAddresses,
  selectRegistrations,
} from './features/lti/index.ts';
import { rebuildSchool } from './features/learning/index.ts';
import { loadCatalogue } from './features/programme/index.ts';
import { createSchool } from './features/roster/index.ts';
import { schools } from './features/roster/roster.tables.ts';

const OPTION_OF: Record<string, string> = {
  schoolId: '--school',
  clientId: '--client-id',
  issuer: '--issuer',
  family: '--family',
  deploymentId: '--deployment-id',
  authLoginUrl: '--auth-url',
  tokenUrl: '--token-url',
  jwksUrl: '--jwks-url',
};

/** What an operator does beside the running tool. The embedded database takes one process: stop the tool first. */
const COMMANDS: Record<string, Command> = {
  migrate: {
    usage: '',
    summary: 'brings the database up to date (every command and every start does so first)',
    run() {
      console.log('The database is up to date.');
      return Promise.resolve();
    },
  },
  'schools add': {
    usage: '<name> [--time-zone Asia/Shanghai]',
    summary: 'adds a school with the catalogue of skills',
    async run(deps, [name], options) {
      if (!name) throw new Error('Give the school a name.');
      const { schoolId } = await createSchool(deps, {
        name,
        ...(options['time-zone'] ? { timeZone: options['time-zone'] } : {}),
      });
      await loadCatalogue(deps, schoolId);
      console.log(`${schoolId}  ${name}`);
    },
  },
  'schools list': {
    usage: '',
    summary: 'lists the schools',
    async run(deps) {
      for (const { id, name } of await deps.db.select().from(schools).orderBy(asc(schools.createdAt)))
        console.log(`${id}  ${name}`);
    },
  },
  'registrations add': {
    usage:
      '--school <id> --family moodle|canvas|… --issuer <URL> --client-id <id> [--deployment-id <id>] [--auth-url <URL> --token-url <URL> --jwks-url <URL>]',
    summary: 'trusts an LMS; the three addresses follow from the issuer for Moodle and hosted Canvas',
    async run(deps, _words, options) {
      const { family = 'moodle', issuer = '' } = options;
      const known = platformAddresses(family, issuer);
      const parsed = NewRegistration.safeParse({
        schoolId: options['school'],
        issuer,
        clientId: options['client-id'],
        family,
        authLoginUrl: options['auth-url'] ?? known?.authLoginUrl,
        tokenUrl: options['token-url'] ?? known?.tokenUrl,
        jwksUrl: options['jwks-url'] ?? known?.jwksUrl,
        ...(options['deployment-id'] ? { deploymentId: options['deployment-id'] } : {}),
      });
      if (!parsed.success)
        throw new Error(
          parsed.error.issues
            .map(({ path: [field], message }) => `${OPTION_OF[String(field)] ?? String(field)}: ${message}`)
            .join('\n'),
        );
      const { registrationId } = await inTransaction(deps.db, (tx) =>
        createRegistration(tx, deps, parsed.data),
      );
      const { publicUrl } = deps.config;
      console.log(
        [
          `${registrationId}  ${issuer}`,
          'The LMS needs these addresses:',
          `  tool URL               ${publicUrl}/`,
          `  public keyset          ${publicUrl}/lti/jwks`,
          `  initiate login URL     ${publicUrl}/lti/login`,
          `  redirection URI        ${publicUrl}/lti/launch`,
        ].join('\n'),
      );
    },
  },
  'registrations list': {
    usage: '',
    summary: 'lists the trusted LMSs and their deployments',
    async run(deps) {
      for (const row of await selectRegistrations(deps.db)) {
        const deployment =
          row.deploymentId === null
            ? 'no deployment yet: the first launch tells it'
            : `deployment ${row.deploymentId} ${row.approvedAt ? 'approved' : 'WAITING FOR APPROVAL'}`;
        const state = row.active ? '' : '  (switched off)';
        console.log(
          `${row.id}  ${row.school}  ${row.family}  ${row.issuer}  client ${row.clientId}  ${deployment}${state}`,
        );
      }
    },
  },
  'registrations approve': {
    usage: '<registration id> <deployment id>',
    summary: 'lets a deployment in that was seen at a launch',
    async run(deps, [registrationId, deploymentId]) {
      if (!isId(registrationId) || !deploymentId)
        throw new Error('Name the registration by its id (registrations list) and the deployment.');
      await inTransaction(deps.db, (tx) =>
        approveDeployment(tx, deps, { registrationId, deploymentId, actorPersonId: null }),
      );
      console.log('Approved.');
    },
  },
  ...credentialCommands,
  rebuild: {
    usage: '<school id>',
    summary: 'computes all facts of a school anew from its statements; decisions stay as recorded',
    async run(deps, [schoolId]) {
      const { statements } = await rebuildSchool(deps, await requireSchool(deps, schoolId), drawProgress);
      console.log(`Rebuilt from ${statements} statements.`);
    },
  },
};

process.exitCode = await main(process.argv.slice(2));

/** Returns the exit code: 0 done, 1 refused or failed, 2 not understood. */
async function main(args: string[]): Promise<number> {
  const found = findCommand(args);
  if (!found) {
    console.error('waymark <command>\n');
    for (const [name, { usage, summary }] of Object.entries(COMMANDS))
      console.error(`  ${[name, usage].filter(Boolean).join(' ')}\n      ${summary}`);
    return 2;
  }
  try {
    const { positionals, values } = parseOptions(found.rest);
    const open = await openDeps(readConfig({ LOG_LEVEL: 'warn', ...process.env }));
    try {
      await found.command.run(open.deps, positionals, values);
    } finally {
      await open.close();
    }
    return 0;
  } catch (error) {
    console.error(explain(error));
    return 1;
  }
}

function findCommand(args: string[]): { command: Command; rest: string[] } | null {
  for (const length of [2, 1]) {
    const command = COMMANDS[args.slice(0, length).join(' ')];
    if (command) return { command, rest: args.slice(length) };
  }
  return null;
}

function parseOptions(args: string[]): { positionals: string[]; values: Options } {
  const names = [
    ...Object.values(OPTION_OF).map((option) => option.slice('--'.length)),
    'time-zone',
    'label',
    'scope',
  ];
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
  return { positionals, values };
}

/** A failed query's own message holds its parameters; the database's says what was wrong. */
function explain(error: unknown): string {
  if (error instanceof WaymarkError) return createViews().t('en', `errors.${error.id}`, error.replacements);
  if (error instanceof DrizzleQueryError) return explain(error.cause);
  return error instanceof Error ? error.message : String(error);
}
