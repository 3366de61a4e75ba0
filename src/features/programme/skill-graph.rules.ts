export interface SkillNode {
  id: string;
  requires: string[];
}

/** `ordered`: every skill after all it requires, with its level (1: requires nothing). `cycle`: the ids around it, first = last. */
export type SkillOrder =
  { kind: 'ordered'; ids: string[]; levels: Map<string, number> } | { kind: 'cycle'; ids: string[] };

/** Puts skills into an order in which they can be learned. Prerequisites that aren't in `skills` are passed over. */
export function orderSkills(skills: SkillNode[]): SkillOrder {
  const nodes = new Map(skills.map((skill) => [skill.id, skill]));
  const levels = new Map<string, number>();
  const path: string[] = [];

  /** Returns the cycle it ran into, else null. */
  const visit = (id: string): string[] | null => {
    const seenAt = path.indexOf(id);
    if (seenAt >= 0) return [...path.slice(seenAt), id];
    const node = nodes.get(id);
    if (!node || levels.has(id)) return null;
    path.push(id);
    for (const required of node.requires) {
      const cycle = visit(required);
      if (cycle) return cycle;
    }
    path.pop();
    levels.set(id, 1 + Math.max(0, ...node.requires.map((required) => levels.get(required) ?? 0)));
    return null;
  };

  for (const { id } of skills) {
    const cycle = visit(id);
    if (cycle) return { kind: 'cycle', ids: cycle };
  }
  // A Map keeps the order in which skills were finished: prerequisites first.
  return { kind: 'ordered', ids: [...levels.keys()], levels };
}
