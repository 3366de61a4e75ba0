/** Which templates of which profiles a statement follows and, when none, which it is nearest to. */
import type { JsonValue } from '../xapi/index.ts';
import type { Profile } from './profile.schema.ts';
import { checkTemplate, type CheckKind, type TemplateResult, type TemplatesOf } from './template.rules.ts';

export interface Match extends TemplateResult {
  profile: Profile;
}

export interface Judgement {
  /** Templates that it follows in every check. */
  follows: Match[];
  /** The one that it lacks least to follow, when it follows none; null when there are no templates. */
  nearest: Match | null;
}

export function judgeStatement(
  statement: JsonValue,
  profiles: readonly Profile[],
  templatesOf: TemplatesOf = () => null,
): Judgement {
  const matches = profiles.flatMap((profile) =>
    profile.templates.map((template): Match => ({
      profile,
      ...checkTemplate(statement, template, templatesOf),
    })),
  );
  const follows = matches.filter((match) => match.follows);
  const claimed = listCategories(statement);
  const [nearest] = matches
    .map((match) => ({ match, distance: measureDistance(match, claimed) }))
    .toSorted((a, b) => a.distance - b.distance);
  return { follows, nearest: follows.length > 0 ? null : (nearest?.match ?? null) };
}

/** A wrong verb makes it another matter; a type is more than a rule; a profile that it names is what it means to follow. */
const WEIGHTS: { verb: number } & Partial<Record<CheckKind, number>> = {
  verb: 8,
  objectType: 3,
  activityType: 2,
  attachment: 2,
};
const CLAIMED = 4;

function measureDistance({ profile, checks }: Match, claimed: ReadonlySet<string>): number {
  const broken = checks.filter(({ ok }) => !ok);
  const sum = broken.reduce((total, { kind }) => total + (WEIGHTS[kind] ?? 1), 0);
  // One for statements of every kind is as far as one of another verb.
  const general = checks.some(({ kind }) => WEIGHTS[kind] !== undefined) ? 0 : WEIGHTS.verb;
  return sum + general - (profile.versions.some(({ id }) => claimed.has(id)) ? CLAIMED : 0);
}

function listCategories(statement: JsonValue): ReadonlySet<string> {
  const context = read(statement, 'context');
  const category = read(read(context, 'contextActivities'), 'category');
  const activities = Array.isArray(category) ? category : [];
  return new Set(activities.map((activity) => read(activity, 'id')).filter((id) => typeof id === 'string'));
}

const read = (value: JsonValue | undefined, key: string): JsonValue | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value[key] : undefined;
