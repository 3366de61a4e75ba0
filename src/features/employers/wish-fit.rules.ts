import { correlateInterests, isDifferentiated, type Interests } from '../occupations/index.ts';
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

const profile = (R: number, I: number, A: number, S: number, E: number, C: number): Interests => ({
  R,
  I,
  A,
  S,
  E,
  C,
});

/** Means of the interest profiles (1 … 7) of the occupations of each talent type in the catalogue of occupations. */
const INTERESTS: Readonly<Record<TalentType, Interests>> = {
  development: profile(3.58, 5.28, 3.15, 1.94, 2.58, 5.1),
  support: profile(4.32, 4.54, 1.48, 2.04, 2.48, 5.62),
  operations: profile(1.54, 2.91, 2.81, 2.85, 5.64, 4.89),
};

/** How alike a student's interests and those of each field are: their correlation on 0 … 1; null: not known, or no profile. */
export function fitOfInterests(interests: Interests | null): Readonly<Record<TalentType, number | null>> {
  const fit = (field: Interests) => {
    const r =
      interests === null || !isDifferentiated(interests) ? null : correlateInterests(interests, field);
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
