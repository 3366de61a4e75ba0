import type { Deps } from '../../infra/deps.ts';
import {
  listContextActivities,
  parseStatement,
  readLearningEvent,
  selectStatementsByIds,
  withListedActivities,
  type JsonValue,
  type Statement,
} from '../xapi/index.ts';
import { MOST_STATEMENTS, type Checked, type CheckedStatement } from './checker.schema.ts';
import { judgeSequences, type Followed } from './judge-sequence.rules.ts';
import { judgeStatement, type Judgement } from './judge-statement.rules.ts';
import type { Profile } from './profile.schema.ts';
import { isDecision } from './terms.rules.ts';

/** Judges what was pasted, one statement or a list of them, and keeps nothing of it. */
export async function checkStatements(
  deps: Deps,
  schoolId: string,
  source: string,
  profiles: readonly Profile[],
): Promise<Checked> {
  if (source.trim() === '') return { kind: 'empty' };
  const values = readValues(source);
  if (values === null) return { kind: 'notJson' };
  if (values.length > MOST_STATEMENTS) return { kind: 'tooMany' };
  const parsed = values.map((value) => parseStatement(value));
  const valid = parsed.flatMap((one) => (one.ok ? [withListedActivities(one.statement)] : []));
  const templatesOf = await readReferred(deps, schoolId, valid, profiles);
  const statements = parsed.map((one): CheckedStatement => {
    if (!one.ok) return one;
    const statement = withListedActivities(one.statement);
    return {
      ok: true,
      statement,
      judgement: judgeStatement(asJson(statement), profiles, templatesOf),
      isDecision: isDecision(statement),
      // What says no time gets that of its arrival.
      event: readLearningEvent({ ...statement, timestamp: statement.timestamp ?? deps.now().toISOString() }),
    };
  });
  const followed = statements.flatMap((one) => (one.ok ? [presentFollowed(one)] : []));
  return { kind: 'checked', statements, sequences: judgeSequences(followed, profiles) };
}

const presentFollowed = ({
  statement,
  judgement,
}: {
  statement: Statement;
  judgement: Judgement;
}): Followed => ({
  registration: statement.context?.registration ?? null,
  timestampAt: statement.timestamp === undefined ? null : new Date(statement.timestamp),
  categories: listContextActivities(statement.context, 'category').map(({ id }) => id),
  templates: judgement.follows.map(({ template }) => template.id),
});

function readValues(source: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(source);
    return Array.isArray(value) ? (value as unknown[]) : [value];
  } catch {
    return null;
  }
}

const asJson = (statement: Statement): JsonValue => JSON.parse(JSON.stringify(statement)) as JsonValue;

/** The templates followed by statements referred to: those given together, else those the school has stored. */
async function readReferred(
  deps: Deps,
  schoolId: string,
  given: readonly Statement[],
  profiles: readonly Profile[],
) {
  const ids = given.flatMap(({ object, context }) => [
    ...(object.objectType === 'StatementRef' ? [object.id] : []),
    ...(context?.statement ? [context.statement.id] : []),
  ]);
  const stored = await selectStatementsByIds(deps.db, schoolId, [...new Set(ids)]);
  const templates = new Map(
    [...stored.map(({ payload }) => payload), ...given].flatMap((statement) =>
      statement.id === undefined
        ? []
        : [
            [
              statement.id.toLowerCase(),
              judgeStatement(asJson(statement), profiles).follows.map(({ template }) => template.id),
            ] as const,
          ],
    ),
  );
  return (id: string) => templates.get(id.toLowerCase()) ?? null;
}
