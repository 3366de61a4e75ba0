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
  id: string | null;
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
  media: Option<Medium>[];
  owners: (Named & { selected: boolean })[];
  units: { id: string; title: string; checked: boolean }[];
  targets: (Target & { checked: boolean })[];
  regulations: { id: string; name: LocalText; checked: boolean }[];
  skills: { id: string; name: LocalText; checked: boolean }[];
}

/** What a link to a new one already says: the gap it fills. */
export interface Wanted {
  kind: LibraryKind | null;
  type: TalentType | null;
  unit: string | null;
  skill: string | null;
}

/** `resource` null: a new one. Skills are those of its talent type, else all, and those it has. */
export function presentResourceForm(
  resource: LibraryResource | null,
  given: {
    tabs: TabView[];
    wanted: Wanted;
    owners: readonly Named[];
    ownerPersonId: string;
    units: readonly Module[];
    targets: readonly Target[];
    regulations: readonly SkillName[];
    skills: readonly Skill[];
  },
): ResourceFormPage {
  const { wanted } = given;
  const type = resource ? resource.talentType : wanted.type;
  const has = (list: readonly { id: string }[] | undefined, id: string) =>
    list?.some((one) => one.id === id) ?? false;
  const owner = resource?.ownerPersonId ?? given.ownerPersonId;
  return {
    tabs: given.tabs,
    id: resource?.id ?? null,
    title: resource?.title ?? '',
    summary: resource?.summary ?? '',
    originEvidence: resource?.originEvidence ?? '',
    licence: resource?.licence ?? '',
    minutes: String(resource?.minutes ?? ''),
    practical: resource?.practical ?? false,
    historical: resource?.historical ?? false,
    checkMonths: resource?.checkMonths ?? CHECK_MONTHS_MAX,
    monthsMax: CHECK_MONTHS_MAX,
    kinds: choose(LIBRARY_KINDS, resource?.kind ?? wanted.kind),
    talentTypes: choose(TALENT_TYPES, type),
    origins: choose(ORIGINS, resource?.origin ?? null),
    media: choose(MEDIA, null),
    owners: given.owners.map((person) => ({ ...person, selected: person.id === owner })),
    units: given.units.map(({ id, title }) => ({
      id,
      title,
      checked: has(resource?.units, id) || id === wanted.unit,
    })),
    targets: given.targets.map((target) => ({ ...target, checked: has(resource?.targets, target.id) })),
    regulations: given.regulations.map(({ id, name }) => ({
      id,
      name,
      checked: has(resource?.regulations, id),
    })),
    skills: given.skills
      .map(({ id, name, talentType }) => ({
        talentType,
        view: { id, name, checked: has(resource?.skills, id) || id === wanted.skill },
      }))
      .filter(({ talentType, view }) => view.checked || type === null || talentType === type)
      .map(({ view }) => view),
  };
}
