import { TALENT_TYPES, type TalentType } from '../roster/index.ts';
import { EDUCATIONS, POSTING_KINDS, type Education, type PostingKind } from './postings.schema.ts';

export interface ChoiceView<T> {
  value: T;
  selected: boolean;
}

export const choicesOf = <T extends string>(
  values: readonly T[],
  chosen: T | null | readonly T[],
): ChoiceView<T>[] =>
  values.map((value) => ({
    value,
    selected: Array.isArray(chosen) ? chosen.includes(value) : value === chosen,
  }));

interface Told {
  consentedAt: Date | null;
  talentType: TalentType | null;
  posts: string[];
  kinds: PostingKind[];
  regions: string[];
  regionsOnly: boolean;
  education: Education | null;
  availableFrom: string | null;
  certificates: string[] | null;
}

const listed = (words: readonly string[] | null | undefined): string => (words ?? []).join(', ');

/** The form of wishes as it was saved last; null: nothing was told yet. */
export const presentWishes = (told: Told | null, minPay: number | null, saved: boolean) => ({
  saved,
  consent: Boolean(told?.consentedAt),
  talentTypes: choicesOf(TALENT_TYPES, told?.talentType ?? null),
  posts: listed(told?.posts),
  kinds: choicesOf(POSTING_KINDS, told?.kinds ?? []),
  regions: listed(told?.regions),
  regionsOnly: told?.regionsOnly ?? false,
  educations: choicesOf(EDUCATIONS, told?.education ?? null),
  availableFrom: told?.availableFrom ?? '',
  certificates: listed(told?.certificates),
  minPay: minPay ?? '',
  told: told !== null,
});
