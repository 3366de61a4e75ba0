import { renderChart } from '../../infra/charts.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import type { Views } from '../../infra/views.ts';
import {
  buildResultChart,
  loadStandings,
  resultChartSize,
  type ScoreResult,
  type Standing,
} from '../instruments/index.ts';
import {
  INTEREST_TYPES,
  searchOccupations,
  type Interests,
  type InterestType,
} from '../occupations/index.ts';
import type { SignedIn } from '../roster/index.ts';
import { assessDimensions, assessSkills } from './ability.rules.ts';
import { ABILITY_CHART_WIDTH, buildAbilityChart } from './ability.pages.ts';
import { findProfile, selectLookers, selectMeasured } from './career.queries.ts';
import { presentCentre, type CentrePage } from './centre.pages.ts';
import { INTEREST_INSTRUMENT, OWN_MEAN, dimensionOf } from './dimensions.rules.ts';
import { assessFit, byFit } from './fit.rules.ts';
import { HEXAGON, MOST_POINTS, buildHexagon, readInterests, sharesOf } from './interest.pages.ts';

const LOOKERS_SHOWN = 8;
const TOP_SHOWN = 5;
/** A person’s own mean stands in the values’ scale as what the others are set against. */
const isDrawn = ({ id, value }: ScoreResult): boolean => value !== null && id !== OWN_MEAN;
const EVERYTHING = { q: '', type: null, interest: null, skill: '' };

/** The instruments of the four dimensions and the situational tasks, as somebody stands with them. */
export const loadAssessments = (
  deps: Deps,
  key: { schoolId: string; personId: string },
): Promise<Standing[]> => loadStandings(deps, key, ({ id }) => dimensionOf(id) !== null);

export const ownInterests = (standings: readonly Standing[]): Interests | null => {
  const newest = standings.find(({ definition }) => definition.id === INTEREST_INSTRUMENT)?.results[0];
  return newest ? readInterests(newest.scores) : null;
};

export const interestLabels = (t: Views['t'], { locale }: SignedIn): Record<InterestType, string> =>
  Object.fromEntries(
    INTEREST_TYPES.map((type) => [type, t(locale, `occupations.interest.${type}`)]),
  ) as Record<InterestType, string>;

/** A learner's own assessment centre. */
export async function loadCentre(
  deps: Deps,
  t: Views['t'],
  who: SignedIn,
  saved: boolean,
): Promise<CentrePage> {
  const { db } = deps;
  const { schoolId, locale } = who;
  const profile = await findProfile(db, who);
  if (!profile) throw notFound();
  const standings = await loadAssessments(deps, who);
  const interests = ownInterests(standings);
  const ability = assessDimensions(assessSkills(await selectMeasured(db, who)));
  const occupations = interests === null ? [] : await searchOccupations(db, { schoolId, filter: EVERYTHING });
  const top = byFit(occupations.map((one) => ({ ...one, fit: assessFit(interests, one) })))
    .flatMap(({ id, title, fit }) => (fit ? [{ id, title, band: fit.band }] : []))
    .slice(0, TOP_SHOWN);
  const scales = new Map<string, string>();
  for (const { definition, results } of standings) {
    const drawn = results[0]?.scores.filter(isDrawn) ?? [];
    if (definition.id !== INTEREST_INSTRUMENT && drawn.length > 1)
      scales.set(
        definition.id,
        await renderChart(buildResultChart(drawn, locale), resultChartSize(drawn), definition.title[locale]),
      );
  }
  const words = (key: string) => t(locale, key);
  return presentCentre(
    {
      profile,
      standings,
      interests,
      top,
      ability,
      lookers: await selectLookers(db, who, LOOKERS_SHOWN),
    },
    {
      hexagon:
        interests === null
          ? ''
          : await renderChart(
              buildHexagon(
                [{ name: words('career.centre.me'), shares: sharesOf(interests, 0, MOST_POINTS) }],
                interestLabels(t, who),
              ),
              HEXAGON,
              words('career.centre.hexagon'),
            ),
      ability:
        ability.length === 0
          ? ''
          : await renderChart(
              buildAbilityChart(ability, (dimension) => words(`programme.dimension.${dimension}`)),
              { width: ABILITY_CHART_WIDTH, height: 40 + ability.length * 34 },
              words('career.centre.measured'),
            ),
      scales,
    },
    { now: deps.now(), saved },
  );
}
