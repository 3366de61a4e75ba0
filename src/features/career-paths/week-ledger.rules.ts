const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday. */
const MONDAY_OFFSET = 3;

export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
export const dayOf = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);
const mondayOf = (day: number): number => day - ((day + MONDAY_OFFSET) % 7);

export interface Placement {
  startsOn: number;
  endsOn: number;
  weeks: { monday: number; minutes: number }[];
}

/**
 * The minutes of each week that are still free. A week that begins or ends within the days that are asked for has its
 * share of them only.
 */
export class WeekLedger {
  readonly #used = new Map<number, number>();
  readonly #weeklyMinutes: number;

  constructor(weeklyMinutes: number) {
    this.#weeklyMinutes = weeklyMinutes;
  }

  /** Where so many minutes fit between two days, as early as possible; null: nowhere. Takes nothing yet. */
  find(minutes: number, from: number, until: number): Placement | null {
    const weeks: Placement['weeks'] = [];
    let left = minutes;
    for (let monday = mondayOf(from); monday <= until && left > 0; monday += 7) {
      const days = Math.min(monday + 6, until) - Math.max(monday, from) + 1;
      const free = this.#weeklyMinutes - (this.#used.get(monday) ?? 0);
      const taken = Math.min(left, free, Math.floor((this.#weeklyMinutes * days) / 7));
      if (taken <= 0) continue;
      weeks.push({ monday, minutes: taken });
      left -= taken;
    }
    const [first] = weeks;
    const last = weeks.at(-1);
    if (left > 0 || !first || !last) return null;
    return {
      startsOn: Math.max(first.monday, from),
      endsOn: Math.min(last.monday + 6, until),
      weeks,
    };
  }

  take({ weeks }: Placement): void {
    for (const { monday, minutes } of weeks) this.#used.set(monday, (this.#used.get(monday) ?? 0) + minutes);
  }
}
