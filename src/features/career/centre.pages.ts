import type { Standing } from '../instruments/index.ts';
import type { LocalText } from '../programme/index.ts';
import { LEARNER_CATEGORIES, type LearnerCategory } from '../roster/index.ts';
import type { InterestBand, InterestType, Interests } from '../occupations/index.ts';
import { INTEREST_TYPES, interestCode, isDifferentiated } from '../occupations/index.ts';
import type { assessDimensions } from './ability.rules.ts';
import type { CareerProfile, Looked } from './career.schema.ts';
import {
  ASSESSMENT_DIMENSIONS,
  DEFAULT_DUE_DAYS,
  assessDimension,
  dimensionOf,
  dueAtOf,
  isOffered,
  judgeDue,
  type AssessmentDimension,
  type DimensionState,
  type DueState,
} from './dimensions.rules.ts';
import { MOST_POINTS } from './interest.pages.ts';

export interface InstrumentLine {
  instrumentId: string;
  assignmentId: string | null;
  title: LocalText;
  about: LocalText;
  items: number;
  minutes: number | null;
  newest: { attemptId: string; submittedAt: Date; version: number } | null;
  times: number;
  /** What can be done now. */
  action: 'begin' | 'goOn' | 'again' | 'wait' | 'none';
  from: Date | null;
}

export interface CentrePage {
  due: { state: DueState; at: Date; days: number };
  progress: { done: number; all: number };
  dimensions: { id: AssessmentDimension; state: DimensionState; instruments: InstrumentLine[] }[];
  interest: {
    chart: string;
    attemptId: string;
    submittedAt: Date;
    code: InterestType[];
    differentiated: boolean;
    rows: { type: InterestType; value: number; most: number }[];
    top: { id: string; title: LocalText; band: InterestBand }[];
  } | null;
  ability: { chart: string; rows: ReturnType<typeof assessDimensions> } | null;
  scales: { id: string; title: LocalText; attemptId: string; submittedAt: Date; chart: string }[];
  category: { value: LearnerCategory; selected: boolean }[];
  lookers: Looked[];
  saved: boolean;
}

export interface CentreRows {
  profile: CareerProfile;
  standings: readonly Standing[];
  interests: Interests | null;
  top: { id: string; title: LocalText; band: InterestBand }[];
  ability: ReturnType<typeof assessDimensions>;
  lookers: Looked[];
}

export interface CentreCharts {
  hexagon: string;
  ability: string;
  /** By instrument. */
  scales: ReadonlyMap<string, string>;
}

/** How far somebody is with the five, by what their school offers. */
export function presentProgress(standings: readonly Standing[]): {
  id: AssessmentDimension;
  state: DimensionState;
}[] {
  const offered = standings.filter(isOffered).map(({ definition }) => definition.id);
  const handedIn = standings
    .filter(({ results }) => results.length > 0)
    .map(({ definition }) => definition.id);
  return ASSESSMENT_DIMENSIONS.map((id) => ({ id, state: assessDimension(id, offered, handedIn) }));
}

export function presentCentre(
  rows: CentreRows,
  charts: CentreCharts,
  given: { now: Date; saved: boolean },
): CentrePage {
  const { profile, standings } = rows;
  const states = presentProgress(standings);
  const offered = states.filter(({ state }) => state !== 'none');
  const days = profile.dueDays ?? DEFAULT_DUE_DAYS;
  const at = dueAtOf(profile.enrolledAt, days);
  return {
    due: {
      at,
      days,
      state: judgeDue(
        states.map(({ state }) => state),
        at,
        given.now,
      ),
    },
    progress: { done: offered.filter(({ state }) => state === 'done').length, all: offered.length },
    dimensions: states.map(({ id, state }) => ({
      id,
      state,
      instruments: standings
        .filter((standing) => dimensionOf(standing.definition.id) === id && isOffered(standing))
        .map(presentInstrument),
    })),
    interest: presentInterest(rows, charts.hexagon),
    ability: rows.ability.length === 0 ? null : { chart: charts.ability, rows: rows.ability },
    scales: standings.flatMap(({ definition, results: [newest] }) => {
      const chart = charts.scales.get(definition.id);
      return newest && chart !== undefined
        ? [{ id: definition.id, title: definition.title, chart, ...newestOf(newest) }]
        : [];
    }),
    category: LEARNER_CATEGORIES.map((value) => ({ value, selected: value === profile.category })),
    lookers: rows.lookers,
    saved: given.saved,
  };
}

const newestOf = ({ attemptId, submittedAt, version }: Standing['results'][number]) => ({
  attemptId,
  submittedAt,
  version,
});

function presentInstrument({ definition, results, may, assignment, open }: Standing): InstrumentLine {
  const [newest] = results;
  const wanted = assignment !== null || open;
  return {
    instrumentId: definition.id,
    assignmentId: assignment?.id ?? null,
    title: definition.title,
    about: definition.about,
    items: definition.parts.reduce((sum, { items }) => sum + items.length, 0),
    minutes: definition.minutes ?? null,
    newest: newest ? newestOf(newest) : null,
    times: results.length,
    action:
      may.kind === 'goOn'
        ? 'goOn'
        : !wanted || may.kind === 'usedUp'
          ? 'none'
          : may.kind === 'tooSoon'
            ? 'wait'
            : newest
              ? 'again'
              : 'begin',
    from: may.kind === 'tooSoon' ? may.from : null,
  };
}

function presentInterest(rows: CentreRows, chart: string): CentrePage['interest'] {
  const { interests } = rows;
  const newest = rows.standings.find(({ definition }) => dimensionOf(definition.id) === 'interest')
    ?.results[0];
  if (interests === null || !newest) return null;
  return {
    chart,
    ...newestOf(newest),
    code: interestCode(interests),
    differentiated: isDifferentiated(interests),
    rows: INTEREST_TYPES.map((type) => ({ type, value: interests[type], most: MOST_POINTS })),
    top: rows.top,
  };
}
