/** A word to look for, and whose it is. */
export interface Term {
  id: string;
  word: string;
}

/** Words by which a text takes back what it names, or gives it back. */
export interface Cues {
  negations: readonly string[];
  trailing: readonly string[];
  contrasts: readonly string[];
}

export interface Found {
  id: string;
  /** Where in the text, in UTF-16 units; `end` is the first place after it. */
  start: number;
  end: number;
  /** The text takes it back: 不要求 Java. */
  negated: boolean;
}

/** One that can be asked many times: terms by their first character, longest first. */
export type Dictionary = ReadonlyMap<string, readonly Term[]>;

export function makeDictionary(terms: readonly Term[]): Dictionary {
  const dictionary = new Map<string, Term[]>();
  for (const { id, word } of terms) {
    const folded = fold(word.trim());
    const [first] = folded;
    if (first === undefined) continue;
    const same = dictionary.get(first) ?? [];
    same.push({ id, word: folded });
    dictionary.set(first, same);
  }
  for (const same of dictionary.values()) same.sort((a, b) => b.word.length - a.word.length);
  return dictionary;
}

/** Lower case and half width, character by character, so that places stay what they were. */
const fold = (text: string): string =>
  Array.from({ length: text.length }, (_, index) => foldUnit(text.charAt(index))).join('');

function foldUnit(unit: string): string {
  const code = unit.charCodeAt(0);
  if (code === 0x3000) return ' ';
  const half = code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : unit;
  const lower = half.toLowerCase();
  return lower.length === 1 ? lower : half;
}

/** All terms that a text names, each at its longest, from left to right (notes/careers.md §5.2). */
export function findTerms(text: string, dictionary: Dictionary, cues: Cues): Found[] {
  const folded = fold(text);
  const found: Found[] = [];
  for (let place = 0; place < folded.length;) {
    const term = dictionary.get(folded.charAt(place))?.find(({ word }) => standsAt(folded, word, place));
    if (!term) {
      place += 1;
      continue;
    }
    const end = place + term.word.length;
    found.push({ id: term.id, start: place, end, negated: isNegated(folded, place, end, cues) });
    place = end;
  }
  return found;
}

/** A Latin word stands alone: Java isn't in JavaScript, nor C in C++. */
function standsAt(text: string, word: string, place: number): boolean {
  if (!text.startsWith(word, place)) return false;
  const isLatin = (character: string) => /[a-z0-9]/.test(character);
  if (isLatin(word.charAt(0)) && isLatin(text.charAt(place - 1))) return false;
  const rest = text.slice(place + word.length, place + word.length + 2);
  return !/[a-z0-9+#]$/.test(word) || !/^(\+\+|#|[a-z0-9])/.test(rest);
}

/** Enumerations go on in a clause: 不要求 Java、Python. */
const CLAUSE_ENDS = /[,;.!?，；。！？\n\r]/;

function isNegated(text: string, start: number, end: number, cues: Cues): boolean {
  const before = text.slice(lastClauseEnd(text, start), start);
  const negatedAt = lastPlace(before, cues.negations);
  if (negatedAt >= 0 && negatedAt > lastPlace(before, cues.contrasts)) return true;
  const [after = ''] = text.slice(end).split(CLAUSE_ENDS);
  return cues.trailing.some((cue) => after.trimEnd().endsWith(fold(cue)));
}

function lastClauseEnd(text: string, place: number): number {
  let at = place;
  // A stop inside a word (Node.js) is none.
  while (at > 0 && !(CLAUSE_ENDS.test(text.charAt(at - 1)) && !isInsideWord(text, at - 1))) at -= 1;
  return at;
}

const isInsideWord = (text: string, place: number): boolean =>
  text.charAt(place) === '.' && /[a-z0-9]/.test(text.charAt(place + 1));

/** Where the last of these cues stands; -1: nowhere. */
function lastPlace(text: string, cues: readonly string[]): number {
  for (let place = text.length - 1; place >= 0; place -= 1)
    if (cues.some((cue) => standsAt(text, fold(cue), place))) return place;
  return -1;
}
