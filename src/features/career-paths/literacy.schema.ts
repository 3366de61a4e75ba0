import { z } from 'zod';
import { LITERACIES, type Literacy } from './literacy.rules.ts';

export const Mapping = z.object({
  id: z.string(),
  dimension: z.enum(LITERACIES),
  /** Title of its unit or project. */
  place: z.string(),
  kind: z.enum(['unit', 'project']),
  expects: z.string(),
});
export type Mapping = z.infer<typeof Mapping>;

export const Place = z.object({ value: z.string(), title: z.string() });
export type Place = z.infer<typeof Place>;

export interface MarkRow {
  dimension: Literacy;
  level: number;
  markedOn: string;
  byName: string;
  place: string | null;
  wordsSealed: string;
}

export interface EvidenceRow {
  id: string;
  dimension: Literacy;
  link: string | null;
  addedOn: string;
  wordsSealed: string;
}

/** What the training room recorded of somebody's work in a project's team. */
export const TeamRecord = z.object({
  project: z.string(),
  team: z.string().nullable(),
  tasks: z.int(),
  done: z.int(),
  inTime: z.int(),
});
export type TeamRecord = z.infer<typeof TeamRecord>;
