import { z } from 'zod';
import { TALENT_TYPES } from '../roster/index.ts';
import {
  LIBRARY_KINDS,
  LIBRARY_STATES,
  MEDIA,
  Module,
  ORIGINS,
  ReviewRow,
  Target,
  type LibraryKind,
  type LibraryState,
  type TalentType,
} from './resources.schema.ts';

const Text = z.object({ 'zh-CN': z.string(), en: z.string() });
export const SkillName = z.object({ id: z.string(), name: Text });
export type SkillName = z.infer<typeof SkillName>;

const Head = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  kind: z.enum(LIBRARY_KINDS),
  talentType: z.enum(TALENT_TYPES).nullable(),
  origin: z.enum(ORIGINS),
  originEvidence: z.string().nullable(),
  minutes: z.number().nullable(),
  ownerPersonId: z.string().nullable(),
  ownerName: z.string().nullable(),
  checkedOn: z.string(),
  checkMonths: z.number(),
  currentVersion: z.number(),
  publishedVersion: z.number().nullable(),
  state: z.enum(LIBRARY_STATES),
});

export const ListedResource = Head.extend({
  medium: z.enum(MEDIA),
  skills: z.array(SkillName),
  total: z.number(),
});
export type ListedResource = z.infer<typeof ListedResource>;

export const ResourceVersion = z.object({
  version: z.number(),
  medium: z.enum(MEDIA),
  url: z.string().nullable(),
  fileName: z.string().nullable(),
  fileType: z.string().nullable(),
  sizeBytes: z.number().nullable(),
  durationSeconds: z.number().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  measuredBy: z.string().nullable(),
  measuredByName: z.string().nullable(),
  characters: z.number().nullable(),
  errors: z.number().nullable(),
  proofreadByName: z.string().nullable(),
  proofreadOn: z.string().nullable(),
  submittedAt: z.coerce.date().nullable(),
  createdBy: z.string(),
  createdByName: z.string().nullable(),
  createdAt: z.coerce.date(),
});
export type ResourceVersion = z.infer<typeof ResourceVersion>;

export const LibraryResource = Head.extend({
  licence: z.string().nullable(),
  practical: z.boolean(),
  historical: z.boolean(),
  publishedAt: z.coerce.date().nullable(),
  versions: z.array(ResourceVersion),
  skills: z.array(SkillName),
  targets: z.array(Target),
  units: z.array(Module),
  regulations: z.array(SkillName),
});
export type LibraryResource = z.infer<typeof LibraryResource>;

export const WaitingResource = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(LIBRARY_KINDS),
  talentType: z.enum(TALENT_TYPES).nullable(),
  version: z.number(),
  authors: z.array(z.string().nullable()),
  submittedAt: z.coerce.date(),
  reviews: z.array(ReviewRow),
});
export type WaitingResource = z.infer<typeof WaitingResource>;

/** What a learner may be shown a resource with. */
export const PublishedResource = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(LIBRARY_KINDS),
  minutes: z.number().nullable(),
  skillIds: z.array(z.string()),
});
export type PublishedResource = z.infer<typeof PublishedResource>;

export interface LibraryFilter {
  q: string;
  kind: LibraryKind | null;
  type: TalentType | null;
  state: LibraryState | null;
  skill: string | null;
  unit: string | null;
  page: number;
}
