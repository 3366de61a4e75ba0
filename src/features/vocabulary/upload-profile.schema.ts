import type { ProfileProblem } from './profile.rules.ts';

/** Why a file isn't taken in: what is wrong with the profile, or that it can't be one of the school's. */
export type UploadProblem = ProfileProblem | { id: 'notJson' | 'own' | 'tooMany'; at: string; value: string };
