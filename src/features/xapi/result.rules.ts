/** The result of a statement: score, success, completion, response, duration (Data 2.4.5). */
import {
  decimal,
  flag,
  optional,
  shape,
  text,
  type Check,
  type JsonObject,
} from './statement-check.rules.ts';
import { problem, under, type StatementProblem } from './statement-problem.rules.ts';
import { duration, extensions } from './text-format.rules.ts';

const checkNumber = decimal('XAPI-00083');

const scaled: Check = (value) => {
  const found = checkNumber(value);
  if (found !== null || typeof value !== 'number') return found;
  return value >= -1 && value <= 1 ? null : problem('outOfRange', 'XAPI-00083', { min: -1, max: 1 });
};

/**
 * min ≤ raw ≤ max. The specification asks for min < max, but the requirement refuses only a max "lesser than" min,
 * and H5P and Moodle send min = max = 0 for content without points: those completions should not be lost.
 */
function requireOrderedScore({ raw, min, max }: JsonObject): StatementProblem | null {
  const lowest = typeof min === 'number' ? min : -Infinity;
  const highest = typeof max === 'number' ? max : Infinity;
  if (lowest > highest) return under('min', problem('minAboveMax', 'XAPI-00081', { max: highest }));
  if (typeof raw !== 'number' || (raw >= lowest && raw <= highest)) return null;
  return under('raw', problem('outOfRange', 'XAPI-00082', { min: lowest, max: highest }));
}

const checkScore = shape(
  'XAPI-00079',
  {
    scaled: optional(scaled),
    raw: optional(decimal('XAPI-00082')),
    min: optional(decimal('XAPI-00081')),
    max: optional(decimal('XAPI-00080')),
  },
  requireOrderedScore,
);

export const checkResult = shape('XAPI-00006', {
  score: optional(checkScore),
  success: optional(flag('XAPI-00074')),
  completion: optional(flag('XAPI-00075')),
  response: optional(text('XAPI-00076')),
  duration: optional(duration('XAPI-00077')),
  extensions: optional(extensions('XAPI-00078')),
});
