const KINDS = ['group', 'section'] as const;

/** Names (`group:7`, `section:3`) of somebody's groups and sections in a course; null: not told this time. */
export interface ToldGroups {
  group: string[] | null;
  section: string[] | null;
}

/** What is told replaces what was known of its kind, silence takes nothing back; sorted, as it is stored. */
export function mergeGroups(known: readonly string[], told: ToldGroups): string[] {
  const merged = KINDS.flatMap((kind) => told[kind] ?? known.filter((name) => name.startsWith(`${kind}:`)));
  return [...new Set(merged)].sort();
}
