import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

type Cruise = {
  modules: { source: string }[];
  summary: { violations: { from: string; to: string; rule: { name: string; severity: string } }[] };
};

const root = join(import.meta.dirname, '..', '..');
const checked = ['shared', 'functions', 'cli', 'infra'];

/** The import checker with the project's own rules, in some folder. */
const cruise = (folder: string): Cruise => {
  const bin = join(root, 'node_modules', '.bin', 'depcruise');
  const ran = spawnSync(
    process.execPath,
    [bin, '--config', join(folder, '.dependency-cruiser.mjs'), '--output-type', 'json', ...checked],
    { cwd: folder, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  );
  if (!ran.stdout.startsWith('{')) throw new Error(`dependency-cruiser gave no result: ${ran.stderr}`);
  return JSON.parse(ran.stdout) as Cruise;
};

/** Each plant: a file, what it imports, the rule that must refuse it. */
const plants: { rule: string; file: string; source: string }[] = [
  plant('change-imports-only-from-its-left', 'shared/change/plant.ts', '../facts/clean.ts'),
  plant('facts-imports-only-from-its-left', 'shared/facts/plant.ts', '../checks/clean.ts'),
  plant('reasoning-imports-only-from-its-left', 'shared/reasoning/plant.ts', '../findings/clean.ts'),
  plant('checks-imports-only-from-its-left', 'shared/checks/plant.ts', '../response/clean.ts'),
  plant('findings-imports-only-from-its-left', 'shared/findings/plant.ts', '../adapters/local/clean.ts'),
  plant('response-imports-only-from-its-left', 'shared/response/plant.ts', '../history/clean.ts'),
  plant('response-imports-port-types-only', 'shared/response/adapter.ts', '../adapters/local/clean.ts'),
  plant('history-imports-only-from-its-left', 'shared/history/plant.ts', '../ports/clean.ts'),
  plant('pure-folders-reach-no-world', 'shared/checks/world.ts', 'node:fs'),
  plant('pure-folders-reach-no-world', 'shared/ports/client.ts', '@aws-sdk/client-iam'),
  plant('ports-import-domain-types', 'shared/ports/plant.ts', '../adapters/local/clean.ts'),
  plant('only-aws-adapters-import-an-aws-client', 'functions/one/client.ts', '@aws-sdk/client-iam'),
  plant('adapters-import-ports-and-domain', 'shared/adapters/local/plant.ts', '../../../functions/one/clean.ts'),
  plant('functions-do-not-import-each-other', 'functions/one/plant.ts', '../two/clean.ts'),
  plant('nothing-imports-infra-or-test', 'cli/plant.ts', '../infra/clean.ts'),
  plant('no-cycles', 'cli/cycle.ts', './cycle.ts'),
  plant('no-unresolvable', 'cli/missing.ts', './not-there.ts'),
];

function plant(rule: string, file: string, imported: string) {
  const name = imported.startsWith('@') ? 'client' : imported.startsWith('node:') ? 'readFileSync' : 'clean';
  return { rule, file, source: `import { ${name} } from '${imported}';\nexport const clean = ${name};\n` };
}

describe('the import directions', () => {
  let planted: Cruise;
  let folder: string;

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'ringfence-imports-')));
    for (const file of ['.dependency-cruiser.mjs', 'tsconfig.json']) cpSync(join(root, file), join(folder, file));
    const clean = [
      'change',
      'facts',
      'reasoning',
      'checks',
      'findings',
      'response',
      'history',
      'ports',
      'adapters/local',
    ];
    for (const part of clean) write(`shared/${part}/clean.ts`, 'export const clean = 1;\n');
    for (const part of ['functions/one', 'functions/two', 'cli', 'infra'])
      write(`${part}/clean.ts`, 'export const clean = 1;\n');
    write(
      'functions/one/allowed.ts',
      "import { clean } from '../../shared/change/clean.ts';\nexport const two = clean;\n",
    );
    write('shared/response/types.ts', "import type { T } from '../ports/types.ts';\nexport type U = T;\n");
    write('shared/ports/types.ts', 'export type T = 1;\n');
    write(
      'node_modules/@aws-sdk/client-iam/package.json',
      '{"name":"@aws-sdk/client-iam","version":"1.0.0","main":"index.js"}',
    );
    write('node_modules/@aws-sdk/client-iam/index.js', 'exports.client = 1;\n');
    write('package.json', '{"type":"module","dependencies":{"@aws-sdk/client-iam":"1.0.0"}}');
    for (const { file, source } of plants) write(file, source);
    planted = cruise(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };

  it.each(plants)('refuse, as $rule, what $file imports', ({ rule, file }) => {
    const found = planted.summary.violations.filter((one) => one.from === file).map((one) => one.rule.name);
    expect(found).toContain(rule);
  });

  it('refuse nothing in a file that imports what it may', () => {
    const innocent = ['functions/one/allowed.ts', 'shared/response/types.ts', 'shared/adapters/local/clean.ts'];
    expect(planted.modules.map((one) => one.source)).toEqual(expect.arrayContaining(innocent));
    expect(planted.summary.violations.filter((one) => innocent.includes(one.from))).toEqual([]);
  });

  it('name every rule of the configuration in a plant, so that no rule is dead', async () => {
    const { default: configuration } = (await import(join(root, '.dependency-cruiser.mjs'))) as {
      default: { forbidden: { name: string }[] };
    };
    expect(
      configuration.forbidden.map((one) => one.name).filter((name) => !plants.some((one) => one.rule === name)),
    ).toEqual([]);
  });

  describe('in this checkout', () => {
    let real: Cruise;
    beforeAll(() => {
      real = cruise(root);
    });

    it('are checked over every source file, not over none', () => {
      const files = execFileSync('git', ['ls-files', '--', ...checked.map((part) => `${part}/**/*.ts`)], {
        cwd: root,
        encoding: 'utf8',
      })
        .split('\n')
        .filter((file) => file !== '');
      const seen = new Set(real.modules.map((one) => one.source));
      expect(files.length).toBeGreaterThan(50);
      expect(files.filter((file) => !seen.has(file))).toEqual([]);
    });

    it('hold', () => {
      expect(real.summary.violations.map((one) => `${one.rule.name}: ${one.from} -> ${one.to}`)).toEqual([]);
    });
  });
});
