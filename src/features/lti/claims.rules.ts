/** Readers of claims: what a platform leaves out, hides as null or writes in an odd way becomes one of few plain values. */
export type Claims = Readonly<Record<string, unknown>>;

const LONGEST_ID = 255;

/** NUL and halves of surrogate pairs: JSON carries them, PostgreSQL stores neither. */
const UNSTORABLE = /[\0\p{Cs}]/gu;

/** Text cut to a length, without what can't be stored. */
export const storable = (value: string, longest: number): string =>
  value.slice(0, longest).replace(UNSTORABLE, '');

export const isStorable = (value: string): boolean => value.search(UNSTORABLE) === -1;

/** Text with something in it, trimmed; else null. */
export function text(value: unknown): string | null {
  const plain = typeof value === 'string' ? value.replace(UNSTORABLE, '').trim() : '';
  return plain === '' ? null : plain;
}

/** An identifier is compared letter by letter, so it is taken as it stands. */
export function identifier(value: unknown): string | null {
  return typeof value === 'string' && text(value) === value.trim() && value.length <= LONGEST_ID
    ? value
    : null;
}

/** PHP platforms write an empty object as []. */
export function object(value: unknown): Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : {};
}

/** The texts of a list; some platforms write one text, or several with commas, where the specification has a list. */
export function texts(value: unknown): string[] {
  const list = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
  return list.flatMap((one) => text(one) ?? []);
}

/** true and false, also as text; null where nothing is said. */
export function flag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : null;
}

/** An absolute http(s) address; else null. */
export function webAddress(value: unknown): string | null {
  const address = text(value);
  return address !== null && URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
    ? address
    : null;
}

/** Platforms send variables they don't know literally (`$Person.sourcedId`) and hidden values as null. */
export function readCustom(custom: Claims): Record<string, string> {
  const filled: Record<string, string> = {};
  for (const [name, value] of Object.entries(custom)) {
    if (typeof value === 'number' || typeof value === 'boolean') filled[name] = String(value);
    if (typeof value === 'string' && text(value) !== null && !value.startsWith('$'))
      filled[name] = value.replace(UNSTORABLE, '');
  }
  return filled;
}
