import type { TargetKind } from './resources.schema.ts';
import type { Medium } from './resources.schema.ts';
import type { SeatStanding } from './review.rules.ts';

/** Table 2: one error in 40,000 characters is 0.0025 %. */
const CHARACTERS_PER_ERROR = 40_000;
const VIDEO_SECONDS_MAX = 30 * 60;
const SHORTER_SIDE_MIN = 720;
export const QUALITY_RULE = 'quality-1';

export type CheckId = 'text' | 'video' | 'image' | 'ability' | 'target' | 'political' | 'scientific';
/** `missing`: nobody has looked yet. `not_needed`: Table 2 asks nothing of this. */
export type CheckResult = 'passed' | 'failed' | 'missing' | 'not_needed';

export interface Check {
  id: CheckId;
  result: CheckResult;
  /** Why, as a sentence of views/locales with its numbers. */
  why: { id: string; values: Record<string, string | number> };
}

export interface Measured {
  medium: Medium;
  practical: boolean;
  historical: boolean;
  characters: number | null;
  errors: number | null;
  durationSeconds: number | null;
  width: number | null;
  height: number | null;
  skills: number;
  targets: readonly TargetKind[];
  reviews: readonly SeatStanding[];
}

const say = (id: string, values: Record<string, string | number> = {}): Check['why'] => ({
  id: `resources.why.${id}`,
  values,
});

/** Errors among a text's characters, in per cent; null: it has none to be read. */
export const errorRate = (errors: number, characters: number): number | null =>
  characters === 0 ? null : (errors / characters) * 100;

/** All of Table 2, each with its reason (R100–R103). */
export const judgeQuality = (given: Measured): Check[] => [
  judgeText(given),
  judgeVideo(given),
  judgeImage(given),
  given.skills > 0
    ? { id: 'ability', result: 'passed', why: say('skills', { count: given.skills }) }
    : { id: 'ability', result: 'missing', why: say('noSkill') },
  judgeTargets(given.targets),
  ...given.reviews.map(judgeSeat),
];

/** Published only when nothing failed and nothing is missing. */
export const mayPublish = (checks: readonly Check[]): boolean =>
  checks.every(({ result }) => result === 'passed' || result === 'not_needed');

function judgeText({ characters, errors }: Measured): Check {
  if (characters === null || errors === null) return { id: 'text', result: 'missing', why: say('notRead') };
  const rate = errorRate(errors, characters);
  if (rate === null) return { id: 'text', result: 'not_needed', why: say('noText') };
  // In whole numbers, so that exactly one in 40,000 passes.
  const passed = errors * CHARACTERS_PER_ERROR <= characters;
  const percent = rate === 0 ? '0' : rate.toFixed(5);
  return {
    id: 'text',
    result: passed ? 'passed' : 'failed',
    why: say('text', { errors, characters, rate: percent }),
  };
}

export const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

function judgeVideo({ medium, practical, durationSeconds }: Measured): Check {
  if (medium !== 'video') return { id: 'video', result: 'not_needed', why: say('noVideo') };
  if (!practical) return { id: 'video', result: 'not_needed', why: say('notPractical') };
  if (durationSeconds === null) return { id: 'video', result: 'missing', why: say('noLength') };
  const passed = durationSeconds <= VIDEO_SECONDS_MAX;
  return {
    id: 'video',
    result: passed ? 'passed' : 'failed',
    why: say(passed ? 'video' : 'videoLong', { length: clock(durationSeconds) }),
  };
}

function judgeImage({ medium, historical, width, height }: Measured): Check {
  if (medium !== 'image') return { id: 'image', result: 'not_needed', why: say('noImage') };
  if (historical) return { id: 'image', result: 'not_needed', why: say('historical') };
  if (width === null || height === null) return { id: 'image', result: 'missing', why: say('noSize') };
  const passed = Math.min(width, height) >= SHORTER_SIDE_MIN;
  return {
    id: 'image',
    result: passed ? 'passed' : 'failed',
    why: say(passed ? 'image' : 'imageSmall', { width, height }),
  };
}

function judgeTargets(targets: readonly TargetKind[]): Check {
  const count = targets.filter((kind) => kind === 'certificate' || kind === 'contest').length;
  return count > 0
    ? { id: 'target', result: 'passed', why: say('targets', { count }) }
    : { id: 'target', result: 'missing', why: say('noTarget') };
}

function judgeSeat({ seat, review, approved }: SeatStanding): Check {
  const id = seat === 'political' ? 'political' : 'scientific';
  if (review === null) return { id, result: 'missing', why: say('notReviewed') };
  const values = { name: review.personName };
  if (review.verdict === 'returned') return { id, result: 'failed', why: say('returned', values) };
  return approved
    ? { id, result: 'passed', why: say('approved', values) }
    : { id, result: 'missing', why: say('samePerson', values) };
}
