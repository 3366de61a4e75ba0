/** Whether statements that were given together come in the order of a pattern of the profile they name. */
import { followPattern, type PatternVerdict } from './pattern.rules.ts';
import type { Pattern, Profile } from './profile.schema.ts';

export interface Followed {
  registration: string | null;
  timestampAt: Date | null;
  /** IRIs of the category activities: the profiles it names. */
  categories: readonly string[];
  templates: readonly string[];
}

export interface SequenceVerdict {
  profile: Profile;
  registration: string;
  /** The pattern that it follows furthest. */
  pattern: Pattern;
  verdict: PatternVerdict;
}

/** One verdict per profile and registration of two statements or more (Profiles 9.0). */
export function judgeSequences(
  statements: readonly Followed[],
  profiles: readonly Profile[],
): SequenceVerdict[] {
  const ordered = statements.toSorted(
    (a, b) => (a.timestampAt?.getTime() ?? 0) - (b.timestampAt?.getTime() ?? 0),
  );
  return profiles.flatMap((profile) => {
    const named = ordered.filter(({ categories }) =>
      profile.versions.some(({ id }) => categories.includes(id)),
    );
    const registrations = new Set(named.flatMap(({ registration }) => registration ?? []));
    return [...registrations].flatMap((registration) => {
      const said = named.filter((one) => one.registration === registration).map(({ templates }) => templates);
      const best = said.length < 2 ? undefined : findBest(profile, said);
      return best ? [{ profile, registration, ...best }] : [];
    });
  });
}

function findBest(profile: Profile, said: readonly (readonly string[])[]) {
  const patterns = new Map(profile.patterns.map((pattern) => [pattern.id, pattern]));
  const [best] = profile.patterns
    .filter(({ primary }) => primary)
    .map((pattern) => ({ pattern, verdict: followPattern(pattern.id, patterns, said) }))
    .toSorted((a, b) => reachOf(b.verdict) - reachOf(a.verdict));
  return best;
}

const reachOf = (verdict: PatternVerdict): number =>
  verdict.kind === 'whole' ? Infinity : verdict.kind === 'begun' ? Number.MAX_SAFE_INTEGER : verdict.at;
