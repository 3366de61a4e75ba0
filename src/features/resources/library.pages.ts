import type { ListedResource, LibraryFilter, PublishedResource } from './library.schema.ts';
import { judgeDue, resourceDueOn } from './freshness.rules.ts';
import type { Recommended } from './recommend.rules.ts';
import {
  LIBRARY_KINDS,
  LIBRARY_STATES,
  choose,
  type LibraryKind,
  type LibraryState,
  type Option,
  type TalentType,
} from './resources.schema.ts';
import type { TabView } from './tabs.pages.ts';

export interface LibraryPage {
  tabs: TabView[];
  saved: boolean;
  q: string;
  kinds: Option<LibraryKind>[];
  types: Option<TalentType>[];
  /** Empty for learners, who see what is published. */
  states: Option<LibraryState>[];
  /** Of the filter that came with a link; null: none. */
  skill: { id: string; name: ListedResource['skills'][number]['name'] } | null;
  unit: { id: string; title: string } | null;
  resources: (Omit<ListedResource, 'total'> & { stale: boolean; updating: boolean })[];
  total: number;
  pages: { place: number; current: boolean; query: string }[];
  mayAdd: boolean;
  staff: boolean;
  forYou: Recommended<PublishedResource>[];
}

const PAGES_SHOWN = 9;

/** `types` is handed in since pages know no other room's values. */
export function presentLibrary(
  rows: readonly ListedResource[],
  filter: LibraryFilter,
  given: {
    tabs: TabView[];
    saved: boolean;
    staff: boolean;
    mayAdd: boolean;
    types: readonly TalentType[];
    skill: LibraryPage['skill'];
    unit: LibraryPage['unit'];
    today: string;
    perPage: number;
    forYou: Recommended<PublishedResource>[];
  },
): LibraryPage {
  const total = rows[0]?.total ?? 0;
  const last = Math.max(1, Math.ceil(total / given.perPage));
  const from = Math.max(1, Math.min(filter.page - Math.floor(PAGES_SHOWN / 2), last - PAGES_SHOWN + 1));
  const shown = Array.from({ length: Math.min(PAGES_SHOWN, last - from + 1) }, (_, index) => from + index);
  return {
    tabs: given.tabs,
    saved: given.saved,
    q: filter.q,
    kinds: choose(LIBRARY_KINDS, filter.kind),
    types: choose(given.types, filter.type),
    states: given.staff ? choose(LIBRARY_STATES, filter.state) : [],
    skill: given.skill,
    unit: given.unit,
    resources: rows.map(({ total: _, ...row }) => ({
      ...row,
      stale:
        given.staff &&
        row.state !== 'retired' &&
        judgeDue(resourceDueOn(row), given.today).standing === 'overdue',
      updating: given.staff && row.publishedVersion !== null && row.publishedVersion !== row.currentVersion,
    })),
    total,
    pages:
      last === 1
        ? []
        : shown.map((place) => ({
            place,
            current: place === filter.page,
            query: queryOf({ ...filter, page: place }),
          })),
    mayAdd: given.mayAdd,
    staff: given.staff,
    forYou: given.forYou,
  };
}

/** The filter as the address says it. */
function queryOf(filter: LibraryFilter): string {
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(filter) as [string, string | number | null][])
    if (value !== null && value !== '') fields.set(name, String(value));
  return fields.toString();
}
