import { addDays } from '../../infra/day.rules.ts';
import { WAVE_MONTHS, type WaveMonths } from './employment.schema.ts';

/** A wave is asked for so many days before and after its due day. */
export const WINDOW_DAYS = 15;
export const MOST_CONTACTS = 3;

export interface Wave {
  months: WaveMonths;
  opensOn: string;
  dueOn: string;
  closesOn: string;
}

/** The same day so many months later; the last of a month that is too short for it. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

/** R091: 1, 3, 6 and 12 months after the entry day. */
export const planWaves = (enteredOn: string): Wave[] =>
  WAVE_MONTHS.map((months) => {
    const dueOn = addMonths(enteredOn, months);
    return {
      months,
      dueOn,
      opensOn: addDays(dueOn, -WINDOW_DAYS),
      closesOn: addDays(dueOn, WINDOW_DAYS),
    };
  });

export type WaveState = 'answered' | 'upcoming' | 'open' | 'late' | 'missed';

/** `late`: past its due day, but its window is open still. */
export function judgeWave(wave: Omit<Wave, 'months'> & { answered: boolean }, today: string): WaveState {
  if (wave.answered) return 'answered';
  if (today < wave.opensOn) return 'upcoming';
  if (today > wave.closesOn) return 'missed';
  return today > wave.dueOn ? 'late' : 'open';
}

export const isAskable = (state: WaveState): boolean => state === 'open' || state === 'late';

export type ContactVerdict = 'allowed' | 'answered' | 'notOpen' | 'tooMany' | 'sameDay';

/** At most three tries a wave, each on a day of its own: nobody is chased. */
export function judgeContact(
  state: WaveState,
  contactDays: readonly string[],
  today: string,
): ContactVerdict {
  if (state === 'answered') return 'answered';
  if (!isAskable(state)) return 'notOpen';
  if (contactDays.length >= MOST_CONTACTS) return 'tooMany';
  return contactDays.includes(today) ? 'sameDay' : 'allowed';
}
