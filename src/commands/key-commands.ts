import type { Command } from './command.ts';
import { revokeKey, rotateKeys, selectKeys } from '../features/lti/index.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** The keys that sign for every school of the installation. */
export const keyCommands: Record<string, Command> = {
  'keys list': {
    usage: '',
    summary: 'lists the signing keys: next, active, retired, revoked',
    async run(deps) {
      for (const { kid, state, createdAt } of await selectKeys(deps.db))
        say(`${kid}  ${state.padEnd(7)}  made ${createdAt.toISOString()}`);
    },
  },
  'keys rotate': {
    usage: '',
    summary: 'lets the next key sign from now on (it does so by itself every 90 days)',
    async run(deps) {
      await rotateKeys(deps, null);
      say('Rotated.');
    },
  },
  'keys revoke': {
    usage: '<kid>',
    summary: 'ends a key that somebody else may hold; another signs at once',
    async run(deps, [kid]) {
      if (!kid) throw new Error('Name the key by its kid (keys list).');
      await revokeKey(deps, null, kid);
      say('Revoked.');
    },
  },
};
