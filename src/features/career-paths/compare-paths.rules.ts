/** What is compared of an item. */
export interface DatedItem {
  key: string;
  startsOn: string;
  endsOn: string;
}

export interface PathDiff {
  added: string[];
  dropped: string[];
  moved: { key: string; before: Omit<DatedItem, 'key'>; after: Omit<DatedItem, 'key'> }[];
  kept: string[];
}

/** What a new plan changes of the one before, by the keys of its items. */
export function comparePaths(before: readonly DatedItem[], after: readonly DatedItem[]): PathDiff {
  const old = new Map(before.map((item) => [item.key, item]));
  const now = new Set(after.map(({ key }) => key));
  const diff: PathDiff = {
    added: [],
    dropped: before.filter(({ key }) => !now.has(key)).map(({ key }) => key),
    moved: [],
    kept: [],
  };
  for (const { key, startsOn, endsOn } of after) {
    const was = old.get(key);
    if (!was) diff.added.push(key);
    else if (was.startsOn === startsOn && was.endsOn === endsOn) diff.kept.push(key);
    else
      diff.moved.push({
        key,
        before: { startsOn: was.startsOn, endsOn: was.endsOn },
        after: { startsOn, endsOn },
      });
  }
  return diff;
}
