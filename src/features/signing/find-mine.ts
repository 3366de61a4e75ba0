import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import type { SignedIn } from '../roster/index.ts';
import {
  findOwnAgreement,
  findOwnDispute,
  findSharedAgreement,
  findSharedDispute,
  type AgreementRow,
  type DisputeRow,
} from './signing.queries.ts';

/** Career teachers advise the learners of the course they came from. */
export const advises = ({ roles }: Pick<SignedIn, 'roles'>): boolean => roles.includes('career_teacher');

/** Somebody's own, or what was shared with an adviser of theirs; anything else isn't there. */
export async function requireAgreement(deps: Deps, who: SignedIn, id: string): Promise<AgreementRow> {
  const own = await findOwnAgreement(deps.db, { ...who, id });
  const { schoolId, courseId } = who;
  const shared =
    own === null && courseId !== null && advises(who)
      ? await findSharedAgreement(deps.db, { schoolId, courseId, id })
      : null;
  const agreement = own ?? shared;
  if (!agreement) throw notFound();
  return agreement;
}

export async function requireDispute(deps: Deps, who: SignedIn, id: string): Promise<DisputeRow> {
  const own = await findOwnDispute(deps.db, { ...who, id });
  const { schoolId, courseId } = who;
  const shared =
    own === null && courseId !== null && advises(who)
      ? await findSharedDispute(deps.db, { schoolId, courseId, id })
      : null;
  const dispute = own ?? shared;
  if (!dispute) throw notFound();
  return dispute;
}
