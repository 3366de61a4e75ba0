/** GB 32100-2015: 31 characters without I, O, S, V, Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CODE = new RegExp(`^[${ALPHABET}]{18}$`);

/** As people type it: spaces and case don't count. */
export const normaliseCreditCode = (typed: string): string => typed.replace(/\s/g, '').toUpperCase();

/** Whether a unified social credit code's last character is the one that its first seventeen ask for. */
export function isCreditCode(code: string): boolean {
  if (!CODE.test(code)) return false;
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (sum % 31)) % 31] === code[17];
}
