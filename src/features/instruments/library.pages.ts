import type { AssignmentRow, Audience, Completion } from './assignment.schema.ts';
import type { BothLanguages, Definition } from './definition.schema.ts';
import type { FormPart } from './form.rules.ts';
import { presentItem, type ItemView } from './item.pages.ts';
import { ENOUGH_ANSWERS, type Reliability } from './reliability.rules.ts';
import { toHundredths } from './result.pages.ts';
import type { ItemSummary } from './summary.rules.ts';

export interface LibraryPage {
  instruments: {
    id: string;
    version: number;
    kind: Definition['kind'];
    title: BothLanguages;
    items: number;
    shipped: boolean;
    handedIn: number;
  }[];
  audiences: Audience[];
  classes: { id: string; name: string }[];
  entryYears: number[];
  learners: { id: string; name: string }[];
  assignments: AssignmentLine[];
  mayPublish: boolean;
  saved: boolean;
}

export interface AssignmentLine {
  id: string;
  title: BothLanguages;
  version: number;
  audience: Audience;
  /** Name of the course, class or person, or the year; null: links. */
  to: string | null;
  createdAt: Date;
  dueAt: Date | null;
  closedAt: Date | null;
  submitted: number;
}

export const presentAssignment = (row: AssignmentRow): AssignmentLine => ({
  id: row.id,
  title: row.title,
  version: row.version,
  audience: row.audience,
  to: {
    course: row.courseTitle,
    class: row.className,
    entry_year: row.entryYear === null ? null : String(row.entryYear),
    person: row.personName,
    links: null,
  }[row.audience],
  createdAt: row.createdAt,
  dueAt: row.dueAt,
  closedAt: row.closedAt,
  submitted: row.submitted,
});

export function presentLibrary(rows: {
  newest: { definition: Definition; publishedBy: string | null }[];
  handedIn: { instrumentId: string; n: number }[];
  assignments: AssignmentRow[];
  classes: { id: string; name: string; entryYear: number | null }[];
  learners: { id: string; name: string }[];
  audiences: Audience[];
  mayPublish: boolean;
  saved: boolean;
}): LibraryPage {
  const years = rows.classes.flatMap(({ entryYear }) => (entryYear === null ? [] : [entryYear]));
  return {
    instruments: rows.newest.map(({ definition, publishedBy }) => ({
      id: definition.id,
      version: definition.version,
      kind: definition.kind,
      title: definition.title,
      items: definition.parts.reduce((sum, { items }) => sum + items.length, 0),
      shipped: publishedBy === null,
      handedIn: rows.handedIn.find(({ instrumentId }) => instrumentId === definition.id)?.n ?? 0,
    })),
    audiences: rows.audiences,
    classes: rows.classes.map(({ id, name }) => ({ id, name })),
    entryYears: [...new Set(years)].sort((a, b) => b - a),
    learners: rows.learners,
    assignments: rows.assignments.map(presentAssignment),
    mayPublish: rows.mayPublish,
    saved: rows.saved,
  };
}

export interface PreviewPage {
  id: string;
  version: number;
  kind: Definition['kind'];
  title: BothLanguages;
  about: BothLanguages;
  licence: BothLanguages;
  attribution: BothLanguages;
  limits: BothLanguages;
  staff: Definition['privacy']['staff'];
  readers: Definition['privacy']['readers'];
  versions: { version: number; publishedAt: Date; current: boolean }[];
  parts: {
    title: BothLanguages;
    intro: BothLanguages | null;
    minutes: number | null;
    conditional: boolean;
    items: ItemView[];
  }[];
  scores: {
    title: BothLanguages;
    n: number;
    alpha: number | null;
    statistics: {
      term: string;
      mean: number;
      sd: number;
      itemTotal: number | null;
      alphaIfDeleted: number | null;
    }[];
  }[];
  enough: number;
}

/** A definition as it will be met, everything shown, and how its scales have held up here. */
export function presentPreview(
  definition: Definition,
  parts: readonly FormPart[],
  versions: { definition: Definition; publishedAt: Date }[],
  reliabilities: ReadonlyMap<string, Reliability>,
): PreviewPage {
  return {
    id: definition.id,
    version: definition.version,
    kind: definition.kind,
    title: definition.title,
    about: definition.about,
    licence: definition.licence,
    attribution: definition.attribution,
    limits: definition.limits,
    staff: definition.privacy.staff,
    readers: definition.privacy.readers,
    versions: versions.map((row) => ({
      version: row.definition.version,
      publishedAt: row.publishedAt,
      current: row.definition.version === definition.version,
    })),
    parts: parts.map((part) => ({
      title: part.title,
      intro: part.intro ?? null,
      minutes: part.minutes ?? null,
      conditional: part.showIf !== undefined || part.items.some(({ showIf }) => showIf !== undefined),
      items: part.items.map((item, index) =>
        presentItem(item, undefined, { place: index + 1, problem: null }),
      ),
    })),
    scores: definition.scores.flatMap(({ id, title }) => {
      const seen = reliabilities.get(id);
      return seen ? [{ title, ...presentReliability(seen) }] : [];
    }),
    enough: ENOUGH_ANSWERS,
  };
}

/** Nothing but how many there are, until there are enough of them. */
function presentReliability({ n, alpha, statistics }: Reliability) {
  if (n < ENOUGH_ANSWERS) return { n, alpha: null, statistics: [] };
  const round = (value: number | null) => (value === null ? null : toHundredths(value));
  return {
    n,
    alpha: round(alpha),
    statistics: statistics.map((item) => ({
      term: item.term,
      mean: toHundredths(item.mean),
      sd: toHundredths(item.sd),
      itemTotal: round(item.itemTotal),
      alphaIfDeleted: round(item.alphaIfDeleted),
    })),
  };
}

export interface AssignmentPage extends AssignmentLine {
  people: (Completion & { state: 'done' | 'begun' | 'open' })[];
  done: number;
  links: { links: number; begun: number; expiresAt: Date | null } | null;
  /** Whether the reader may open somebody's result. */
  reads: boolean;
  /** The instrument lets staff see something of its answers. */
  summed: boolean;
  summary: ItemSummary[];
  enoughToSum: number;
  now: Date;
}

export const presentCompletion = (
  row: AssignmentRow,
  people: readonly Completion[],
  more: Pick<AssignmentPage, 'links' | 'reads' | 'summed' | 'summary' | 'enoughToSum' | 'now'>,
): AssignmentPage => ({
  ...presentAssignment(row),
  ...more,
  people: people.map((person) => ({
    ...person,
    state: person.submittedAt ? 'done' : person.attemptId ? 'begun' : 'open',
  })),
  done: people.filter(({ submittedAt }) => submittedAt !== null).length,
});
