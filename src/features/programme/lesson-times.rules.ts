const DAY_MS = 86_400_000;

/**
 * A lesson on one day, and on the same weekday of the following weeks, each at the same time on the wall. null: it
 * ends before it starts, or there is no such time.
 */
export function weeklyTimes(
  lesson: { day: string; from: string; to: string; weeks: number },
  fromWall: (wallTime: string) => Date | null,
): { startsAt: Date; endsAt: Date }[] | null {
  const first = new Date(`${lesson.day}T00:00:00Z`).getTime();
  const times = Array.from({ length: lesson.weeks }, (_, week) => {
    const day = new Date(first + week * 7 * DAY_MS).toISOString().slice(0, 10);
    return { startsAt: fromWall(`${day}T${lesson.from}`), endsAt: fromWall(`${day}T${lesson.to}`) };
  });
  const sound = times.flatMap(({ startsAt, endsAt }) =>
    startsAt && endsAt && startsAt < endsAt ? [{ startsAt, endsAt }] : [],
  );
  return sound.length === times.length ? sound : null;
}
