import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** Design §3: who may import whom. Circles, packages per kind of file and infra's innocence are in .dependency-cruiser.cjs. */
const LADDER = [
  'roster',
  'inbox',
  'partners',
  'lti',
  'lti-services',
  'xapi',
  'xapi-documents',
  'xapi-sources',
  'cmi5',
  'vocabulary',
  'records',
  'instruments',
  'cases',
  'reports',
  'programme',
  'resources',
  'occupations',
  'scenes',
  'imports',
  'demand',
  'admission',
  'knowledge',
  'risk',
  'trajectory',
  'learning',
  'employers',
  'training',
  'monitoring',
  'career',
  'career-goals',
  'career-paths',
  'employment',
  'signing',
  'quality',
  'pilots',
];

interface Source {
  path: string;
  text: string;
  imports: { from: string; typeOnly: boolean }[];
}

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name): Source => {
    const path = join('src', name).replaceAll('\\', '/');
    const text = readFileSync(path, 'utf8');
    const imports = [
      ...text.matchAll(/^(?:import|export)\s(type\s)?[^;]*?from '([^']+)';/gms),
      ...text.matchAll(/()import\('([^']+)'\)/g),
    ].map(([, typeOnly, from]) => ({ from: resolveImport(path, from ?? ''), typeOnly: Boolean(typeOnly) }));
    return { path, text, imports };
  });

function resolveImport(path: string, from: string): string {
  return from.startsWith('.') ? normalize(join(dirname(path), from)).replaceAll('\\', '/') : from;
}

const featureOf = (path: string) => /^src\/features\/([^/]+)\//.exec(path)?.[1];
const isPure = (path: string) => /\.(rules|pages|schema)\.ts$/.test(path);
const featureSources = sources.filter(({ path }) => featureOf(path));

/** Every import that breaks the rule, as readable lines: an empty list is the promise. */
const breaking = (of: Source[], rule: (source: Source, imported: string) => boolean) =>
  of.flatMap((source) =>
    source.imports
      .filter(({ from }) => rule(source, from))
      .map(({ from }) => `${source.path} imports ${from}`),
  );

describe('the house', () => {
  it('reads some sources at all', () => expect(featureSources.length).toBeGreaterThan(40));

  it('has no room the plan doesn’t name', () => {
    expect(
      [...new Set(featureSources.map(({ path }) => featureOf(path)))].filter(
        (name) => !LADDER.includes(name ?? ''),
      ),
    ).toEqual([]);
  });

  it('lets a feature import only features to its left, through their index', () => {
    const broken = breaking(featureSources, (source, imported) => {
      const own = featureOf(source.path) ?? '';
      const other = featureOf(imported);
      if (!other || other === own) return false;
      if (LADDER.indexOf(other) > LADDER.indexOf(own)) return true;
      // Foreign keys and joins need the left neighbour's tables themselves (docs/decisions/0001).
      const joins = /\.(tables|queries)\.ts$/.test(source.path) && imported.endsWith('.tables.ts');
      return basename(imported) !== 'index.ts' && !joins;
    });
    expect(broken).toEqual([]);
  });

  it('lets one feature alone write each table', () => {
    const broken = featureSources.flatMap(({ path, text }) => {
      const own = featureOf(path) ?? '';
      const foreign = [
        ...text.matchAll(
          /^import (?!type)[^;]*?\{([^}]*)\}[^;]*?from '\.\.\/([^/']+)\/[^']*\.tables\.ts'/gms,
        ),
      ];
      return foreign.flatMap(([, names, feature]) =>
        (names ?? '')
          .split(',')
          .map((name) => name.trim())
          .filter(
            (name) =>
              name && feature !== own && new RegExp(`\\.(insert|update|delete)\\(${name}\\)`).test(text),
          )
          .map((name) => `${path} writes ${name}`),
      );
    });
    expect(broken).toEqual([]);
  });

  it('keeps rules, pages and schemas free of I/O, clock and chance', () => {
    const impure = featureSources
      .filter(({ path }) => isPure(path))
      .filter(({ text }) =>
        /\bawait\b|Date\.now|new Date\(\)|Math\.random|process\.env|randomUUID|\bfetch\(/.test(
          text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''),
        ),
      );
    expect(impure.map(({ path }) => path)).toEqual([]);
  });

  it('lets rules, pages and schemas import only their like', () => {
    const allowed = (imported: string) =>
      !imported.startsWith('src/') ||
      isPure(imported) ||
      imported.endsWith('/index.ts') ||
      /^src\/infra\/(errors|views|charts|forms)\.ts$/.test(imported);
    const pure = featureSources.filter(({ path }) => isPure(path));
    expect(breaking(pure, (_source, imported) => !allowed(imported))).toEqual([]);
  });

  it('shows req and res only to routes and guards', () => {
    const outside = featureSources.filter(({ path }) => !/\.(routes|guards)\.ts$/.test(path));
    expect(breaking(outside, (_source, imported) => imported === 'express')).toEqual([]);
  });

  it('keeps rules out of queries: SQL selects, TypeScript judges', () => {
    const queries = featureSources.filter(({ path }) => path.endsWith('.queries.ts'));
    expect(
      breaking(
        queries,
        (source, imported) =>
          imported.endsWith('.rules.ts') && !source.imports.find(({ from }) => from === imported)?.typeOnly,
      ),
    ).toEqual([]);
  });

  it('keeps the demo out of the features and infra out of both', () => {
    expect(
      breaking(featureSources, (_source, imported) => /^src\/(demo|app|main|cli)/.test(imported)),
    ).toEqual([]);
    expect(
      breaking(
        sources.filter(({ path }) => path.startsWith('src/infra/')),
        (_s, imported) => /^src\/(features|demo)/.test(imported),
      ),
    ).toEqual([]);
  });

  it('fits each file on a few screens', () => {
    expect(sources.filter(({ text }) => text.split('\n').length > 251).map(({ path }) => path)).toEqual([]);
  });

  it('silences neither types nor lint', () => {
    const silenced = sources.filter(({ text }) =>
      /\bas any\b|: any\b|@ts-(ignore|expect-error|nocheck)|eslint-disable/.test(text),
    );
    expect(silenced.map(({ path }) => path)).toEqual([]);
  });
});
