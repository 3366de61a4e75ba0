/** Import rules that need the whole graph; the ladder between features is checked by test/architecture.test.ts. */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'infra-knows-no-feature',
      severity: 'error',
      from: { path: '^src/infra' },
      to: { path: '^src/(features|demo|app|main)' },
    },
    {
      name: 'features-know-no-demo',
      severity: 'error',
      from: { path: '^src/features' },
      to: { path: '^src/(demo|app|main|cli)' },
    },
    { name: 'src-knows-no-test', severity: 'error', from: { path: '^src' }, to: { path: '^(test|scripts)' } },
    {
      name: 'express-only-at-the-edge',
      comment: 'Design §3 rule 7: only routes, guards and infra/http see req and res.',
      severity: 'error',
      from: { path: '^src/features', pathNot: '\\.(routes|guards)\\.ts$' },
      to: { path: 'node_modules/express/' },
    },
    {
      name: 'pure-rules',
      comment: 'Rules and pages import rules, schemas, pages and pure libraries only (design §3 rule 4).',
      severity: 'error',
      from: { path: '^src/features/.+\\.(rules|pages)\\.ts$' },
      to: {
        path: '^src/',
        pathNot:
          '(\\.(rules|schema|pages)\\.ts$|^src/features/[^/]+/index\\.ts$|^src/infra/(errors|views|charts|forms)\\.ts$)',
      },
    },
    {
      name: 'one-door-out',
      comment: 'Calls out of the house go through infra/outbound.ts (design §3 rule 6).',
      severity: 'error',
      from: { path: '^src/features' },
      to: { path: '^(undici|axios|node:https?|https?)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: '^src/infra/assets',
  },
};
