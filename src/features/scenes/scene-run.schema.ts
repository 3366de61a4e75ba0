import { z } from 'zod';
import { SCENE_KINDS, type SceneKind, type SceneStep } from './scene.schema.ts';

/** Somebody's visit to a scene, as it is kept. */
export interface SceneRun {
  schoolId: string;
  id: string;
  courseId: string;
  personId: string;
  kind: SceneKind;
  seed: string;
  steps: (SceneStep & { at: string })[];
  startedAt: Date;
  /** null: it goes on. */
  endedAt: Date | null;
  got: number | null;
  most: number | null;
  ruleVersion: string;
}

/** What a learner did in a scene so far. */
export const ClassRow = z.object({
  name: z.string(),
  kind: z.enum(SCENE_KINDS),
  runs: z.int(),
  bestPercent: z.int().nullable(),
  lastAt: z.coerce.date(),
});
export type ClassRow = z.infer<typeof ClassRow>;
