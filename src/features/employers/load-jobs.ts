import { dayIn } from '../../infra/day.rules.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { selectSkills } from '../programme/index.ts';
import type { SignedIn } from '../roster/index.ts';
import { JOBS_SHOWN, namesOf, nameOf, presentCard, presentMatch, type JobsPage } from './jobs.pages.ts';
import { loadStudent } from './load-student.ts';
import { explainMatch, prepareStudent } from './match.rules.ts';
import { judgeConstraints } from './constraint.rules.ts';
import type { Match, OpenPosting } from './matching.schema.ts';
import { findProfile, selectClosers } from './matching.queries.ts';
import type { OpenPostings, PostingBook } from './open-postings.ts';
import { findPosting, selectOpenPostings } from './postings.queries.ts';
import { rankPostings } from './rank.rules.ts';
import { loadReported } from './report-posting.ts';

const RULED_OUT_SHOWN = 5;

export interface Recommended {
  best: { posting: OpenPosting; match: Match }[];
  unmet: OpenPosting[];
}

/** The openings that suit somebody best, each with its reasons. */
export function recommend(
  { postings, weigh }: OpenPostings,
  student: Parameters<typeof prepareStudent>[0],
  limit: number,
): Recommended {
  const { best, unmet } = rankPostings(postings, student, weigh, limit);
  const prepared = prepareStudent(student);
  return {
    best: best.map(({ posting }) => ({ posting, match: explainMatch(posting, prepared, weigh) })),
    unmet: unmet.slice(0, RULED_OUT_SHOWN).map(({ posting }) => posting),
  };
}

/** A student's openings: those that suit them best with reasons, or all by date when they switched that off. */
export async function loadJobs(
  deps: Deps,
  book: PostingBook,
  who: SignedIn,
  query: { saved: boolean; page: number },
): Promise<JobsPage> {
  const { db } = deps;
  const profile = await findProfile(db, who);
  const open = await book.read(who);
  const own = {
    saved: query.saved,
    recommendations: profile?.recommendations ?? true,
    consented: Boolean(profile?.consentedAt),
    hasWishes: profile !== null && hasWishes(profile),
    open: open.postings.length,
  };
  if (!own.recommendations) return { ...own, ...listByDate(open.postings, query.page) };
  const { student } = await loadStudent(deps, who);
  const { best, unmet } = recommend(open, student, JOBS_SHOWN);
  const names = namesOf(await selectSkills(db, who));
  const skillIds = [...new Set(best.flatMap(({ match }) => match.missing.map(({ skillId }) => skillId)))];
  const closers = await selectClosers(db, { ...who, skillIds });
  return {
    ...own,
    jobs: best.map(({ posting, match }) => ({
      ...presentCard(posting),
      match: presentMatch(match, names, closers),
    })),
    ruledOut: unmet.map((posting) => ({
      ...presentCard(posting),
      unmet: judgeConstraints(posting, student).unmet,
    })),
    previous: null,
    next: null,
  };
}

const hasWishes = ({
  talentType,
  posts,
  kinds,
  regions,
}: NonNullable<Awaited<ReturnType<typeof findProfile>>>) =>
  talentType !== null || posts.length + kinds.length + regions.length > 0;

function listByDate(
  postings: readonly OpenPosting[],
  page: number,
): Pick<JobsPage, 'jobs' | 'ruledOut' | 'previous' | 'next'> {
  const first = (page - 1) * JOBS_SHOWN;
  const newest = postings.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
  return {
    jobs: newest
      .slice(first, first + JOBS_SHOWN)
      .map((posting) => ({ ...presentCard(posting), match: null })),
    ruledOut: [],
    previous: page > 1 ? page - 1 : null,
    next: first + JOBS_SHOWN < postings.length ? page + 1 : null,
  };
}

/** One opening for a student, with how it suits them unless they switched that off. */
export async function loadJob(
  deps: Deps,
  book: PostingBook,
  who: SignedIn,
  postingId: string,
  saved: boolean,
) {
  const { db } = deps;
  const today = dayIn(who.timeZone, deps.now());
  const [posting] = await selectOpenPostings(db, { schoolId: who.schoolId, today, postingId });
  const row = await findPosting(db, { schoolId: who.schoolId, postingId });
  if (!posting || !row) throw notFound('employers.jobGone');
  const { student, profile } = await loadStudent(deps, who);
  const { weigh } = await book.read(who);
  const names = namesOf(await selectSkills(db, who));
  const match = explainMatch(posting, prepareStudent(student), weigh);
  const skillIds = match.missing.map(({ skillId }) => skillId);
  const closers = await selectClosers(db, { ...who, skillIds });
  return {
    saved,
    card: presentCard(posting),
    description: row.text,
    special: row.special,
    wanted: row.wanted,
    education: row.education,
    startsOn: row.startsOn,
    expiresOn: row.expiresOn,
    certificates: row.certificates.join(' · '),
    offers: row.offers,
    receipt: row.receipt,
    asked: row.skills.map((skill) => ({ ...skill, name: nameOf(names, skill.skillId) })),
    match: (profile?.recommendations ?? true) ? presentMatch(match, names, closers) : null,
    reported: await loadReported(db, who, postingId),
  };
}
