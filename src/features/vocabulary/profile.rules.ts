/** Whether a profile document holds together: unique ids, references that lead somewhere, paths that can be read. */
import { parseJsonPath } from './json-path.rules.ts';
import { Profile, type Pattern } from './profile.schema.ts';

export type ProfileProblemId = 'shape' | 'repeatedId' | 'unknownTemplate' | 'unreadablePath' | 'circle';

export interface ProfileProblem {
  id: ProfileProblemId;
  /** Path within the document, or the IRI of the part. */
  at: string;
  /** What stands there; '' where that tells nothing. */
  value: string;
}

export type ParsedProfile = { ok: true; profile: Profile } | { ok: false; problem: ProfileProblem };

/** `known`: ids of templates and patterns in other profiles, which this one may use (Profiles 9.0). */
export function parseProfile(document: unknown, known: ReadonlySet<string>): ParsedProfile {
  const parsed = Profile.safeParse(document);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const at = issue?.path.join('.') ?? '';
    return { ok: false, problem: { id: 'shape', at, value: issue?.message ?? '' } };
  }
  const problem = findProblem(parsed.data, known);
  return problem ? { ok: false, problem } : { ok: true, profile: parsed.data };
}

function findProblem(profile: Profile, known: ReadonlySet<string>): ProfileProblem | null {
  const { id, versions, concepts, templates, patterns } = profile;
  const parts = [...concepts, ...templates, ...patterns];
  // Some published profiles have one IRI for themselves and their only version.
  const ids = [...new Set([id, ...versions.map((version) => version.id)]), ...parts.map((part) => part.id)];
  const repeated = ids.find((one, index) => ids.indexOf(one) !== index);
  if (repeated !== undefined) return { id: 'repeatedId', at: repeated, value: '' };
  for (const template of templates)
    for (const rule of template.rules)
      for (const path of [rule.location, ...(rule.selector === undefined ? [] : [rule.selector])])
        if (!parseJsonPath(path)) return { id: 'unreadablePath', at: template.id, value: path };
  const here = new Set([...templates, ...patterns].map((part) => part.id));
  const references = [
    ...templates.map((one) => [
      one.id,
      ...(one.objectStatementRefTemplate ?? []),
      ...(one.contextStatementRefTemplate ?? []),
    ]),
    ...patterns.map((one) => [one.id, ...membersOf(one)]),
  ];
  for (const [at = '', ...wanted] of references) {
    const missing = wanted.find((one) => !here.has(one) && !known.has(one));
    if (missing !== undefined) return { id: 'unknownTemplate', at, value: missing };
  }
  const circular = findCircle(patterns);
  return circular === null ? null : { id: 'circle', at: circular, value: '' };
}

export const membersOf = ({
  alternates,
  optional,
  oneOrMore,
  sequence,
  zeroOrMore,
}: Pattern): readonly string[] => alternates ?? sequence ?? [optional ?? oneOrMore ?? zeroOrMore ?? ''];

/** A pattern that holds itself, at any depth. */
function findCircle(patterns: readonly Pattern[]): string | null {
  const byId = new Map(patterns.map((pattern) => [pattern.id, pattern]));
  const done = new Set<string>();
  const visit = (id: string, above: readonly string[]): string | null => {
    if (above.includes(id)) return id;
    const pattern = byId.get(id);
    if (!pattern || done.has(id)) return null;
    const found = membersOf(pattern)
      .map((member) => visit(member, [...above, id]))
      .find((circle) => circle !== null);
    done.add(id);
    return found ?? null;
  };
  return patterns.map(({ id }) => visit(id, [])).find((circle) => circle !== null) ?? null;
}
