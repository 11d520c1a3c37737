/** Jest as native ES modules: middy is ES modules only. Types are stripped here; `tsc --noEmit` checks them. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/{shared,functions,infra,cli,test,bench,scripts}/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/cdk.out', '<rootDir>/.ringfence/'],
  moduleNameMapper: { '^fast-check$': '<rootDir>/test/setup/seeded-fast-check.ts' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', importAttributes: true },
          target: 'es2024',
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  maxWorkers: 2,
  // A worker keeps what the modules of each suite hold, ten megabytes and more, and after a hundred suites mostly collects: all
  // of them took 621 s in two workers that ran to the end, and 436 s in ones that are started again from this size on.
  workerIdleMemoryLimit: '800MB',
};
