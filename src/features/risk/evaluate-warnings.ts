import { missedTwoInARow, scoreByBaseline, scoreByRule } from './baseline.rules.ts';
import {
  COMPARED_POLICIES,
  judgeCutDay,
  replayPolicy,
  type ComparedRow,
  type CutDay,
  type JudgedRow,
  type PolicyResult,
} from './evaluation.rules.ts';
import { fitRiskModel, meanFeatures, predictRisk } from './model.rules.ts';
import { readPresentations } from './read-presentations.ts';
import { replayDay, replayForFit, splitPresentations, weeks, type ReplayedRow } from './replay.rules.ts';
import type { Presentation } from './replay.schema.ts';
import type { RiskModel } from './risk.schema.ts';

const FOLDS = 5;
/** Cut days where the folder names none: every four weeks from the sixth on, until a good half of the course is over. */
const FIRST_CUT_DAY = 42;
const CUT_EVERY_DAYS = 28;
const LAST_CUT_SHARE = 0.55;
/** Policies are replayed weekly from the third week to where a warning still helps. */
const FIRST_RUN_DAY = 21;
const LAST_RUN_SHARE = 0.6;

export interface Evaluation {
  /** null: held out by learner, for want of an earlier presentation. */
  train: string[] | null;
  test: string[];
  learners: { train: number; test: number };
  /** The models that were fitted, one per fold. */
  models: RiskModel[];
  cutDays: CutDay[];
  policies: PolicyResult[];
  runDays: number[];
}

/** Who is learnt from and who is judged; within one presentation, a fifth of its learners (by place) is held out at a time. */
interface Part {
  train: readonly Presentation[];
  test: readonly Presentation[];
  isHeldOut: (place: number) => boolean;
  isLearntFrom: (place: number) => boolean;
}

/** Replays finished courses week by week as if nothing later were known, and judges what warnings would have been worth. */
export async function evaluateWarnings(
  folder: string,
  wanted: { days: number[] | null },
): Promise<Evaluation> {
  const { presentations, baseline } = await readPresentations(folder);
  const split = splitPresentations(presentations);
  const test = split?.test ?? presentations;
  const endDay = Math.min(...test.map((one) => one.endDay));
  const days =
    wanted.days ??
    (baseline && Object.keys(baseline).map(Number)) ??
    weeks(FIRST_CUT_DAY, endDay * LAST_CUT_SHARE).filter(
      (day) => (day - FIRST_CUT_DAY) % CUT_EVERY_DAYS === 0,
    );
  const parts = split ? [wholeOf(split.train, split.test)] : foldsOf(presentations);
  const judges = parts.map((part) => fitPart(part));
  const runDays = weeks(FIRST_RUN_DAY, endDay * LAST_RUN_SHARE);
  const courses = test.map((presentation) =>
    runDays.map((day) => judges.flatMap(({ judgeOn }) => judgeOn(presentation, day).map(({ row }) => row))),
  );
  return {
    train: split && split.train.map(({ code }) => code),
    test: test.map(({ code }) => code),
    learners: { train: count(split?.train ?? presentations), test: count(test) },
    models: judges.map(({ model }) => model),
    cutDays: days
      .map((day) => ({
        day,
        rows: test.flatMap((one) => judges.flatMap(({ compareOn }) => compareOn(one, day))),
      }))
      .filter(({ rows }) => rows.length > 0)
      .map(({ day, rows }) => judgeCutDay(day, rows, baseline?.[day] ?? null)),
    policies: COMPARED_POLICIES.map((policy) => replayPolicy(policy, courses)),
    runDays,
  };
}

const count = (presentations: readonly Presentation[]) =>
  presentations.reduce((sum, { learners }) => sum + learners.length, 0);

const wholeOf = (train: readonly Presentation[], test: readonly Presentation[]): Part => ({
  train,
  test,
  isHeldOut: () => true,
  isLearntFrom: () => true,
});

const foldsOf = (presentations: readonly Presentation[]): Part[] =>
  Array.from({ length: FOLDS }, (_, fold) => ({
    train: presentations,
    test: presentations,
    isHeldOut: (place: number) => place % FOLDS === fold,
    isLearntFrom: (place: number) => place % FOLDS !== fold,
  }));

function fitPart({ train, isHeldOut, isLearntFrom }: Part) {
  const learntFrom = train.map((presentation) => ({
    ...presentation,
    learners: presentation.learners.filter((_, place) => isLearntFrom(place)),
  }));
  const model = fitRiskModel(replayForFit(learntFrom), {
    version: 'evaluation',
    source: train.map(({ code }) => code).join(', '),
    learners: count(learntFrom),
  });
  const judgeOn = (presentation: Presentation, day: number): { row: JudgedRow; replayed: ReplayedRow }[] => {
    const everybody = replayDay(presentation, day);
    const means = meanFeatures(everybody.map(({ values }) => values));
    const heldOut = new Set(presentation.learners.filter((_, place) => isHeldOut(place)).map(({ id }) => id));
    return everybody
      .filter(({ learnerId }) => heldOut.has(learnerId))
      .map((replayed) => ({
        replayed,
        row: {
          learnerId: replayed.learnerId,
          failed: replayed.failed,
          p: predictRisk(model, replayed.values, means).p,
          rule: scoreByRule(replayed.record, day),
          missedTwo: missedTwoInARow(replayed.record, day),
        },
      }));
  };
  const compareOn = (presentation: Presentation, day: number): ComparedRow[] => {
    const judged = judgeOn(presentation, day);
    const baseline = scoreByBaseline(
      learntFrom.flatMap((one) => replayDay(one, day)),
      judged.map(({ replayed }) => replayed),
      day,
    );
    return judged.map(({ row }, index) => ({ ...row, baseline: baseline[index] ?? 0 }));
  };
  return { model, judgeOn, compareOn };
}
