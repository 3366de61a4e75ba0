import type { TalentType } from '../roster/index.ts';
import { isAmong } from './constraint.rules.ts';
import type { OpenPosting, Student } from './matching.schema.ts';

/** Half a step of the way: the right field, another post. */
const SAME_FIELD = 0.5;

/** Whether an opening is what the student means to become; null: they said nothing. */
export function fitOfGoal(
  { title, talentType }: Pick<OpenPosting, 'title' | 'talentType'>,
  student: Pick<Student, 'posts' | 'talentType'>,
): number | null {
  if (student.posts.length === 0)
    return student.talentType === null ? null : Number(talentType === student.talentType);
  const name = title.toLowerCase();
  if (student.posts.some((post) => name.includes(post.toLowerCase()))) return 1;
  return talentType === student.talentType ? SAME_FIELD : 0;
}

/**
 * Means of the interest profiles (R I A S E C, 1 … 7) of the occupations of each talent type, from O*NET 29.3
 * (catalogue/instruments names its licence).
 */
const INTERESTS: Readonly<Record<TalentType, readonly number[]>> = {
  development: [3.58, 5.28, 3.15, 1.94, 2.58, 5.1],
  support: [4.32, 4.54, 1.48, 2.04, 2.48, 5.62],
  operations: [1.54, 2.91, 2.81, 2.85, 5.64, 4.89],
};

/** How alike a student's interests and those of each field are: their correlation on 0 … 1; null: not known, or all alike. */
export function fitOfInterests(
  interests: readonly number[] | null,
): Readonly<Record<TalentType, number | null>> {
  const fit = (of: readonly number[]) => {
    const r = interests === null ? null : correlate(interests, of);
    return r === null ? null : (r + 1) / 2;
  };
  return {
    development: fit(INTERESTS.development),
    support: fit(INTERESTS.support),
    operations: fit(INTERESTS.operations),
  };
}

const meanOf = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

function correlate(a: readonly number[], b: readonly number[]): number | null {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [index, value] of a.entries()) {
    const [fromA, fromB] = [value - meanA, (b[index] ?? meanB) - meanB];
    ab += fromA * fromB;
    aa += fromA * fromA;
    bb += fromB * fromB;
  }
  return aa === 0 || bb === 0 ? null : ab / Math.sqrt(aa * bb);
}

/** City and pay, as far as both sides told; null: neither. */
export function fitOfPreferences(
  { region, payMin, payMax }: Pick<OpenPosting, 'region' | 'payMin' | 'payMax'>,
  student: Pick<Student, 'regions' | 'minPay'>,
): number | null {
  const offered = payMax ?? payMin;
  const fits = [
    student.regions.length === 0 ? null : Number(isAmong(region, student.regions)),
    student.minPay === null || offered === null ? null : Math.min(1, offered / Math.max(1, student.minPay)),
  ].filter((fit) => fit !== null);
  return fits.length === 0 ? null : meanOf(fits);
}

/** Whether an employer offers what matters more to the student than other things do; null: one of them said nothing. */
export function fitOfValues(
  { offers }: Pick<OpenPosting, 'offers'>,
  { values }: Pick<Student, 'values'>,
): number | null {
  if (values === null || values.size === 0) return null;
  const offered = offers.flatMap((offer) => values.get(offer) ?? []);
  if (offered.length === 0) return null;
  const centred = meanOf(offered) - meanOf([...values.values()]);
  return Math.min(1, Math.max(0, 0.5 + centred));
}
