import type { Replacements } from '../../infra/errors.ts';

interface PersonKey {
  schoolId: string;
  personId: string;
}

/** Which of the four chains of §5.4.5.1 an event belongs to: 测评, 目标, 路径, 实践. */
export const PORTRAIT_CHAINS = ['assessment', 'goal', 'path', 'practice'] as const;
export type PortraitChain = (typeof PORTRAIT_CHAINS)[number];

/** One dated thing that happened on somebody's way: its words are a key of views/locales with what goes into it. */
export interface PortraitEvent {
  at: Date;
  chain: PortraitChain;
  /** E.g. `career.portrait.event.assessed`. */
  label: string;
  /** Values of the words; text in both languages is chosen for the reader. */
  values: Record<string, Replacements[string] | { 'zh-CN': string; en: string }>;
  /** Where more is to be seen, below the reader's base; null: nowhere. Shown to the person alone. */
  href: string | null;
}

/** What a room adds to the career portrait; given to this room by app.ts. */
export interface PortraitSource {
  id: string;
  /** Newest first, no more than `limit`. */
  selectEvents(key: PersonKey, limit: number): Promise<PortraitEvent[]>;
}
