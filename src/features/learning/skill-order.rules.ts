export interface OrderedSkill {
  id: string;
  /** Direct prerequisites. */
  requires: readonly string[];
}

/**
 * Prerequisites before what needs them; among equals by id, so that the order never wavers.
 * Prerequisites outside the list don't hold anything up; a circle, which the catalogue forbids, comes last.
 */
export function orderSkills<S extends OrderedSkill>(skills: readonly S[]): S[] {
  const waiting = new Map(
    skills.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((skill) => [skill.id, skill]),
  );
  const ordered: S[] = [];
  for (;;) {
    const next = [...waiting.values()].find((skill) => skill.requires.every((id) => !waiting.has(id)));
    if (!next) return [...ordered, ...waiting.values()];
    waiting.delete(next.id);
    ordered.push(next);
  }
}
