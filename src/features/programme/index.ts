export type { LocalText, Tier, ResourceKind, TaskKind, QuestionKind } from './programme.schema.ts';
