import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createViews } from '../src/infra/views.ts';

const code = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join('src', name), 'utf8'))
  .join('\n');
const views = createViews();
const templates = views.names.map((name) => ({ name, text: readFileSync(`views/${name}.hbs`, 'utf8') }));

describe('the views', () => {
  it('are each reached by a route', () => {
    expect(views.names.filter((name) => !code.includes(`'${name}'`))).toEqual([]);
  });

  it('are complete: a missing field is an error, not a gap', () => {
    const context = {
      locale: 'en' as const,
      timeZone: 'UTC',
      layout: 'bare',
      frame: { assets: '/assets', visit: null },
    };
    expect(() => views.render('error', { message: 'x' }, context)).toThrow(/not defined/);
  });

  it('escape what people wrote', () => {
    const context = {
      locale: 'en' as const,
      timeZone: 'UTC',
      layout: 'bare',
      frame: { assets: '/assets', visit: null },
    };
    const html = views.render(
      'error',
      { message: '<script>', requestId: 'r', status: 400, id: 'x', back: null },
      context,
    );
    expect(html).toContain('&lt;script&gt;');
  });

  it('hold no script, no style and no handler of their own: the policy would block them', () => {
    expect(
      templates
        .filter(({ text }) => /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=/i.test(text))
        .map(({ name }) => name),
    ).toEqual([]);
  });

  it('put unescaped only what we drew ourselves', () => {
    const raw = templates.flatMap(({ name, text }) =>
      [...text.matchAll(/\{\{\{\s*([^}]+?)\s*\}\}\}/g)].map(([, what]) => `${name}: ${what}`),
    );
    expect(raw.filter((line) => !/chart|svg/i.test(line))).toEqual([]);
  });
});
