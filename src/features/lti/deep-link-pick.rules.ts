import type { Granted, Offer, Pick } from './deep-linking.schema.ts';
import type { DeepLinkingSettings } from './launch.schema.ts';

/** Moodle's site-wide maximum: above it a column silently loses its scores. */
const MOST_POINTS_IN_MOODLE = 100;
const MOST_POINTS = 1000;
export const USUAL_POINTS = 100;

/** What this place in the LMS takes. A platform that says nothing of line items (Moodle, Canvas) takes them. */
export const judgeSettings = (settings: DeepLinkingSettings, family: string): Granted => ({
  links: settings.acceptTypes.includes('ltiResourceLink'),
  several: settings.acceptMultiple,
  grades: settings.acceptLineItem !== false,
  gradedOnly: settings.gradedOnly && settings.acceptLineItem !== false,
  mostPoints: family === 'moodle' ? MOST_POINTS_IN_MOODLE : MOST_POINTS,
});

export type PickProblem = 'nothing' | 'points';

/** What of all that could be placed suits this place. */
export const suitable = (offers: readonly Offer[], granted: Granted): Offer[] =>
  offers.filter(({ gradable }) => gradable || !granted.gradedOnly);

/** Names of a form's fields: one box per offer, and two more where it can be graded. */
export const pickKey = ({ kind, ref }: { kind: string; ref: string }): string => `${kind}:${ref}`;

export type PickForm = Readonly<Record<string, string | readonly string[]>>;

/** What a sent form picks of the offers, in their order; what isn't offered or granted is passed over. */
export function readPicks(
  form: PickForm,
  offers: readonly Offer[],
  granted: Granted,
): { kind: 'picked'; picks: Pick[] } | { kind: 'problem'; problem: PickProblem } {
  const ticked = [form['item'] ?? []].flat();
  const chosen = offers.filter((offer) => ticked.includes(pickKey(offer)));
  const taken = granted.several ? chosen : chosen.slice(0, 1);
  if (taken.length === 0) return { kind: 'problem', problem: 'nothing' };
  const picks = taken.map(({ kind, ref, title, gradable }) => {
    const key = pickKey({ kind, ref });
    const graded = granted.grades && gradable && (granted.gradedOnly || form[`graded:${key}`] !== undefined);
    return { kind, ref, title, scoreMaximum: graded ? Number(form[`points:${key}`]) : null };
  });
  const isSound = ({ scoreMaximum }: Pick) =>
    scoreMaximum === null ||
    (Number.isInteger(scoreMaximum) && scoreMaximum >= 1 && scoreMaximum <= granted.mostPoints);
  return picks.every(isSound) ? { kind: 'picked', picks } : { kind: 'problem', problem: 'points' };
}
