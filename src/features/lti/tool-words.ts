import { readLocale, type Locale } from '../../infra/views.ts';
import type { ToolWords } from './tool-config.rules.ts';

/** How the tool is called in an LMS, in each language: `lti.tool.…` of views/locales. */
export function readToolWords(): ToolWords {
  const inBoth = (key: string): Record<Locale, string> => ({
    'zh-CN': wordOf('zh-CN', key),
    en: wordOf('en', key),
  });
  return {
    name: inBoth('lti.tool.name'),
    description: inBoth('lti.tool.description'),
    labels: {
      course_navigation: inBoth('lti.tool.label.course_navigation'),
      account_navigation: inBoth('lti.tool.label.account_navigation'),
      link_selection: inBoth('lti.tool.label.link_selection'),
      assignment_selection: inBoth('lti.tool.label.assignment_selection'),
    },
  };
}

const files = new Map<Locale, Record<string, unknown>>();

function wordOf(locale: Locale, key: string): string {
  const words = files.get(locale) ?? readLocale(locale);
  files.set(locale, words);
  let found: unknown = words;
  for (const part of key.split('.'))
    found =
      typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[part] : undefined;
  if (typeof found !== 'string') throw new Error(`views/locales/${locale}.json lacks ${key}.`);
  return found;
}
