/**
 * Structural check of RFC 5646 language tags: the sequence of subtag lengths and kinds (§2.1), private use and
 * grandfathered tags included; the registry itself is not consulted. `Intl.getCanonicalLocales` can't be used: it
 * refuses valid tags such as zh-min-nan, i-klingon and x-private.
 */

const LANGTAG = new RegExp(
  '^(?:' +
    '(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})' + // language, extended language
    '(?:-[a-z]{4})?' + // script
    '(?:-(?:[a-z]{2}|[0-9]{3}))?' + // region
    '(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*' + // variants
    '(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*' + // extensions
    '(?:-x(?:-[a-z0-9]{1,8})+)?' + // private use at the end
    '|x(?:-[a-z0-9]{1,8})+' + // private use alone
    '|en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)' +
    '|sgn-(?:be-fr|be-nl|ch-de)' +
    ')$',
  'i',
);

export function isLanguageTag(value: string): boolean {
  return LANGTAG.test(value);
}
