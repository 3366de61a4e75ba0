import type { LocalText, Skill } from '../programme/index.ts';
import type { TalentType } from '../roster/index.ts';
import type { Closer, Constraint, Match, OpenPosting, Part, SkillLine } from './matching.schema.ts';
import type { PostingKind } from './postings.schema.ts';

export interface SkillView {
  skillId: string;
  name: LocalText;
  level: number;
  must: boolean;
  state: SkillLine['state'];
  /** What was shown so far, 0 … 5; null: nothing is known. */
  has: number | null;
  certainty: number | null;
}

export interface JobCard {
  id: string;
  title: string;
  employerName: string;
  cooperating: boolean;
  talentType: TalentType;
  region: string;
  kind: PostingKind;
  pay: { from: number | null; to: number | null } | null;
  postedAt: Date;
}

export interface MatchView {
  /** 0 … 1; null: nothing that counts is known. */
  score: number | null;
  parts: { part: Part; value: number | null; weight: number }[];
  met: SkillView[];
  missing: (SkillView & { closer: Closer | null })[];
  whatIf: { name: LocalText; level: number; score: number } | null;
  unknown: Constraint[];
  unmet: Constraint[];
}

export const presentCard = (posting: OpenPosting): JobCard => ({
  id: posting.id,
  title: posting.title,
  employerName: posting.employerName,
  cooperating: posting.cooperating,
  talentType: posting.talentType,
  region: posting.region,
  kind: posting.kind,
  pay:
    posting.payMin === null && posting.payMax === null ? null : { from: posting.payMin, to: posting.payMax },
  postedAt: new Date(posting.createdAt),
});

export type SkillNames = ReadonlyMap<string, LocalText>;
export const namesOf = (skills: readonly Pick<Skill, 'id' | 'name'>[]): SkillNames =>
  new Map(skills.map(({ id, name }) => [id, name]));

export const nameOf = (names: SkillNames, id: string): LocalText => names.get(id) ?? { 'zh-CN': id, en: id };

export const presentSkill = (line: SkillLine, names: SkillNames): SkillView => ({
  skillId: line.skillId,
  name: nameOf(names, line.skillId),
  level: line.level,
  must: line.must,
  state: line.state,
  has: line.evidence?.level ?? null,
  certainty: line.evidence?.certainty ?? null,
});

export function presentMatch(match: Match, names: SkillNames, closers: readonly Closer[]): MatchView {
  return {
    score: match.score,
    parts: match.parts,
    met: match.skills.filter(({ state }) => state === 'met').map((line) => presentSkill(line, names)),
    missing: match.missing.map((line) => ({
      ...presentSkill(line, names),
      closer: closers.find(({ skillId }) => skillId === line.skillId) ?? null,
    })),
    whatIf: match.whatIf && {
      name: nameOf(names, match.whatIf.skillId),
      level: match.whatIf.level,
      score: match.whatIf.score,
    },
    unknown: match.constraints.unknown,
    unmet: match.constraints.unmet,
  };
}

export interface JobsPage {
  saved: boolean;
  /** false: switched off, and openings stand by date. */
  recommendations: boolean;
  consented: boolean;
  hasWishes: boolean;
  open: number;
  jobs: (JobCard & { match: MatchView | null })[];
  /** What a constraint rules out, with which. */
  ruledOut: (JobCard & { unmet: Constraint[] })[];
  previous: number | null;
  next: number | null;
}

export const JOBS_SHOWN = 20;
