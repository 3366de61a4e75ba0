import { addDays } from '../../infra/day.rules.ts';
import { TALENT_TYPES } from '../roster/index.ts';
import type { OccupationName } from '../occupations/index.ts';
import type { Skill } from '../programme/index.ts';
import { MOST_DAYS_OPEN } from './hold.rules.ts';
import { nameOf, namesOf, presentSkill, type SkillNames } from './jobs.pages.ts';
import type { CandidateReasons } from './matching.schema.ts';
import {
  EDUCATIONS,
  LEVELS,
  POSTING_KINDS,
  WORK_VALUES,
  type Posting,
  type PostingContent,
  type Purpose,
  type WantedSkill,
} from './postings.schema.ts';
import type { Suggestion } from './skill-words.rules.ts';
import { choicesOf } from './wishes.pages.ts';

type Shown = Omit<PostingContent, 'purpose'> | null;

/** The form of an opening or a need, new (null) or as it was saved; `action` is where it is sent. */
export const presentPostingForm = (
  posting: Shown,
  given: {
    occupations: readonly OccupationName[];
    purpose: Purpose;
    action: string;
    back: string;
    employerName: string;
    today: string;
    byLink: boolean;
  },
) => ({
  ...given,
  isNew: posting === null,
  title: posting?.title ?? '',
  description: posting?.text ?? '',
  talentTypes: choicesOf(TALENT_TYPES, posting?.talentType ?? null),
  wanted: posting?.wanted ?? 1,
  region: posting?.region ?? '',
  kinds: choicesOf(POSTING_KINDS, posting?.kind ?? null),
  payMin: posting?.payMin ?? '',
  payMax: posting?.payMax ?? '',
  educations: choicesOf(EDUCATIONS, posting?.education ?? null),
  startsOn: posting?.startsOn ?? '',
  certificates: (posting?.certificates ?? []).join(', '),
  offers: choicesOf(WORK_VALUES, posting?.offers ?? []),
  special: posting?.special ?? '',
  expiresOn: posting?.expiresOn ?? addDays(given.today, MOST_DAYS_OPEN / 2),
  lastDay: addDays(given.today, MOST_DAYS_OPEN),
  occupations: given.occupations.map(({ id, title }) => ({
    id,
    title,
    selected: id === posting?.occupationId,
  })),
});

/** So many rows are left for skills the text doesn't name. */
const FREE_ROWS = 4;
const USUAL_LEVEL = 3;

/** Rows to confirm: what was confirmed before, then what the text names, then empty ones to add more. */
export function presentSkillsForm(
  posting: { title: string; text: string; skills: readonly WantedSkill[]; purpose: Purpose },
  found: readonly Suggestion[],
  skills: readonly Skill[],
  given: { action: string; back: string; byLink: boolean },
) {
  const names = namesOf(skills);
  const before = new Map(posting.skills.map((skill) => [skill.skillId, skill]));
  const known = found.filter(({ skillId }) => names.has(skillId));
  const ids = [...new Set([...before.keys(), ...known.map(({ skillId }) => skillId)])];
  const levels = (chosen: number) => LEVELS.map((value) => ({ value, selected: value === chosen }));
  const rows = ids.map((skillId, index) => {
    const suggestion = found.find((one) => one.skillId === skillId);
    const confirmed = before.get(skillId);
    return {
      row: index,
      skillId,
      name: nameOf(names, skillId),
      places: suggestion?.places ?? [],
      /** The text says that it isn't needed. */
      negated: suggestion !== undefined && !suggestion.wanted,
      checked: confirmed !== undefined || (before.size === 0 && suggestion?.wanted === true),
      nice: confirmed?.must === false,
      levels: levels(confirmed?.level ?? USUAL_LEVEL),
    };
  });
  return {
    ...given,
    title: posting.title,
    purpose: posting.purpose,
    rows,
    free: Array.from({ length: FREE_ROWS }, (_, index) => ({
      row: rows.length + index,
      levels: levels(USUAL_LEVEL),
    })),
    /** As the text writes them: what it asks that the school's graph doesn't hold. */
    beyond: found
      .filter(({ skillId, wanted }) => wanted && !names.has(skillId))
      .map(({ places: [place] }) => place?.word ?? ''),
    skills: skills.filter(({ id }) => !ids.includes(id)).map(({ id, name }) => ({ id, name })),
  };
}

export interface CandidateView {
  personId: string;
  name: string;
  /** What the employer calls them. */
  rank: number;
  score: number;
  skills: ReturnType<typeof presentSkill>[];
  unknown: CandidateReasons['unknown'];
  kept: boolean;
}

export const presentCandidate = (
  entry: Omit<CandidateView, 'skills' | 'unknown'> & { reasons: CandidateReasons },
  names: SkillNames,
): CandidateView => ({
  personId: entry.personId,
  name: entry.name,
  rank: entry.rank,
  score: entry.score,
  kept: entry.kept,
  skills: entry.reasons.skills.map((line) => presentSkill(line, names)),
  unknown: entry.reasons.unknown,
});

/** What stands on the page of a posting beside its decisions and candidates. */
export const presentPosting = (posting: Posting, names: SkillNames, today: string) => ({
  id: posting.id,
  receipt: posting.receipt,
  purpose: posting.purpose,
  title: posting.title,
  description: posting.text,
  employerId: posting.employerId,
  employerName: posting.employerName,
  verification: posting.verification,
  talentType: posting.talentType,
  wanted: posting.wanted,
  region: posting.region,
  kind: posting.kind,
  pay:
    posting.payMin === null && posting.payMax === null ? null : { from: posting.payMin, to: posting.payMax },
  education: posting.education,
  startsOn: posting.startsOn,
  certificates: posting.certificates.join(' · '),
  offers: posting.offers,
  special: posting.special,
  expiresOn: posting.expiresOn,
  occupationId: posting.occupationId,
  state: posting.state,
  expired: posting.expiresOn !== null && posting.expiresOn < today,
  holdReasons: posting.holdReasons,
  byLink: posting.linkId !== null,
  createdByName: posting.createdByName,
  createdAt: posting.createdAt,
  skills: posting.skills.map((skill) => ({ ...skill, name: nameOf(names, skill.skillId) })),
});
