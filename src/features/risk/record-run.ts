import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { PROJECT_ROOT } from '../../infra/paths.ts';
import { decideAlerts, WARNING_POLICY, type Standing } from './alert-policy.rules.ts';
import { buildFeatures } from './feature.rules.ts';
import { meanFeatures, predictRisk } from './model.rules.ts';
import { findSchoolModel, insertRun, selectCurrentRuns, selectRiskStandings } from './risk.queries.ts';
import { RiskModel, type LearnerRecord } from './risk.schema.ts';

const DAY_MS = 86_400_000;
/** A run that is older says nothing about two runs in a row, nor about now. */
export const RUN_LASTS_DAYS = 10;
export const RUN_EVERY_DAYS = 7;

let shipped: Promise<RiskModel> | undefined;

/** The model in force for a school: its own, else the one Waymark ships. */
export async function loadRiskModel(db: Database, schoolId: string): Promise<RiskModel> {
  return (await findSchoolModel(db, schoolId)) ?? (await readShippedModel());
}

export function readShippedModel(): Promise<RiskModel> {
  const path = join(PROJECT_ROOT, 'catalogue', 'risk-model.json');
  return (shipped ??= readFile(path, 'utf8').then((text) => RiskModel.parse(JSON.parse(text))));
}

export interface CourseOnDay {
  schoolId: string;
  courseId: string;
  /** YYYY-MM-DD in the school's zone. */
  today: string;
  ruleVersion: string;
  learners: { personId: string; record: LearnerRecord }[];
}

/**
 * Scores a course's learners as of now and records the run with the reasons and what the policy made of them. A fixed
 * number of queries whatever the course's size and history. Nothing happens twice on one day.
 */
export async function recordRiskRun(tx: Database, deps: Deps, course: CourseOnDay): Promise<void> {
  const { schoolId, courseId, today, learners } = course;
  const since = daysBefore(today, RUN_LASTS_DAYS);
  const [last] = await selectCurrentRuns(tx, schoolId, { courseIds: [courseId], since });
  if (learners.length === 0 || last?.runOn === today) return;
  const model = await loadRiskModel(tx, schoolId);
  const personIds = learners.map(({ personId }) => personId);
  const standings = await selectRiskStandings(tx, schoolId, { courseIds: [courseId], personIds, since });
  const before = new Map(
    standings.map(({ personId, p, level }): [string, Standing] => [personId, { p, level }]),
  );
  const day = deps.now().getTime() / DAY_MS;
  const values = learners.map(({ record }) => buildFeatures(record, day));
  const means = meanFeatures(values);
  const predictions = learners.map(({ personId }, index) => ({
    id: personId,
    ...predictRisk(model, values[index]!, means),
  }));
  const { levels, overCap } = decideAlerts(WARNING_POLICY, predictions, before);
  const run = {
    schoolId,
    id: deps.newId(),
    courseId,
    runOn: today,
    modelVersion: model.version,
    ruleVersion: course.ruleVersion,
    learners: learners.length,
    overCap: overCap.length,
  };
  const scores = predictions.map(({ id, p, terms }) => ({
    personId: id,
    p,
    level: levels.get(id) ?? null,
    terms,
  }));
  await insertRun(tx, run, scores);
}

export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
}
