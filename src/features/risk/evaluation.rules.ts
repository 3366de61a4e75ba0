import {
  decideAlerts,
  WARNING_POLICY,
  type AlertLevel,
  type AlertPolicy,
  type Standing,
} from './alert-policy.rules.ts';
import {
  areaUnderCurve,
  bootstrapDifference,
  precisionAtTop,
  type Interval,
  type Scored,
} from './discrimination.rules.ts';

/** A learner on a day, scored by everything that is compared. */
export interface JudgedRow {
  learnerId: string;
  failed: boolean;
  /** The model's probability. */
  p: number;
  rule: number;
  missedTwo: boolean;
}

export interface ComparedRow extends JudgedRow {
  baseline: number;
}

export const TOP_SHARES = [0.05, 0.1, 0.15] as const;

export interface Ranking {
  auc: number | null;
  /** Precision at each of TOP_SHARES. */
  precision: (number | null)[];
}

export interface CutDay {
  day: number;
  learners: number;
  failedShare: number;
  model: Ranking;
  baseline: Ranking;
  rule: Ranking;
  /** 95% interval of the difference in AUC between the model and the baseline that was fitted here. */
  overBaseline: Interval | null;
  /** The same against the numbers in the folder's baseline.json. */
  overReported: { auc: number; precision10: number; interval: Interval | null } | null;
}

export function judgeCutDay(
  day: number,
  rows: readonly ComparedRow[],
  reported: { lr_auc: number; lr_p10: number } | null,
): CutDay {
  const by = (read: (row: ComparedRow) => number): Scored[] =>
    rows.map((row) => ({ score: read(row), failed: row.failed }));
  const model = by(({ p }) => p);
  return {
    day,
    learners: rows.length,
    failedShare: rows.filter(({ failed }) => failed).length / rows.length,
    model: rank(model),
    baseline: rank(by(({ baseline }) => baseline)),
    rule: rank(by(({ rule }) => rule)),
    overBaseline: bootstrapDifference(
      model,
      rows.map(({ baseline }) => baseline),
    ),
    overReported: reported && {
      auc: reported.lr_auc,
      precision10: reported.lr_p10,
      interval: bootstrapDifference(model, reported.lr_auc),
    },
  };
}

const rank = (scored: readonly Scored[]): Ranking => ({
  auc: areaUnderCurve(scored),
  precision: TOP_SHARES.map((share) => precisionAtTop(scored, share)),
});

const plain = (enter: number, leave = enter): AlertPolicy => ({
  yellow: { enter, leave },
  red: null,
  runs: 1,
  warnedCap: null,
  redCap: null,
});
const twice = (enter: number, leave: number): AlertPolicy => ({ ...plain(enter, leave), runs: 2 });

interface NamedPolicy {
  name: string;
  policy: AlertPolicy;
  score: (row: JudgedRow) => number;
}

const byModel = ({ p }: JudgedRow) => p;

export const COMPARED_POLICIES: readonly NamedPolicy[] = [
  { name: 'p >= .6 plain', policy: plain(0.6), score: byModel },
  { name: 'enter .6, leave .45', policy: plain(0.6, 0.45), score: byModel },
  { name: 'enter .6, leave .45, two runs', policy: twice(0.6, 0.45), score: byModel },
  { name: 'enter .8, leave .6, two runs', policy: twice(0.8, 0.6), score: byModel },
  { name: 'warning-2 (with red, capped)', policy: WARNING_POLICY, score: byModel },
  { name: 'transparent rule >= 1', policy: plain(1), score: ({ rule }) => rule },
  { name: 'two missed in a row', policy: plain(1), score: ({ missedTwo }) => (missedTwo ? 1 : 0) },
];

export interface PolicyResult {
  name: string;
  /** Shares of all learners who were watched: warned of at least once, and of those, or of who failed, rightly so. */
  warnedShare: number;
  precision: number | null;
  recall: number | null;
  alerts: number;
  /** How often a learner's warning was raised or dropped. */
  flips: number;
  /** How often a standing warning went from yellow to red or back. */
  levelChanges: number;
}

/** Replays a policy over a course's weeks, and counts. Who leaves the course is no longer watched; that is no flip. */
export function replayPolicy(
  { name, policy, score }: NamedPolicy,
  courses: readonly (readonly JudgedRow[])[][],
): PolicyResult {
  const failed = new Map<string, boolean>();
  const warned = new Set<string>();
  let [alerts, flips, levelChanges] = [0, 0, 0];
  courses.forEach((runs, course) => {
    let before: ReadonlyMap<string, Standing> = new Map();
    for (const rows of runs) {
      const scores = rows.map((row) => ({ id: row.learnerId, p: score(row) }));
      const { levels } = decideAlerts(policy, scores, before);
      for (const row of rows) {
        const key = `${course} ${row.learnerId}`;
        failed.set(key, row.failed);
        const [was, is] = [before.get(row.learnerId)?.level ?? null, levels.get(row.learnerId) ?? null];
        if (is !== null) warned.add(key);
        if (was === null && is !== null) alerts += 1;
        if ((was === null) !== (is === null)) flips += 1;
        else if (was !== is) levelChanges += 1;
      }
      before = new Map(scores.map(({ id, p }) => [id, { p, level: levelOf(levels, id) }]));
    }
  });
  const hits = [...warned].filter((key) => failed.get(key)).length;
  const failures = [...failed.values()].filter(Boolean).length;
  return {
    name,
    warnedShare: failed.size === 0 ? 0 : warned.size / failed.size,
    precision: warned.size === 0 ? null : hits / warned.size,
    recall: failures === 0 ? null : hits / failures,
    alerts,
    flips,
    levelChanges,
  };
}

const levelOf = (levels: ReadonlyMap<string, AlertLevel>, id: string) => levels.get(id) ?? null;
