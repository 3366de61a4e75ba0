import type { LocalText, Skill } from '../programme/index.ts';

export interface Recommendable {
  id: string;
  title: string;
  minutes: number | null;
  skillIds: readonly string[];
}

/** The edge of the graph by which a resource was found (R104). */
export type Because =
  | { kind: 'teaches'; skill: LocalText }
  /** It teaches `skill`, which has to be there before `needed`. */
  | { kind: 'requires'; skill: LocalText; needed: LocalText };

export interface Recommended<R extends Recommendable> {
  resource: R;
  because: Because;
}

type GraphSkill = Pick<Skill, 'id' | 'name' | 'requires'>;

/** How far back along prerequisites a resource may help. */
const STEPS_BACK = 2;

/** A skill and what it builds on, nearest first, each with the skill that needs it. */
export function walkBack(
  skillId: string,
  skills: readonly GraphSkill[],
): { skill: GraphSkill; needed: GraphSkill | null }[] {
  const byId = new Map(skills.map((skill) => [skill.id, skill]));
  const start = byId.get(skillId);
  if (!start) return [];
  const found = [{ skill: start, needed: null as GraphSkill | null }];
  const seen = new Set([skillId]);
  let ring = [start];
  for (let step = 0; step < STEPS_BACK; step += 1) {
    const next = ring.flatMap((needed) =>
      needed.requires
        .flatMap((id) => byId.get(id) ?? [])
        .filter(({ id }) => !seen.has(id) && seen.add(id))
        .map((skill) => ({ skill, needed })),
    );
    found.push(...next);
    ring = next.map(({ skill }) => skill);
  }
  return found;
}

/** Resources for a skill: those that teach it first, then those of what it builds on; short ones before long ones. */
export function recommend<R extends Recommendable>(
  skillId: string,
  skills: readonly GraphSkill[],
  resources: readonly R[],
  limit: number,
): Recommended<R>[] {
  const length = ({ minutes }: Recommendable) => minutes ?? Number.MAX_SAFE_INTEGER;
  const inOrder = [...resources].sort((a, b) => length(a) - length(b) || (a.id < b.id ? -1 : 1));
  const taken = new Set<string>();
  return walkBack(skillId, skills)
    .flatMap(({ skill, needed }) =>
      inOrder
        .filter(({ id, skillIds }) => skillIds.includes(skill.id) && !taken.has(id) && taken.add(id))
        .map((resource) => ({
          resource,
          because:
            needed === null
              ? ({ kind: 'teaches', skill: skill.name } as const)
              : ({ kind: 'requires', skill: skill.name, needed: needed.name } as const),
        })),
    )
    .slice(0, limit);
}
