import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readLocale } from '../src/infra/views.ts';

const flatten = (value: unknown, prefix = ''): Map<string, string> =>
  typeof value === 'string'
    ? new Map([[prefix, value]])
    : new Map(
        Object.entries(value as object).flatMap(([key, inner]) => [
          ...flatten(inner, prefix ? `${prefix}.${key}` : key),
        ]),
      );

const zh = flatten(readLocale('zh-CN'));
const en = flatten(readLocale('en'));
const files = (folder: string, ending: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => join(folder, name));
const templates = files('views', /\.hbs$/);
const code = files('src', /\.ts$/);
const read = (name: string) => readFileSync(name, 'utf8');
const placeholders = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name).sort();
// i18next picks `key_one`/`key_other` by `count`.
const plain = (key: string) => key.replace(/_(one|other)$/, '');

describe('the words', () => {
  it('stand in both languages', () => {
    expect([...new Set([...zh.keys()].map(plain))].sort()).toEqual(
      [...new Set([...en.keys()].map(plain))].sort(),
    );
  });

  it('take the same replacements in both languages', () => {
    const differing = [...zh].filter(
      ([key, text]) => en.has(key) && String(placeholders(text)) !== String(placeholders(en.get(key) ?? '')),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('are not left empty, and English has no Chinese in it but names and the language switch', () => {
    const bilingual = ['app.name', 'app.otherLanguage', 'demo.otherLanguage'];
    expect([...zh, ...en].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
    expect(
      [...en]
        .filter(([key, text]) => /\p{Script=Han}/u.test(text) && !bilingual.includes(key))
        .map(([key]) => key),
    ).toEqual([]);
  });

  it('exist for every key a template names', () => {
    const missing = templates.flatMap((name) =>
      [...read(name).matchAll(/[{(]t "([^"]+)"/g)]
        .map(([, key]) => key ?? '')
        .filter((key) => !zh.has(key) && !zh.has(`${key}_other`))
        .map((key) => `${name}: ${key}`),
    );
    expect(missing).toEqual([]);
  });

  it('exist for every error id the code throws', () => {
    const ids = code.flatMap((name) =>
      [
        ...read(name).matchAll(
          /(?:new WaymarkError|badRequest|notSignedIn|forbidden|notFound|conflict)\(\s*'([^']+)'/g,
        ),
      ].map(([, id]) => `errors.${id}`),
    );
    expect(ids.length).toBeGreaterThan(10);
    expect([...new Set(ids)].filter((id) => !zh.has(id))).toEqual([]);
  });

  it('stand nowhere else: no Chinese in code or templates', () => {
    expect(
      [...code, ...templates].filter((name) =>
        /\p{Script=Han}/u.test(read(name).replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '')),
      ),
    ).toEqual([]);
  });

  it('are all used', () => {
    const everything = [...templates, ...code, 'views/assets/waymark.js'].map(read).join('\n');
    // Keys put together at run time are named by their prefix: `t (concat "tier." tier)` or `tier.${tier}`.
    const prefixes = [...everything.matchAll(/["'`]([a-zA-Z0-9_.]+\.)(?:["']|\$\{)/g)].map(
      ([, prefix]) => prefix ?? '',
    );
    const unused = [...zh.keys()]
      .map(plain)
      .filter(
        (key) =>
          !everything.includes(key) &&
          !prefixes.some((prefix) => key.startsWith(prefix)) &&
          !key.startsWith('errors.'),
      );
    expect(unused).toEqual([]);
  });
});
