import type { Command } from './command.ts';
import { evaluateKnowledgeCommand } from './evaluate-knowledge.ts';

/** What measures our models on data of one's own; needs no database. */
export const evaluateCommands: Record<string, Command> = {
  'evaluate knowledge': evaluateKnowledgeCommand,
};
