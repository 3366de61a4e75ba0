import { pickLocale, type Locale } from '../infra/views.ts';

/** What a reader of the LMS's pages chose by its button, else what their browser asks for. */
export function readLocale(headers: {
  cookie?: string | undefined;
  'accept-language'?: string | undefined;
}): Locale {
  const chosen = /(?:^|;\s*)demo_language=([\w-]+)/.exec(headers.cookie ?? '')?.[1];
  return pickLocale(chosen ?? headers['accept-language']);
}
