import { recordAudit } from '../../infra/audit.ts';
import { dayIn } from '../../infra/day.rules.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { selectOccupationNames } from '../occupations/index.ts';
import { selectSkills } from '../programme/index.ts';
import { openForPerson, type SignedIn } from '../roster/index.ts';
import { namesOf, nameOf } from './jobs.pages.ts';
import { findShortlist, selectEntries } from './matching.queries.ts';
import { decisionsFrom } from './posting.rules.ts';
import { presentCandidate, presentPosting, presentPostingForm, presentSkillsForm } from './posting.pages.ts';
import { findPosting, selectPostingLines, selectReports, type PostingSearch } from './postings.queries.ts';
import { POSTING_STATES, PURPOSES, type Purpose } from './postings.schema.ts';
import { makeSkillDictionary, readPostingWords } from './read-words.ts';
import { findOwnPosting, type Filer } from './save-posting.ts';
import { suggestSkills } from './skill-words.rules.ts';
import { choicesOf } from './wishes.pages.ts';
import { findEmployer } from './employers.queries.ts';

export const PAGE_SIZE = 50;
/** Of a list that is downloaded. */
const MOST_ROWS = 10_000;

/** What a list is narrowed to, for the addresses of its other pages. */
export const filterOf = (given: Record<string, string>): string =>
  `&${new URLSearchParams(given).toString()}`;

export type PostingQuery = Pick<PostingSearch, 'purpose' | 'state' | 'search'> & { page: number };

/** Staff's list of what employers look for: the employers' half of the two databases (R166). */
export async function loadPostings(deps: Deps, who: SignedIn, query: PostingQuery) {
  const today = dayIn(who.timeZone, deps.now());
  const lines = await selectPostingLines(deps.db, {
    ...query,
    schoolId: who.schoolId,
    today,
    employerId: null,
    limit: PAGE_SIZE + 1,
    offset: (query.page - 1) * PAGE_SIZE,
  });
  return {
    search: query.search,
    filter: filterOf({ search: query.search, purpose: query.purpose ?? '', state: query.state ?? '' }),
    purposes: choicesOf(PURPOSES, query.purpose),
    states: choicesOf(POSTING_STATES, query.state),
    lines: lines.slice(0, PAGE_SIZE),
    previous: query.page > 1 ? query.page - 1 : null,
    next: lines.length > PAGE_SIZE ? query.page + 1 : null,
  };
}

/** All that was filed, as rows of a table file. */
export async function loadPostingRows(deps: Deps, who: SignedIn, purpose: Purpose | null) {
  const names = namesOf(await selectSkills(deps.db, who));
  const lines = await selectPostingLines(deps.db, {
    schoolId: who.schoolId,
    today: dayIn(who.timeZone, deps.now()),
    purpose,
    state: null,
    employerId: null,
    search: '',
    limit: MOST_ROWS,
    offset: 0,
  });
  return lines.map((line) => ({
    ...line,
    skills: line.skills.map(({ skillId, level, must }) => ({
      name: nameOf(names, skillId)[who.locale],
      level,
      must,
    })),
  }));
}

/** A posting for staff: why it is held, what students reported, and its candidates. Who reads reports is recorded. */
export async function loadPosting(deps: Deps, who: SignedIn, postingId: string, saved: boolean) {
  const { db } = deps;
  const { schoolId } = who;
  const posting = await findPosting(db, { schoolId, postingId });
  if (!posting) throw notFound();
  const names = namesOf(await selectSkills(db, who));
  const today = dayIn(who.timeZone, deps.now());
  const view = presentPosting(posting, names, today);
  const shortlist = await findShortlist(db, { schoolId, postingId });
  const entries = shortlist ? await selectEntries(db, { schoolId, shortlistId: shortlist.id }) : [];
  return {
    ...view,
    saved,
    decisions: decisionsFrom(posting.state),
    editable: posting.state !== 'refused',
    reports: await openReports(deps, who, postingId),
    mayShortlist: posting.state === 'open' && posting.purpose === 'opening' && !view.expired,
    shortlist: shortlist && {
      id: shortlist.id,
      madeAt: shortlist.madeAt,
      releasedAt: shortlist.releasedAt,
      releasedByName: shortlist.releasedByName,
      candidates: entries.map((entry) => presentCandidate(entry, names)),
    },
  };
}

async function openReports(deps: Deps, who: SignedIn, postingId: string) {
  const { schoolId } = who;
  const rows = await selectReports(deps.db, { schoolId, postingId });
  const reports = [];
  for (const { personId, wordsSealed, ...report } of rows) {
    const [words = null] = await openForPerson(deps.db, deps, { schoolId, personId }, [wordsSealed]);
    reports.push({ ...report, words });
  }
  if (rows.length > 0)
    await recordAudit(deps.db, deps, {
      schoolId,
      actorPersonId: who.personId,
      action: 'employers.reports.read',
      subjectType: 'posting',
      subjectId: postingId,
    });
  return reports;
}

/** Where the pages of a posting's form stand: staff's or a link's. */
export interface FormPlace {
  /** Below which `<posting>/edit` and `<posting>/skills` stand. */
  base: string;
  back: string;
  byLink: boolean;
}

export async function loadPostingForm(
  deps: Deps,
  filer: Filer,
  wanted: { employerId: string; purpose: Purpose; action: string } | { postingId: string },
  place: FormPlace,
) {
  const today = dayIn(filer.timeZone, deps.now());
  const occupations = await selectOccupationNames(deps.db, { schoolId: filer.schoolId });
  const given = { back: place.back, byLink: place.byLink, today, occupations };
  if ('postingId' in wanted) {
    const posting = await findOwnPosting(deps.db, filer, wanted.postingId);
    const { purpose, employerName } = posting;
    const action = `${place.base}/${wanted.postingId}/edit`;
    return presentPostingForm(posting, { ...given, purpose, action, employerName });
  }
  const employer = await findEmployer(deps.db, { ...filer, employerId: wanted.employerId });
  if (!employer) throw notFound();
  const { purpose, action } = wanted;
  return presentPostingForm(null, { ...given, purpose, action, employerName: employer.name });
}

/** A draft's skills to confirm, with where its text names them. */
export async function loadSkillsForm(deps: Deps, filer: Filer, postingId: string, place: FormPlace) {
  const posting = await findOwnPosting(deps.db, filer, postingId);
  const skills = await selectSkills(deps.db, filer);
  const { skillTerms, cues } = await readPostingWords();
  // The text first, so that places are counted in it.
  const text = `${posting.text}\n${posting.title}`;
  const found = suggestSkills(text, makeSkillDictionary(skillTerms, skills), cues);
  return presentSkillsForm(posting, found, skills, {
    action: `${place.base}/${postingId}/skills`,
    back: `${place.base}/${postingId}/edit`,
    byLink: place.byLink,
  });
}
