import type { TabView } from '../career/index.ts';
import type { LocalText } from '../programme/index.ts';
import type { ListedOffer } from './offer.schema.ts';
import { LISTED_KINDS, type ListedKind } from './path.schema.ts';

export interface OffersPage {
  tabs: TabView[];
  saved: boolean;
  offers: (Omit<ListedOffer, 'skills' | 'minutes'> & {
    hours: number;
    skills: { name: LocalText; from: number; to: number }[];
  })[];
  kinds: readonly ListedKind[];
  levels: readonly number[];
  skills: { id: string; name: LocalText }[];
}

export function presentOffers(
  offers: readonly ListedOffer[],
  skills: readonly { id: string; name: LocalText }[],
  given: Pick<OffersPage, 'tabs' | 'saved'>,
): OffersPage {
  const names = new Map(skills.map(({ id, name }) => [id, name]));
  return {
    ...given,
    offers: offers.map(({ minutes, skills: own, ...offer }) => ({
      ...offer,
      hours: minutes / 60,
      skills: own.flatMap(({ skillId, from, to }) => {
        const name = names.get(skillId);
        return name ? [{ name, from, to }] : [];
      }),
    })),
    kinds: LISTED_KINDS,
    levels: [0, 1, 2, 3, 4, 5],
    skills: skills.toSorted((a, b) => a.name['zh-CN'].localeCompare(b.name['zh-CN'], 'zh-CN')),
  };
}
