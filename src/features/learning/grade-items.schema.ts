/** Kinds of links that are graded; their words are `linkKind.<name>` (`link-kinds.ts`). */
export const GRADED_KINDS = ['package', 'practice', 'assessment'] as const;
export type GradedKind = (typeof GRADED_KINDS)[number];
