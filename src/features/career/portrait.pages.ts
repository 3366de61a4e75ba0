import type { Locale } from '../../infra/views.ts';
import type { ScoreResult, Standing } from '../instruments/index.ts';
import { interestCode, isDifferentiated, type InterestType, type Interests } from '../occupations/index.ts';
import type { LocalText } from '../programme/index.ts';
import type { LearnerCategory, TalentType } from '../roster/index.ts';
import type { MeasuredLevel } from './ability.rules.ts';
import type { CareerProfile, MeasuredSkill } from './career.schema.ts';
import { presentProgress } from './centre.pages.ts';
import { INTEREST_INSTRUMENT, OWN_MEAN, VALUES_INSTRUMENT } from './dimensions.rules.ts';
import { PORTRAIT_CHAINS, type PortraitChain, type PortraitEvent } from './portrait-source.schema.ts';

export const EVENTS_SHOWN = 100;
const STRENGTHS = 5;
const VALUES_SHOWN = 3;

export interface PortraitPage {
  name: string;
  own: boolean;
  category: LearnerCategory;
  className: string | null;
  talentType: TalentType | null;
  enrolledAt: Date;
  progress: { done: number; all: number };
  interest: { code: InterestType[]; differentiated: boolean } | null;
  values: { title: LocalText }[];
  strengths: { name: LocalText; mastery: number; attempts: number }[];
  chains: { id: PortraitChain; current: boolean; count: number }[];
  chain: PortraitChain | null;
  events: {
    at: Date;
    chain: PortraitChain;
    sentence: { id: string; values: Record<string, string | number> };
    href: string | null;
  }[];
  more: boolean;
  hrefOf: string;
}

export interface PortraitRows {
  profile: CareerProfile;
  standings: readonly Standing[];
  interests: Interests | null;
  levels: readonly MeasuredLevel[];
  measured: readonly MeasuredSkill[];
  events: readonly PortraitEvent[];
}

export function presentPortrait(
  rows: PortraitRows,
  reader: { own: boolean; locale: Locale; path: string; reads: (instrumentId: string) => boolean },
  chain: PortraitChain | null,
): PortraitPage {
  const { profile, interests } = rows;
  const states = presentProgress(rows.standings).filter(({ state }) => state !== 'none');
  const events = rows.events.toSorted((a, b) => b.at.getTime() - a.at.getTime());
  const chosen = events.filter((event) => chain === null || event.chain === chain);
  return {
    name: profile.name,
    own: reader.own,
    category: profile.category,
    className: profile.className,
    talentType: profile.talentType,
    enrolledAt: profile.enrolledAt,
    progress: { done: states.filter(({ state }) => state === 'done').length, all: states.length },
    interest:
      interests !== null && reader.reads(INTEREST_INSTRUMENT)
        ? { code: interestCode(interests), differentiated: isDifferentiated(interests) }
        : null,
    values: reader.reads(VALUES_INSTRUMENT) ? highestValues(rows.standings) : [],
    strengths: presentStrengths(rows),
    chains: PORTRAIT_CHAINS.map((id) => ({
      id,
      current: id === chain,
      count: events.filter((event) => event.chain === id).length,
    })),
    chain,
    events: chosen.slice(0, EVENTS_SHOWN).map((event) => ({
      at: event.at,
      chain: event.chain,
      sentence: { id: event.label, values: inLanguage(event.values, reader.locale) },
      href: reader.own ? event.href : null,
    })),
    more: chosen.length > EVENTS_SHOWN,
    hrefOf: reader.path,
  };
}

const inLanguage = (values: PortraitEvent['values'], locale: Locale): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, typeof value === 'object' ? value[locale] : value]),
  );

/** The values that matter most to somebody, by distance from their own mean. */
function highestValues(standings: readonly Standing[]): { title: LocalText }[] {
  const scores = standings.find(({ definition }) => definition.id === VALUES_INSTRUMENT)?.results[0]?.scores;
  return (scores ?? [])
    .filter(
      (score): score is ScoreResult & { value: number } => score.id !== OWN_MEAN && score.value !== null,
    )
    .toSorted((a, b) => b.value - a.value)
    .slice(0, VALUES_SHOWN)
    .map(({ title }) => ({ title }));
}

function presentStrengths({ levels, measured }: PortraitRows): PortraitPage['strengths'] {
  return levels
    .toSorted((a, b) => b.mastery - a.mastery)
    .slice(0, STRENGTHS)
    .flatMap(({ skillId, mastery, attempts }) => {
      const name = measured.find((skill) => skill.skillId === skillId)?.name;
      return name ? [{ name, mastery, attempts }] : [];
    });
}
