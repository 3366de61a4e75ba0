import { writeFile } from 'node:fs/promises';
import type { Command } from './command.ts';
import { fitRiskFromFolder } from '../features/risk/index.ts';

/** How catalogue/risk-model.json was made, and is made again. */
export const fitRiskCommand: Command = {
  usage: '<folder> [--version <name>] [--source <words>] [--out <file>]',
  summary: 'fits the risk model on finished courses; the latest presentation stays unseen',
  async calculate([folder], { version = 'risk-1', source = folder, out }) {
    if (!folder || !source) throw new Error('Name the folder.');
    const text = `${JSON.stringify(await fitRiskFromFolder(folder, { version, source }), null, 2)}\n`;
    if (out === undefined) process.stdout.write(text);
    else await writeFile(out, text);
  },
};
