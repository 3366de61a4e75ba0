import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import Handlebars from 'handlebars';
import i18next, { type TFunction } from 'i18next';
import { PROJECT_ROOT } from './paths.ts';

export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];
export const VIEWS = join(PROJECT_ROOT, 'views');

/** Who reads the page and where from: what the helpers and the layout need beside the page object itself. */
export interface RenderContext {
  locale: Locale;
  /** IANA name; times are shown in the school's zone. */
  timeZone: string;
  layout: string;
  /** The layout's own page object. */
  frame: object;
}

export interface Views {
  render(view: string, page: object, context: RenderContext): string;
  t: (locale: Locale, key: string, replacements?: Record<string, string | number>) => string;
  /** Names of all views that aren't layouts or partials. */
  names: string[];
}

/** Compiles every template once; strict mode makes a missing field an error instead of a gap on the page. */
export function createViews(): Views {
  const translate = createTranslations();
  const handlebars = Handlebars.create();
  registerHelpers(handlebars, translate);
  const templates = new Map<string, Handlebars.TemplateDelegate>();
  for (const file of findTemplates(VIEWS)) {
    const name = relative(VIEWS, file)
      .replace(/\.hbs$/, '')
      .replaceAll('\\', '/');
    const source = readFileSync(file, 'utf8');
    if (name.startsWith('partials/'))
      handlebars.registerPartial(
        name.slice('partials/'.length),
        handlebars.compile(source, { strict: true }),
      );
    else templates.set(name, handlebars.compile(source, { strict: true }));
  }
  const get = (name: string) => {
    const template = templates.get(name);
    if (!template) throw new Error(`There is no view ${name}.`);
    return template;
  };
  return {
    names: [...templates.keys()].filter((name) => !name.startsWith('layouts/')),
    t: (locale, key, replacements) => translate(locale)(key, replacements ?? {}),
    render(view, page, context) {
      const data = { locale: context.locale, timeZone: context.timeZone };
      const content = get(view)(page, { data });
      return get(`layouts/${context.layout}`)({ ...context.frame, content, lang: context.locale }, { data });
    },
  };
}

export function readLocale(locale: Locale): Record<string, unknown> {
  return JSON.parse(readFileSync(join(VIEWS, 'locales', `${locale}.json`), 'utf8')) as Record<
    string,
    unknown
  >;
}

/** The nearest language we have for a platform's or browser's tag list: Chinese unless English is asked for first. */
export function pickLocale(wanted: string | undefined): Locale {
  for (const tag of (wanted ?? '').split(',').map((part) => part.trim().toLowerCase())) {
    if (tag.startsWith('zh')) return 'zh-CN';
    if (tag.startsWith('en')) return 'en';
  }
  return 'zh-CN';
}

function createTranslations(): (locale: Locale) => TFunction {
  const instance = i18next.createInstance();
  void instance.init({
    lng: 'zh-CN',
    fallbackLng: false,
    initAsync: false,
    // Handlebars escapes.
    interpolation: { escapeValue: false },
    resources: Object.fromEntries(LOCALES.map((locale) => [locale, { translation: readLocale(locale) }])),
  });
  const fixed = new Map(LOCALES.map((locale) => [locale, instance.getFixedT(locale)]));
  return (locale) => fixed.get(locale) ?? instance.getFixedT(locale);
}

function findTemplates(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.hbs'))
    .map((entry) => join(entry.parentPath, entry.name));
}

type Options = Omit<Handlebars.HelperOptions, 'data'> & { data: { locale: Locale; timeZone: string } };

function registerHelpers(handlebars: typeof Handlebars, translate: (locale: Locale) => TFunction): void {
  // Most words have nothing to fill in: they are looked up once.
  const found = new Map<string, string>();
  const plain = (locale: Locale, key: string) => {
    const known = found.get(`${locale} ${key}`) ?? translate(locale)(key);
    found.set(`${locale} ${key}`, known);
    return known;
  };
  // Making a formatter costs more than a whole page of using it.
  const formats = new Map<string, Intl.DateTimeFormat>();
  const format = ({ data: { locale, timeZone } }: Options, style: Intl.DateTimeFormatOptions) => {
    const key = JSON.stringify([locale, timeZone, style]);
    const made = formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone, ...style });
    formats.set(key, made);
    return made;
  };
  const numbers = (style: Intl.NumberFormatOptions) => {
    const made = new Map(LOCALES.map((locale) => [locale, new Intl.NumberFormat(locale, style)]));
    return (value: number, { data: { locale } }: Options) => made.get(locale)?.format(value) ?? String(value);
  };
  handlebars.registerHelper({
    t: (key: string, { data: { locale }, hash }: Options) =>
      Object.keys(hash as object).length === 0
        ? plain(locale, key)
        : translate(locale)(key, hash as Record<string, string>),
    /** A sentence that data names: its key and its numbers. */
    say: (sentence: { id: string; values: Record<string, string | number> }, options: Options) =>
      translate(options.data.locale)(sentence.id, sentence.values),
    date: (at: Date, options: Options) =>
      format(options, { year: 'numeric', month: 'short', day: 'numeric' }).format(at),
    dateTime: (at: Date, options: Options) =>
      format(options, {
        month: 'short',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }).format(at),
    time: (at: Date, options: Options) =>
      format(options, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at),
    weekday: (at: Date, options: Options) => format(options, { weekday: 'short' }).format(at),
    /** One language of a text that data carries in both. */
    text: (value: Record<Locale, string>, options: Options) => value[options.data.locale],
    number: numbers({ maximumFractionDigits: 1 }),
    percent: numbers({ style: 'percent', maximumFractionDigits: 0 }),
    iso: (at: Date) => at.toISOString(),
    json: (value: unknown) => JSON.stringify(value, null, 2),
    eq: (a: unknown, b: unknown) => a === b,
    or: (a: unknown, b: unknown) => Boolean(a) || Boolean(b),
    not: (a: unknown) => !a,
    concat: (...parts: unknown[]) => parts.slice(0, -1).join(''),
  });
}
