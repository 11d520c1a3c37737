/** The import directions of docs/architecture.md. A planted violation is a test: test/architecture/imports.test.ts. */
const pipeline = ['change', 'facts', 'reasoning', 'checks', 'findings', 'response', 'history'];
const sourceOnly = { pathNot: '\\.test\\.ts$' };

const leftwards = pipeline.map((folder, position) => ({
  name: `${folder}-imports-only-from-its-left`,
  comment: `shared/${folder} may import itself${position ? ` and ${pipeline.slice(0, position).join(', ')}` : ''}, nothing else of shared/.`,
  severity: 'error',
  from: { path: `^shared/${folder}/`, ...sourceOnly },
  to: {
    path: '^(shared|functions|infra|cli|test|bench|scripts|console)/',
    pathNot: `^shared/(${pipeline.slice(0, position + 1).join('|')})/`,
  },
}));

export default {
  forbidden: [
    ...leftwards.map((rule) =>
      // A saga is given its ports and imports their types only.
      rule.name.startsWith('response') || rule.name.startsWith('history')
        ? { ...rule, to: { ...rule.to, dependencyTypesNot: ['type-only'] } }
        : rule,
    ),
    {
      name: 'response-imports-port-types-only',
      severity: 'error',
      from: { path: '^shared/(response|history)/', ...sourceOnly },
      to: { path: '^(shared/(adapters|runtime)|functions|infra|cli|test)/' },
    },
    {
      name: 'pure-folders-reach-no-world',
      comment: 'No SDK, no network, no file, no middleware in the pure folders.',
      severity: 'error',
      from: { path: `^shared/(${pipeline.join('|')}|ports)/`, ...sourceOnly },
      to: {
        path: '(^node_modules/(@aws-sdk|@middy|@aws-lambda-powertools|aws-cdk)|^(node:)?(fs|http|https|net|child_process|os|dns|tls)(/|$))',
      },
    },
    {
      name: 'ports-import-domain-types',
      severity: 'error',
      from: { path: '^shared/ports/', ...sourceOnly },
      to: { path: '^(shared/(adapters|runtime)|functions|infra|cli|test)/' },
    },
    {
      name: 'only-aws-adapters-import-an-aws-client',
      severity: 'error',
      from: { path: '^(shared|functions|cli)/', pathNot: '^shared/adapters/aws/|\\.test\\.ts$' },
      to: { path: '^node_modules/@aws-sdk/(client|lib)-' },
    },
    {
      name: 'adapters-import-ports-and-domain',
      severity: 'error',
      from: { path: '^shared/adapters/', ...sourceOnly },
      to: { path: '^(shared/runtime|functions|infra|cli|test)/' },
    },
    {
      name: 'functions-do-not-import-each-other',
      severity: 'error',
      from: { path: '^functions/([^/]+)/', ...sourceOnly },
      to: { path: '^functions/', pathNot: '^functions/$1/' },
    },
    {
      name: 'nothing-imports-infra-or-test',
      severity: 'error',
      from: { path: '^(shared|functions|cli)/', ...sourceOnly },
      to: { path: '^(infra|test)/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    // Lambda's types come from @types/aws-lambda; there is no package of that name to run.
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^aws-lambda$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
    },
  },
};
