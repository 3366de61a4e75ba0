import type { SkillStanding } from './path.schema.ts';

export interface FollowableItem {
  key: string;
  covers: readonly { skillId: string; to: number }[];
  progress: number;
  doneOn: string | null;
  saidDone: boolean;
}

export interface ItemProgress {
  key: string;
  progress: number;
  doneOn: string | null;
}

/**
 * What the records say of a plan's items now: how much of a unit's or project's tasks is done, and what is done because
 * its skills are where it was to lead. What the learner said stays; only what changes is returned.
 */
export function followItems(
  items: readonly FollowableItem[],
  recorded: ReadonlyMap<string, number>,
  standings: ReadonlyMap<string, SkillStanding>,
  today: string,
): ItemProgress[] {
  return items.flatMap((item) => {
    if (item.saidDone) return [];
    const reached =
      item.covers.length > 0 &&
      item.covers.every(({ skillId, to }) => {
        const standing = standings.get(skillId);
        return standing?.certainty === 'enough' && standing.level >= to;
      });
    const progress = reached ? 1 : (recorded.get(item.key) ?? 0);
    const doneOn = progress === 1 ? (item.doneOn ?? today) : null;
    return item.progress === progress && item.doneOn === doneOn ? [] : [{ key: item.key, progress, doneOn }];
  });
}
