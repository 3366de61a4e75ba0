/** PGlite by default; WAYMARK_TEST_DATABASE_URL runs the same suite on a PostgreSQL server. */
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  maxWorkers: 2,
  // Modules of finished files are never let go: a worker that has grown starts anew before collecting slows it down.
  workerIdleMemoryLimit: '1200MB',
  testTimeout: 30_000,
};
