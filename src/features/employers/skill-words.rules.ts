import { findTerms, type Cues, type Dictionary } from './find-terms.rules.ts';

/** A skill that a posting's text names, for somebody to confirm. */
export interface Suggestion {
  skillId: string;
  /** Once each, with what stands around it; `start` and `end` count characters of the text from 1, both included. */
  places: { start: number; end: number; before: string; word: string; after: string }[];
  /** The text asks for it somewhere; else it only says that it isn't needed. */
  wanted: boolean;
}

const AROUND = 12;
const PLACES_SHOWN = 3;

/** What a text asks of whom, in the order in which it is first named. */
export function suggestSkills(text: string, dictionary: Dictionary, cues: Cues): Suggestion[] {
  const suggestions = new Map<string, Suggestion>();
  for (const { id, start, end, negated } of findTerms(text, dictionary, cues)) {
    const known = suggestions.get(id) ?? { skillId: id, places: [], wanted: false };
    known.wanted ||= !negated;
    if (known.places.length < PLACES_SHOWN)
      known.places.push({
        start: start + 1,
        end,
        before: text.slice(Math.max(0, start - AROUND), start),
        word: text.slice(start, end),
        after: text.slice(end, end + AROUND),
      });
    suggestions.set(id, known);
  }
  return [...suggestions.values()];
}
