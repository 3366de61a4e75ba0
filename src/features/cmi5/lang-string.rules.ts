import type { Locale } from '../../infra/views.ts';
import type { LangStrings } from './course-structure.schema.ts';

/** The text in the reader's language, else in English, else the first that is there. */
export function inLanguage(texts: LangStrings, locale: Locale): string {
  const [wanted = ''] = locale.split('-');
  const speaks = (language: string) =>
    texts.find(({ lang }) => lang.toLowerCase().split('-')[0] === language);
  return (speaks(wanted) ?? speaks('en') ?? texts[0])?.text ?? '';
}

export const inBothLanguages = (texts: LangStrings): Record<Locale, string> => ({
  'zh-CN': inLanguage(texts, 'zh-CN'),
  en: inLanguage(texts, 'en'),
});

/** As xAPI has it; texts of which no language is told count as "und". */
export const toLanguageMap = (texts: LangStrings): Record<string, string> =>
  Object.fromEntries(texts.toReversed().map(({ lang, text }) => [lang || 'und', text]));
