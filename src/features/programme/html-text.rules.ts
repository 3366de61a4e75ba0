/** Moodle's HTML and the plain text of ours; two languages as its multi-language filter reads them. */
import type { LocalText } from './programme.schema.ts';
import { fillLocalText } from './question.rules.ts';

const LANGUAGES = { 'zh-CN': 'zh_cn', en: 'en' } as const;

export function writeHtml(text: LocalText): string {
  if (text['zh-CN'] === text.en) return escapeText(text.en);
  const span = (locale: keyof LocalText) =>
    `<span lang="${LANGUAGES[locale]}" class="multilang">${escapeText(text[locale])}</span>`;
  return span('zh-CN') + span('en');
}

const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Spaces and lines survive: a browser would run together what stands side by side. */
const escapeText = (text: string): string =>
  text
    .replace(/[&<>"]/g, (mark) => ESCAPED[mark] ?? mark)
    .replace(/ (?=[ \n])|(?<=\n) |^ | $/g, '&nbsp;')
    // XML has no place for these; references to them are text.
    .replace(/(?!\n)[\p{Cc}\ufffe\uffff]/gu, (mark) => `&#${mark.charCodeAt(0)};`)
    .replaceAll('\n', '<br>');

/** What plain text can't tell. */
export const holdsMedia = (html: string): boolean =>
  /<(?:img|audio|video|svg|object|embed|iframe|math)\b/i.test(html);

/** HTML as plain text in both languages; where one is missing, the other stands for it. */
export function readHtml(html: string): LocalText {
  const tokens = html.match(/<!--[^]*?(?:-->|$)|<[a-z/!][^<>]*>|[^<]+|</gi) ?? [];
  const languages = tokens.flatMap((token) => languageOf(token) ?? []);
  const inLanguage = (wanted: string, other: string) => {
    const shown = [wanted, other].find((language) => languages.includes(language)) ?? languages[0] ?? null;
    return readTokens(tokens, shown);
  };
  return fillLocalText(inLanguage('zh', 'en'), inLanguage('en', 'zh'));
}

/** `zh` of a multi-language span's `zh_cn`; null: another tag. */
function languageOf(token: string): string | null {
  if (!/^<span\b/i.test(token) || !/\bclass\s*=\s*["']?multilang\b/i.test(token)) return null;
  return /\blang\s*=\s*["']?([a-z]+)/i.exec(token)?.[1]?.toLowerCase() ?? null;
}

const BLOCK = /^<\/?(?:p|div|ul|ol|li|table|tr|pre|blockquote|h[1-6]|section|article|dl|dt|dd|hr|figure)\b/i;

function readTokens(tokens: readonly string[], shown: string | null): string {
  const pieces: string[] = [];
  /** White space between words, and a line's end after a block, are told only when more text follows. */
  let pending: '' | ' ' | '\n' = '';
  let preformatted = false;
  let skipped: string | null = null;
  /** Of each open span, whether it holds another language than the one shown. */
  const spans: boolean[] = [];
  const add = (piece: string) => {
    const before = pieces.at(-1);
    if (pending !== '' && before !== undefined && !before.endsWith('\n')) pieces.push(pending);
    pieces.push(piece);
    pending = '';
  };
  for (const token of tokens) {
    const tag = /^<(\/?[a-z][a-z0-9]*)/i.exec(token)?.[1]?.toLowerCase() ?? null;
    if (skipped !== null) {
      if (tag === `/${skipped}`) skipped = null;
    } else if (tag === 'script' || tag === 'style') skipped = tag;
    else if (tag === 'span') {
      const language = languageOf(token);
      spans.push(spans.at(-1) === true || (language !== null && language !== shown));
    } else if (tag === '/span') spans.pop();
    else if (spans.at(-1) || /^<[!?]/.test(token)) continue;
    else if (tag === 'br') {
      pieces.push('\n');
      pending = '';
    } else if (tag !== null) {
      if (tag === 'pre' || tag === '/pre') preformatted = tag === 'pre';
      if (BLOCK.test(token)) pending = '\n';
      if (tag === 'li') add('- ');
    } else if (preformatted) add(decode(token));
    else
      for (const part of token.split(/([ \t\r\n\f]+)/)) {
        if (/^[ \t\r\n\f]/.test(part)) pending ||= ' ';
        else if (part !== '') add(decode(part));
      }
  }
  return pieces.join('');
}

const NAMED: Readonly<Record<string, string>> = {
  ...{ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ', ensp: ' ', emsp: ' ' },
  ...{ hellip: '…', mdash: '—', ndash: '–', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', laquo: '«' },
  ...{ raquo: '»', middot: '·', bull: '•', times: '×', divide: '÷', plusmn: '±', deg: '°', micro: 'µ' },
  ...{ le: '≤', ge: '≥', ne: '≠', asymp: '≈', infin: '∞', rarr: '→', larr: '←', harr: '↔', rArr: '⇒' },
  ...{ copy: '©', reg: '®', trade: '™', euro: '€', pound: '£', yen: '¥', sect: '§', radic: '√', sum: '∑' },
  ...{ alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', lambda: 'λ', mu: 'μ', pi: 'π', sigma: 'σ' },
};

/** References to characters; anything else stays as it is written. */
const decode = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{1,10}));/gi, (whole, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(String(hex), 16) : null;
    if (code === null) return NAMED[String(name)] ?? whole;
    const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : whole;
  });
