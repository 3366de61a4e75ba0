import { parseArgs } from 'node:util';
import { asc } from 'drizzle-orm';
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { requireSchool, type Command, type Options } from './commands/command.ts';
import { credentialCommands } from './commands/credential-commands.ts';
import { evaluateWarningsCommand } from './commands/evaluate-warnings.ts';
import { fitRiskCommand } from './commands/fit-risk.ts';
import { evaluateCommands } from './commands/evaluate-commands.ts';
import { keyCommands } from './commands/key-commands.ts';
import { readConfig } from './infra/config.ts';
import type { Deps } from './infra/deps.ts';
import { WaymarkError } from './infra/errors.ts';
import { openDeps } from './infra/open-deps.ts';
import { createViews } from './infra/views.ts';
import { drawProgress } from './commands/progress.ts';
import { recordCommands } from './commands/record-commands.ts';
import { refitRiskCommand } from './commands/refit-risk.ts';
import { registrationCommands } from './commands/registration-commands.ts';
import { rebuildSchool } from './features/trajectory/index.ts';
import { loadCatalogues } from './app-catalogues.ts';
import { createSchool } from './features/roster/index.ts';
import { schools } from './features/roster/roster.tables.ts';
import { partitionStatements } from './features/xapi/index.ts';

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
      await loadCatalogues(deps, schoolId);
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
  ...registrationCommands,
  ...keyCommands,
  ...credentialCommands,
  'partition-statements': {
    usage: '',
    summary:
      'lays statements out by month, for schools with tens of millions (docs/scale.md); there is no way back',
    async run(deps) {
      const done = await partitionStatements(deps);
      console.log(done ? 'Statements are partitioned by month now.' : 'They are partitioned already.');
    },
  },
  ...recordCommands,
  'evaluate warnings': evaluateWarningsCommand,
  'fit risk': fitRiskCommand,
  'refit risk': refitRiskCommand,
  ...evaluateCommands,
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
    const { command, rest } = found;
    const { positionals, values } = parseOptions(command.usage, rest);
    if ('calculate' in command) await command.calculate(positionals, values);
    else await withDeps((deps) => command.run(deps, positionals, values));
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

async function withDeps(run: (deps: Deps) => Promise<void>): Promise<void> {
  const open = await openDeps(readConfig({ LOG_LEVEL: 'warn', ...process.env }));
  try {
    await run(open.deps);
  } finally {
    await open.close();
  }
}

function parseOptions(usage: string, args: string[]): { positionals: string[]; values: Options } {
  const named = [...usage.matchAll(/--([a-z-]+)/g)].map(([, name = '']) => [
    name,
    { type: 'string' as const },
  ]);
  const options = Object.fromEntries(named) as Record<string, { type: 'string' }>;
  const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
  return { positionals, values };
}

/** A failed query's own message holds its parameters; the database's says what was wrong. */
function explain(error: unknown): string {
  if (error instanceof WaymarkError) return createViews().t('en', `errors.${error.id}`, error.replacements);
  if (error instanceof DrizzleQueryError) return explain(error.cause);
  return error instanceof Error ? error.message : String(error);
}
