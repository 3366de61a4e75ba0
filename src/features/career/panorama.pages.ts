import {
  INTEREST_TYPES,
  interestCode,
  type InterestType,
  type Interests,
  type Occupation,
  type OccupationFilter,
} from '../occupations/index.ts';
import type { LocalText } from '../programme/index.ts';
import { TALENT_TYPES, type TalentType } from '../roster/index.ts';
import { assessFit, byFit, type Fit } from './fit.rules.ts';

const PAGE_SIZE = 24;

export interface PanoramaPage {
  filter: { q: string; skill: string };
  types: { value: TalentType; selected: boolean }[];
  interests: { value: InterestType; selected: boolean }[];
  filtered: boolean;
  total: number;
  rows: {
    id: string;
    title: LocalText;
    description: LocalText | null;
    talentType: TalentType;
    source: Occupation['source'];
    code: string | null;
    interestCode: InterestType[];
    fit: Fit | null;
  }[];
  /** Ordered by likeness to the reader's interests. */
  byFit: boolean;
  /** A learner who could have that order, and hasn't answered the questionnaire yet. */
  mayAsk: boolean;
  manages: boolean;
  newer: string | null;
  older: string | null;
  page: number;
  pages: number;
}

export function presentPanorama(
  occupations: readonly Occupation[],
  filter: OccupationFilter,
  reader: { interests: Interests | null; isLearner: boolean; manages: boolean },
): PanoramaPage {
  const { interests } = reader;
  const judged = occupations.map((one) => ({ ...one, fit: assessFit(interests, one) }));
  const ordersByFit = judged.some(({ fit }) => fit !== null);
  const ordered = ordersByFit ? byFit(judged) : judged;
  const pages = Math.max(1, Math.ceil(ordered.length / PAGE_SIZE));
  const page = Math.min(filter.page, pages);
  const hrefOf = (wanted: number) =>
    wanted < 1 || wanted > pages ? null : queryOf({ ...filter, page: wanted });
  return {
    filter: { q: filter.q, skill: filter.skill },
    types: TALENT_TYPES.map((value) => ({ value, selected: value === filter.type })),
    interests: INTEREST_TYPES.map((value) => ({ value, selected: value === filter.interest })),
    filtered: filter.q !== '' || filter.skill !== '' || filter.type !== null || filter.interest !== null,
    total: ordered.length,
    rows: ordered.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map((one) => ({
      id: one.id,
      title: one.title,
      description: one.description,
      talentType: one.talentType,
      source: one.source,
      code: one.code,
      interestCode: one.interests === null ? [] : interestCode(one.interests),
      fit: one.fit,
    })),
    byFit: ordersByFit,
    mayAsk: reader.isLearner && interests === null,
    manages: reader.manages,
    newer: hrefOf(page - 1),
    older: hrefOf(page + 1),
    page,
    pages,
  };
}

const queryOf = ({ q, skill, type, interest, page }: OccupationFilter): string =>
  `?${new URLSearchParams({ q, skill, type: type ?? '', interest: interest ?? '', page: String(page) }).toString()}`;
