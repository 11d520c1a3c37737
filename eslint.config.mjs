import tseslint from 'typescript-eslint';

const pureFolders = ['change', 'facts', 'reasoning', 'checks', 'findings', 'response', 'history'].map(
  (folder) => `shared/${folder}/**/*.ts`,
);
const tests = ['**/*.test.ts', 'test/**/*.ts'];

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'cdk.out/', '**/cdk.out.*/', '.ringfence/', '.venv-*/', '**/*.mjs'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Taking a member out of the rest is how an object without it is made.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // `as` hides what the compiler would find; `as const` and `satisfies` stay.
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Unions, not enums (docs/adr/0001).' },
      ],
    },
  },
  {
    // Pure folders: no clock, no chance, no environment. Time and identity are inputs.
    files: pureFolders,
    ignores: tests,
    rules: {
      'no-restricted-globals': [
        'error',
        'process',
        'setTimeout',
        'setInterval',
        'setImmediate',
        'fetch',
        'performance',
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Pure code takes the time as an input.' },
        { object: 'Math', property: 'random', message: 'Pure code takes chance as an input.' },
        { object: 'crypto', property: 'randomUUID', message: 'Pure code takes identity as an input.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Unions, not enums (docs/adr/0001).' },
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Pure code takes the time as an input.',
        },
      ],
    },
  },
  {
    // Nothing is ever compiled from policy text: a pattern of an attacker must not choose our running time.
    files: ['shared/reasoning/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-globals': ['error', 'process', 'RegExp', 'setTimeout', 'setInterval', 'fetch', 'performance'],
    },
  },
  {
    // Lambda's Context type still demands its deprecated members of whoever makes one.
    files: ['cli/local/local-functions.ts'],
    rules: { '@typescript-eslint/no-deprecated': 'off' },
  },
  {
    files: tests,
    rules: {
      '@typescript-eslint/consistent-type-assertions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // Jest's asymmetric matchers are typed `any`.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
