import { expect } from '@jest/globals';
import { asc, eq, sql } from 'drizzle-orm';
import { judgeStatement, readOwnProfiles } from '../../src/features/vocabulary/index.ts';
import { followPattern } from '../../src/features/vocabulary/pattern.rules.ts';
import { parseStatement, type JsonValue, type StoredStatement } from '../../src/features/xapi/index.ts';
import { statements } from '../../src/features/xapi/xapi.tables.ts';
import type { Deps } from '../../src/infra/deps.ts';

/** Statements of a school that Waymark made itself, in the order they were stored. */
export async function selectToldStatements(deps: Deps, schoolId: string): Promise<StoredStatement[]> {
  const rows = await deps.db
    .select({ payload: sql<StoredStatement>`${statements.payload}` })
    .from(statements)
    .where(eq(statements.schoolId, schoolId))
    .orderBy(asc(statements.sequence));
  return rows.map(({ payload }) => payload).filter(({ authority }) => authority.name === 'Waymark');
}

const VOCABULARY = 'https://w3id.org/waymark/xapi/';

/**
 * Expects of statements what our profiles ask: each is valid and follows one template and no other in the profile it
 * names; those of one registration come in the order of a primary pattern. Returns the templates followed.
 */
export async function expectToFollow(told: readonly object[]): Promise<string[]> {
  const profiles = await readOwnProfiles();
  const given = told as (StoredStatement & JsonValue)[];
  const byId = new Map(given.map((statement) => [statement.id, statement]));
  const templatesOf = (id: string): string[] | null => {
    const statement = byId.get(id);
    return statement
      ? judgeStatement(statement, profiles, () => null).follows.map(({ template }) => template.id)
      : null;
  };
  const registrations = new Map<string, string[][]>();
  const followed = given.map((statement) => {
    expect(parseStatement(statement)).toMatchObject({ ok: true });
    const { follows, nearest } = judgeStatement(statement, profiles, templatesOf);
    expect(nearest?.checks.filter(({ ok }) => !ok) ?? []).toEqual([]);
    const [match, ...more] = follows;
    expect(more.map(({ template }) => template.id)).toEqual([]);
    const { profile } = match ?? {};
    const meant = profile?.templates.filter(
      (template) =>
        judgeStatement(statement, [{ ...profile, templates: [{ ...template, rules: [] }] }]).follows.length >
        0,
    );
    expect(meant).toHaveLength(1);
    const key = `${profile?.id}|${statement.context?.registration}`;
    registrations.set(key, [...(registrations.get(key) ?? []), [match?.template.id ?? '']]);
    return match?.template.id.replace(VOCABULARY, '') ?? '';
  });
  for (const [key, sequence] of registrations) {
    const profile = profiles.find(({ id }) => key.startsWith(`${id}|`));
    const patterns = new Map((profile?.patterns ?? []).map((pattern) => [pattern.id, pattern]));
    const verdicts = [...patterns.values()]
      .filter(({ primary }) => primary)
      .map(({ id }) => followPattern(id, patterns, sequence).kind);
    expect(`${key} ${JSON.stringify(sequence)} ${verdicts.join()}`).toContain('whole');
  }
  return [...new Set(followed)];
}
