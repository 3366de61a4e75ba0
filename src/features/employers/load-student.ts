import type { Deps } from '../../infra/deps.ts';
import { findNewestResult } from '../instruments/index.ts';
import { INTEREST_TYPES, type Interests } from '../occupations/index.ts';
import { openForPerson, type PersonKey } from '../roster/index.ts';
import { readEvidence } from './evidence.rules.ts';
import type { Seeker, Student } from './matching.schema.ts';
import {
  findProfile,
  selectCandidates,
  selectTries,
  type CandidateRow,
  type ProfileRow,
} from './matching.queries.ts';
import { WORK_VALUES } from './postings.schema.ts';

/** What a student's own recommendations rest on: measured skills, own wishes, and the two questionnaires they took. */
export async function loadStudent(
  deps: Deps,
  key: PersonKey,
): Promise<{ student: Student; profile: ProfileRow | null }> {
  const { db } = deps;
  const profile = await findProfile(db, key);
  const tries = await selectTries(db, key);
  const [minPay = null] = await openForPerson(db, deps, key, [profile?.minPaySealed ?? null]);
  const interests = await findNewestResult(deps, { ...key, instrumentId: 'riasec-activities-60' });
  const values = await findNewestResult(deps, { ...key, instrumentId: 'work-values-21' });
  const interest = INTEREST_TYPES.flatMap((id) => {
    const value = interests?.scores.find((score) => score.id === id)?.value ?? null;
    return value === null ? [] : [[id, value] as const];
  });
  const shares = WORK_VALUES.flatMap((id) => {
    const score = values?.scores.find((one) => one.id === id);
    if (!score || score.value === null || score.max === score.min) return [];
    return [[id, (score.value - score.min) / (score.max - score.min)] as const];
  });
  return {
    profile,
    student: {
      skills: new Map(tries.map((row) => [row.skillId, readEvidence(row)])),
      talentType: profile?.talentType ?? null,
      posts: profile?.posts ?? [],
      kinds: profile?.kinds ?? [],
      regions: profile?.regions ?? [],
      regionsOnly: profile?.regionsOnly ?? false,
      education: profile?.education ?? null,
      availableFrom: profile?.availableFrom ?? null,
      certificates: profile?.certificates ?? null,
      minPay: minPay === null ? null : Number(minPay),
      interests:
        interest.length === INTEREST_TYPES.length ? (Object.fromEntries(interest) as Interests) : null,
      values: shares.length === 0 ? null : new Map(shares),
    },
  };
}

const toSeeker = ({ tries, ...row }: CandidateRow): Seeker & { personId: string } => ({
  ...row,
  skills: new Map(
    tries.map(([skillId, attempts, correct]) => [skillId, readEvidence({ attempts, correct })]),
  ),
});

/** Everybody who agreed to be suggested, as far as some skills are asked. */
export const loadSeekers = async (
  deps: Pick<Deps, 'db'>,
  wanted: { schoolId: string; skillIds: readonly string[] },
): Promise<(Seeker & { personId: string })[]> => (await selectCandidates(deps.db, wanted)).map(toSeeker);
