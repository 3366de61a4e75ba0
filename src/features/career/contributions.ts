import type { PortraitSource } from './portrait-source.ts';

/** Something a person should be told: an inbox or mail takes it from here. Its words are a key of views/locales. */
export interface Reminder {
  schoolId: string;
  personId: string;
  /** Stays the same for the same matter, so that nobody is told twice. */
  key: string;
  label: string;
  values: Record<string, string | number>;
  /** Below a visit's base. */
  href: string;
}

/** What app.ts connects career planning with. */
export interface CareerContributions {
  portrait: readonly PortraitSource[];
  /** Tells people; null: nothing is connected, and their to-do list on /career is all there is. */
  remind: ((reminders: readonly Reminder[]) => Promise<void>) | null;
}
