import { renderChart } from '../../infra/charts.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import type { Views } from '../../infra/views.ts';
import { findNewestResult } from '../instruments/index.ts';
import {
  INTEREST_TYPES,
  findOccupation,
  isDifferentiated,
  keepsCatalogue,
  readOccupations,
  searchOccupations,
  selectFigures,
  selectOccupationNames,
  selectOccupationSkills,
  summariseFigures,
  type Interests,
  type Occupation,
  type OccupationFilter,
} from '../occupations/index.ts';
import { selectResources, selectTasks } from '../programme/index.ts';
import type { SignedIn } from '../roster/index.ts';
import { assessSkills } from './ability.rules.ts';
import { selectMeasured } from './career.queries.ts';
import { INTEREST_INSTRUMENT, SKILLS_INSTRUMENT } from './dimensions.rules.ts';
import { assessFit } from './fit.rules.ts';
import { HEXAGON, MOST_POINTS, buildHexagon, readInterests, sharesOf } from './interest.pages.ts';
import { interestLabels } from './load-centre.ts';
import {
  DEMAND_CHART,
  buildDemandChart,
  presentOccupation,
  type OccupationPage,
  type OccupationReader,
} from './occupation.pages.ts';
import { presentPanorama, type PanoramaPage } from './panorama.pages.ts';

const isLearner = ({ roles }: SignedIn): boolean => roles.includes('learner');

/** The reader's own interests; of staff none are asked for. */
async function findInterests(deps: Deps, who: SignedIn): Promise<Interests | null> {
  if (!isLearner(who)) return null;
  const result = await findNewestResult(deps, { ...who, instrumentId: INTEREST_INSTRUMENT });
  return result && readInterests(result.scores);
}

export async function loadPanorama(
  deps: Deps,
  who: SignedIn,
  filter: OccupationFilter,
): Promise<PanoramaPage> {
  const { schoolId } = who;
  return presentPanorama(await searchOccupations(deps.db, { schoolId, filter }), filter, {
    interests: await findInterests(deps, who),
    isLearner: isLearner(who),
    manages: keepsCatalogue(who),
  });
}

/** One post: what it asks for, beside what the reader can do, likes, and could learn. */
export async function loadOccupation(
  deps: Deps,
  t: Views['t'],
  who: SignedIn,
  occupationId: string,
): Promise<OccupationPage> {
  const { db } = deps;
  const { schoolId, locale, courseId } = who;
  const key = { schoolId, occupationId };
  const occupation = await findOccupation(db, key);
  if (!occupation) throw notFound();
  const skills = await selectOccupationSkills(db, key);
  const figures = summariseFigures(await selectFigures(db, key));
  const onGraph = skills.filter((skill) => skill.onGraph).map(({ skillId }) => skillId);
  const neighbours = [...occupation.relatedIds, ...occupation.comparableIds];
  const catalogue = await readOccupations();
  const words = (id: string) => t(locale, id);
  const labels = interestLabels(t, who);
  const interests = await findInterests(deps, who);
  const profile =
    occupation.interests === null
      ? ''
      : await renderChart(
          buildHexagon(
            [{ name: occupation.title[locale], shares: sharesOf(occupation.interests, 1, 7) }],
            labels,
          ),
          HEXAGON,
          words('career.occupation.profile'),
        );
  return presentOccupation(
    {
      occupation,
      skills,
      figures,
      measured: isLearner(who) ? assessSkills(await selectMeasured(db, who)) : [],
      ratings: isLearner(who) ? await readOwnRatings(deps, who) : new Map(),
      names:
        neighbours.length === 0
          ? []
          : await selectOccupationNames(db, { schoolId, occupationIds: neighbours }),
      resources:
        onGraph.length === 0 ? [] : await selectResources(db, { schoolId, courseId, skillIds: onGraph }),
      tasks: courseId === null ? [] : await selectTasks(db, { schoolId, courseId }),
      attribution: catalogue.attribution,
    },
    {
      fit: await presentFit(t, who, interests, occupation),
      noFit: judgeNoFit(who, interests, occupation),
      isLearner: isLearner(who),
      manages: keepsCatalogue(who),
    },
    {
      profile,
      demand:
        figures.series.length === 0
          ? ''
          : await renderChart(
              buildDemandChart(figures.series),
              DEMAND_CHART,
              words('career.occupation.demand'),
            ),
    },
  );
}

function judgeNoFit(
  who: SignedIn,
  interests: Interests | null,
  occupation: Occupation,
): OccupationReader['noFit'] {
  if (!isLearner(who)) return 'staff';
  if (occupation.interests === null) return 'noProfile';
  if (interests === null) return 'unanswered';
  return isDifferentiated(interests) ? null : 'undifferentiated';
}

async function presentFit(
  t: Views['t'],
  who: SignedIn,
  own: Interests | null,
  { interests, title }: Occupation,
): Promise<OccupationReader['fit']> {
  const fit = assessFit(own, { interests });
  if (fit === null || own === null || interests === null) return null;
  const series = [
    { name: t(who.locale, 'career.centre.me'), shares: sharesOf(own, 0, MOST_POINTS) },
    { name: title[who.locale], shares: sharesOf(interests, 1, 7) },
  ];
  return {
    ...fit,
    chart: await renderChart(
      buildHexagon(series, interestLabels(t, who)),
      HEXAGON,
      t(who.locale, 'career.occupation.fitChart'),
    ),
    rows: INTEREST_TYPES.map((type) => ({ type, own: own[type], occupation: interests[type] })),
  };
}

/** How somebody rated themselves on O*NET's general skills, by its ids (an item's id has dashes for their dots). */
async function readOwnRatings(deps: Deps, who: SignedIn): Promise<Map<string, number>> {
  const result = await findNewestResult(deps, { ...who, instrumentId: SKILLS_INSTRUMENT });
  return new Map(
    Object.entries(result?.answers ?? {}).flatMap(([itemId, value]) =>
      typeof value === 'number' ? [[itemId.replaceAll('-', '.'), value] as const] : [],
    ),
  );
}
