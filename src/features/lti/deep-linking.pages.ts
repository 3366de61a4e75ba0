import { USUAL_POINTS, pickKey, type PickForm, type PickProblem } from './deep-link-pick.rules.ts';
import type { Granted, Offer, PlacedItem } from './deep-linking.schema.ts';

interface OfferLine {
  /** Counted over the page, for the ids of its fields. */
  place: number;
  key: string;
  title: string;
  picked: boolean;
  /** When it was placed in this course before; null: never. */
  addedAt: Date | null;
  /** Names of its links that were opened in the course since. */
  links: string[];
  /** null: can't be graded, or not here. */
  grade: { ticked: boolean; points: number | string } | null;
}

export interface PickingPage {
  problem: PickProblem | null;
  granted: Granted;
  /** Some of the offers could be graded, and this place in the LMS takes no grades. */
  gradesRefused: boolean;
  /** The course has no plan yet, so that there is little to pick. */
  planMissing: boolean;
  /** Things of which a course has one. */
  single: (OfferLine & { kind: string })[];
  groups: { kind: string; offers: OfferLine[] }[];
}

/** The choices by kind; `form`: what was sent and could not be taken. */
export function presentPicking(
  offers: readonly Offer[],
  placed: readonly PlacedItem[],
  given: { kinds: readonly string[]; granted: Granted; problem: PickProblem | null; form: PickForm },
): PickingPage {
  const { granted, form } = given;
  const lines = offers.map((offer, index): OfferLine & { kind: string } => {
    const key = pickKey(offer);
    const known = placed.find(({ kind, ref }) => kind === offer.kind && ref === offer.ref);
    const proposed = known ? known.scoreMaximum !== null : offer.gradedByDefault;
    const points = form[`points:${key}`];
    return {
      kind: offer.kind,
      place: index + 1,
      key,
      title: offer.title,
      picked: [form['item'] ?? []].flat().includes(key),
      addedAt: known?.createdAt ?? null,
      links: known?.linkTitles.map((title) => title ?? offer.title) ?? [],
      grade:
        offer.gradable && granted.grades
          ? {
              ticked:
                granted.gradedOnly ||
                (given.problem === null ? proposed : form[`graded:${key}`] !== undefined),
              points: typeof points === 'string' ? points : (known?.scoreMaximum ?? USUAL_POINTS),
            }
          : null,
    };
  });
  const several = lines.filter((_line, index) => offers[index]?.ref !== '');
  const groups = given.kinds
    .map((kind) => ({ kind, offers: several.filter((line) => line.kind === kind) }))
    .filter((group) => group.offers.length > 0);
  return {
    problem: given.problem,
    granted,
    gradesRefused: !granted.grades && offers.some(({ gradable }) => gradable),
    planMissing: several.length === 0,
    single: lines.filter((line) => !several.includes(line)),
    groups,
  };
}

export interface LinkReturnPage {
  returnUrl: string;
  jwt: string;
  /** The script that presses the button; without scripts the reader does. */
  script: string;
  /** How many links go along; 0: the teacher went back without any. */
  count: number;
}
