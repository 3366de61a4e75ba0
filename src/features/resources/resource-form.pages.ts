import type { LocalText, Skill } from '../programme/index.ts';
import { TALENT_TYPES, type TalentType } from '../roster/index.ts';
import { CHECK_MONTHS_MAX } from './freshness.rules.ts';
import type { LibraryResource, SkillName } from './library.schema.ts';
import {
  LIBRARY_KINDS,
  MEDIA,
  ORIGINS,
  choose,
  type LibraryKind,
  type Medium,
  type Module,
  type Named,
  type Option,
  type Origin,
  type Target,
} from './resources.schema.ts';
import type { TabView } from './tabs.pages.ts';

export interface ResourceFormPage {
  tabs: TabView[];
  saved: boolean;
  id: string;
  title: string;
  summary: string;
  originEvidence: string;
  licence: string;
  minutes: string;
  practical: boolean;
  historical: boolean;
  checkMonths: number;
  monthsMax: number;
  kinds: Option<LibraryKind>[];
  talentTypes: Option<TalentType>[];
  origins: Option<Origin>[];
  owners: (Named & { selected: boolean })[];
  units: { id: string; title: string; checked: boolean }[];
  targets: (Target & { checked: boolean })[];
  regulations: { id: string; name: LocalText; checked: boolean }[];
  skills: { id: string; name: LocalText; checked: boolean }[];
}

/** Skills are those of its talent type, else all, and those it has. */
export function presentResourceForm(
  resource: LibraryResource,
  given: {
    tabs: TabView[];
    saved: boolean;
    owners: readonly Named[];
    units: readonly Module[];
    targets: readonly Target[];
    regulations: readonly SkillName[];
    skills: readonly Skill[];
  },
): ResourceFormPage {
  const has = (list: readonly { id: string }[], id: string) => list.some((one) => one.id === id);
  const { ownerPersonId, ownerName } = resource;
  const owners =
    ownerPersonId === null || has(given.owners, ownerPersonId)
      ? given.owners
      : [...given.owners, { id: ownerPersonId, name: ownerName ?? '' }];
  return {
    tabs: given.tabs,
    saved: given.saved,
    id: resource.id,
    title: resource.title,
    summary: resource.summary,
    originEvidence: resource.originEvidence ?? '',
    licence: resource.licence ?? '',
    minutes: String(resource.minutes ?? ''),
    practical: resource.practical,
    historical: resource.historical,
    checkMonths: resource.checkMonths,
    monthsMax: CHECK_MONTHS_MAX,
    kinds: choose(LIBRARY_KINDS, resource.kind),
    talentTypes: choose(TALENT_TYPES, resource.talentType),
    origins: choose(ORIGINS, resource.origin),
    owners: owners.map((person) => ({ ...person, selected: person.id === ownerPersonId })),
    units: given.units.map(({ id, title }) => ({ id, title, checked: has(resource.units, id) })),
    targets: given.targets.map((target) => ({ ...target, checked: has(resource.targets, target.id) })),
    regulations: given.regulations.map(({ id, name }) => ({
      id,
      name,
      checked: has(resource.regulations, id),
    })),
    skills: given.skills
      .filter(
        ({ id, talentType }) =>
          has(resource.skills, id) || resource.talentType === null || talentType === resource.talentType,
      )
      .map(({ id, name }) => ({ id, name, checked: has(resource.skills, id) })),
  };
}

/** What a link to a new one already says: the gap it fills. */
export interface Wanted {
  kind: LibraryKind | null;
  type: TalentType | null;
  unit: string | null;
  skill: string | null;
}

export interface NewResourcePage {
  tabs: TabView[];
  kinds: Option<LibraryKind>[];
  talentTypes: Option<TalentType>[];
  origins: Option<Origin>[];
  media: Option<Medium>[];
  unit: { id: string; title: string } | null;
  skill: { id: string; name: LocalText } | null;
}

export const presentNewResource = (
  wanted: Wanted,
  given: { tabs: TabView[]; units: readonly Module[]; skills: readonly Skill[] },
): NewResourcePage => ({
  tabs: given.tabs,
  kinds: choose(LIBRARY_KINDS, wanted.kind),
  talentTypes: choose(TALENT_TYPES, wanted.type),
  origins: choose(ORIGINS, 'own'),
  media: choose(MEDIA, null),
  unit: given.units.find(({ id }) => id === wanted.unit) ?? null,
  skill: given.skills.find(({ id }) => id === wanted.skill) ?? null,
});
