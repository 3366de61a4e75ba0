import type { Command } from './command.ts';
import { evaluateKnowledgeCommand, refitKnowledgeCommand } from './evaluate-knowledge.ts';

/** What measures our models on data of one's own, and learns them anew. */
export const evaluateCommands: Record<string, Command> = {
  'evaluate knowledge': evaluateKnowledgeCommand,
  'refit knowledge': refitKnowledgeCommand,
};
