import { renderChart } from '../../infra/charts.ts';
import type { Deps } from '../../infra/deps.ts';
import type { Locale } from '../../infra/views.ts';
import { choosePart, endOfPart, isOver } from './attempt.rules.ts';
import type { Holder, OpenAttempt } from './attempt-state.ts';
import { openScores } from './attempt-seal.ts';
import { selectMoments, selectOwnAttempts } from './instruments.queries.ts';
import { openMarks } from './mark-attempt.ts';
import { notePartOpened, openAttempt } from './open-attempt.ts';
import type { Problem } from './item.pages.ts';
import { presentClock, presentPlayer, type PlayerPage } from './player.pages.ts';
import { assessReliability, type Reliability } from './reliability.rules.ts';
import {
  buildResultChart,
  presentResult,
  resultChartSize,
  type PastScores,
  type ResultPage,
} from './result.pages.ts';
import type { ScoreResult } from './score.rules.ts';
import type { Definition } from './definition.schema.ts';

/** The part somebody is at; null: the attempt has ended. */
export async function loadPlayer(
  deps: Deps,
  holder: Holder,
  attemptId: string,
  asked: {
    part: string | null;
    action: string;
    problems?: ReadonlyMap<string, Problem>;
    showMissing?: boolean;
  },
): Promise<PlayerPage | null> {
  const first = await openAttempt(deps, holder, attemptId);
  if (first.attempt.submittedAt !== null || first.shown.length === 0) return null;
  const index = choosePart(first.shown, first.missing, asked.part, first.content.opened);
  const partId = first.shown[index]?.id ?? '';
  const open =
    first.content.opened[partId] === undefined
      ? await notePartOpened(deps, holder, attemptId, partId)
      : first;
  const part = open.shown[index];
  const partEnds = part ? endOfPart(part, open.content) : null;
  const now = deps.now();
  const problems = new Map<string, Problem>(
    asked.showMissing ? open.missing.map((id) => [id, 'missing'] as const) : [],
  );
  for (const [id, problem] of asked.problems ?? []) problems.set(id, problem);
  const { definition, savedAt, endsAt } = open.attempt;
  return presentPlayer(
    { title: definition.title, about: definition.about, shown: open.shown, answers: open.answers, savedAt },
    {
      action: asked.action,
      part: index,
      over: isOver(partEnds, now),
      clock: presentClock([endsAt, partEnds], now),
      problems,
      preview: false,
    },
  );
}

/** What came of an attempt; null while it isn't handed in. The reader may be its holder or staff who may see it. */
export async function loadResult(
  deps: Deps,
  open: OpenAttempt,
  reader: { locale: Locale; personName: string | null; answers: boolean },
): Promise<ResultPage | null> {
  const { attempt, shown, answers } = open;
  if (attempt.submittedAt === null) return null;
  const [own] = await openScores(deps.db, deps, attempt, [attempt.scoresSealed]);
  const scores = own ?? [];
  const drawn = scores.filter(({ value }) => value !== null);
  const chart =
    drawn.length > 1
      ? await renderChart(buildResultChart(drawn, reader.locale), resultChartSize(drawn), '')
      : '';
  return presentResult(
    {
      definition: attempt.definition,
      attempt,
      scores,
      reliabilities: await loadReliabilities(deps, attempt.schoolId, attempt.definition),
      past: await loadPast(deps, open, scores),
      given: reader.answers ? { shown, answers } : null,
      personName: reader.personName,
      marks: attempt.definition.marking
        ? (await openMarks(deps.db, deps, attempt)).map(({ marks }) => marks)
        : null,
    },
    chart,
  );
}

/** A person's other attempts at the instrument, oldest first; of a link there is only this one. */
async function loadPast(deps: Deps, { attempt }: OpenAttempt, scores: ScoreResult[]): Promise<PastScores[]> {
  const { schoolId, personId, instrumentId } = attempt;
  if (personId === null || attempt.submittedAt === null)
    return [{ ...attempt, submittedAt: attempt.submittedAt ?? attempt.startedAt, scores }];
  const rows = await selectOwnAttempts(deps.db, { schoolId, personId, instrumentId });
  const opened = await openScores(
    deps.db,
    deps,
    attempt,
    rows.map(({ scoresSealed }) => scoresSealed),
  );
  return rows
    .flatMap(({ id, submittedAt, version }, index) =>
      submittedAt ? [{ id, submittedAt, version, scores: opened[index] ?? [] }] : [],
    )
    .toReversed();
}

/** Reliability of each score of a version from this school's answers, however few. */
export async function loadReliabilities(
  deps: Pick<Deps, 'db'>,
  schoolId: string,
  definition: Definition,
): Promise<Map<string, Reliability>> {
  const rows = await selectMoments(deps.db, {
    schoolId,
    instrumentId: definition.id,
    version: definition.version,
  });
  return new Map(
    rows.flatMap(({ scoreId, ...moments }) => {
      const terms = definition.scores.find(({ id }) => id === scoreId)?.terms.map(({ item }) => item);
      return terms ? [[scoreId, assessReliability(terms, moments)] as const] : [];
    }),
  );
}
